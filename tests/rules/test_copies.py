"""Which copy for whom, against every way to deal them."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from booking.rules.availability import Outcome, Supply, Want, fit
from booking.rules.copies import Copy, cluster, deal
from booking.rules.spreading import Place
from tests.rules import naive
from tests.rules.naive import Loan, Span, Stock, between, is_lawful, quickly, spans

ALWAYS = (-50, 100)
LOST = between(-40, -39)
PROJECTOR = 3
loans = st.lists(st.one_of(naive.unnamed, naive.named), max_size=8)
busy = st.lists(st.lists(spans, max_size=3), max_size=4)


@quickly
@given(st.lists(spans, max_size=7), busy)
def test_copies_are_dealt_whenever_some_way_exists(
    jobs: list[Span], taken: list[list[Span]]
) -> None:
    hand = [
        Copy(unit, tuple(between(*span) for span in mine)) for unit, mine in enumerate(taken, 1)
    ]
    there = {
        unit: set(range(-50, 100)).difference(*(range(*span) for span in mine))
        for unit, mine in enumerate(taken, 1)
    }
    asked = [between(*job) for job in jobs]

    units = deal(asked, hand)

    assert (units is not None) == naive.dealt([frozenset(range(*job)) for job in jobs], there)
    assert units is None or (len(units) == len(jobs) and is_lawful(asked, units, hand))


@quickly
@given(st.lists(spans, max_size=60))
def test_while_none_is_named_the_peak_can_always_be_dealt(jobs: list[Span]) -> None:
    """The colouring of intervals: as many copies as loans at once, not one more."""
    at_once = max((sum(a <= at < b for a, b in jobs) for at in range(45)), default=0)
    asked = [between(*job) for job in jobs]
    hand = [Copy(unit) for unit in range(at_once)]

    units = deal(asked, hand)

    assert units is not None
    assert is_lawful(asked, units, hand)
    assert not jobs or deal(asked, hand[1:]) is None


def two_projectors(*loans: Loan) -> Supply:
    """Return two copies, in service all along, with loans of them."""
    return naive.numbered(ALWAYS, ALWAYS).lent(*loans).supply()


def test_two_copies_away_on_different_days_cannot_serve_both_days() -> None:
    stock = two_projectors(Loan(0, 24, unit=1), Loan(24, 48, unit=2))

    assert stock.least(between(0, 48)) == 1
    assert stock.free(between(0, 48)) == 0
    assert stock.deal(between(0, 48), 1) == []
    assert not stock.spares(1, between(0, 48))
    assert not stock.spares(2, between(0, 48))
    assert stock.free(between(0, 24)) == 1
    assert stock.deal(between(0, 24), 1) == [2]
    assert stock.deal(between(24, 48), 1) == [1]
    assert stock.undealt() is None
    assert stock.taken(*two_projectors(Loan(0, 48)).claims).undealt() == between(0, 48)


def test_a_loan_that_names_no_copy_is_dealt_anew_to_spare_the_one_wanted() -> None:
    stock = two_projectors(Loan(0, 10), Loan(20, 30, unit=1))

    assert stock.spares(1, between(0, 10))
    assert stock.spares(2, between(0, 10))
    assert not stock.spares(1, between(0, 21))
    assert stock.spares(2, between(0, 21))
    assert not stock.spares(3, between(0, 10))
    assert not two_projectors(Loan(0, 10), Loan(0, 10)).spares(1, between(9, 12))
    assert two_projectors(Loan(0, 10), Loan(0, 10)).spares(1, between(10, 12))


def test_a_loan_further_off_keeps_its_copy_through_those_it_meets() -> None:
    """The one of 5 to 20 must have the second copy, so the one after it cannot."""
    stock = two_projectors(Loan(0, 6, unit=1), Loan(5, 20), Loan(25, 30, unit=1))

    assert stock.least(between(19, 26)) == 1
    assert stock.free(between(19, 26)) == 0
    assert stock.free(between(19, 25)) == 1
    assert not stock.spares(2, between(19, 26))
    assert stock.spares(2, between(20, 26))


def test_a_loan_that_meets_nothing_asked_still_binds_those_it_meets() -> None:
    """The one of 2 to 8 must have the first copy, so the next the second, till 20."""
    stock = two_projectors(Loan(0, 3, unit=2), Loan(2, 8), Loan(6, 20), Loan(25, 30, unit=1))

    assert stock.least(between(19, 26)) == 1
    assert stock.free(between(19, 26)) == 0
    assert stock.free(between(20, 26)) == 1
    assert not stock.spares(2, between(19, 26))


def test_the_count_has_the_last_word_when_what_was_lost_names_no_copy() -> None:
    stock = replace(two_projectors(Loan(0, 9, unit=1)), movements=((LOST.starts_at, 1),))

    assert stock.free(between(5, 8)) == 0
    assert not stock.spares(2, between(5, 8))
    assert stock.spares(2, between(9, 12))


@quickly
@given(naive.stocks, loans, spans)
def test_free_is_the_most_for_which_a_dealing_exists(
    empty: Stock, asked_before: list[Loan], asked: Span
) -> None:
    stock = naive.lawful(empty, asked_before)
    supply, period = stock.supply(), between(*asked)
    expected = stock.most(*asked)

    assert supply.undealt() is None
    assert supply.free(period) == expected
    given = supply.deal(period, expected)
    assert len(given) == expected
    assert supply.deal(period, expected + 1) == []
    assert stock.lent(*(Loan(*asked, unit=unit) for unit in given)).serves()


@quickly
@given(naive.stocks, loans, spans)
def test_a_copy_is_spared_when_the_others_suffice_for_the_rest(
    empty: Stock, asked_before: list[Loan], asked: Span
) -> None:
    stock = naive.lawful(empty, asked_before)
    supply = stock.supply()

    spared = [unit for unit in range(1, 6) if supply.spares(unit, between(*asked))]

    assert spared == [unit for unit in range(1, 6) if stock.serves(Loan(*asked, unit=unit))]
    assert len(spared) >= supply.free(between(*asked))


@quickly
@given(naive.stocks, loans)
def test_what_cannot_be_served_is_seen(empty: Stock, asked: list[Loan]) -> None:
    stock = empty.lent(*naive.known(empty, asked))

    assert (stock.supply().undealt() is None) == stock.serves()


def test_a_copy_named_twice_is_seen_where_it_is() -> None:
    twice = two_projectors(Loan(0, 9, unit=1), Loan(2, 3, unit=2), Loan(8, 12, unit=1))
    follows = two_projectors(Loan(0, 9, unit=1), Loan(9, 12, unit=1), Loan(2, 3, unit=2))
    absent = naive.numbered((5, 50), ALWAYS).lent(Loan(4, 6, unit=1)).supply()

    assert twice.undealt() == between(8, 12)
    assert follows.undealt() is None
    assert absent.undealt() is not None
    assert two_projectors(*[Loan(0, 5)] * 3).undealt() == between(0, 5)
    assert Stock(((-9, 4),), (Loan(0, 5, 3),)).supply().undealt() is None  # no copies to deal


@quickly
@given(naive.stocks, loans, loans, spans)
def test_too_many_taken_elsewhere_is_in_nobodys_way(
    empty: Stock, too_many: list[Loan], later: list[Loan], asked: Span
) -> None:
    """What was taken knowingly beyond the stock counts where it is, no further."""
    far = [Loan(loan.first - 45, loan.last - 45, 1, loan.unit) for loan in too_many]
    stock = naive.lawful(empty, later)

    found = stock.lent(*far).supply().free(between(*asked))

    assert found == stock.most(*asked)


def test_a_loan_that_touches_the_excess_still_leaves_what_is_left() -> None:
    stock = two_projectors(*[Loan(0, 9)] * 2, Loan(8, 20), Loan(30, 40, unit=1))

    assert stock.free(between(7, 12)) == 0
    assert stock.free(between(9, 20)) == 1
    assert stock.free(between(9, 31)) == 1
    assert stock.free(between(20, 31)) == 1
    assert stock.free(between(20, 30)) == 2
    assert stock.spares(2, between(9, 31))
    assert stock.deal(between(9, 31), 1) == [2]


def test_beyond_the_stock_what_happens_inside_the_period_decides() -> None:
    """The loan of 8 to 20 can only have the second copy, as what is asked from 10 to 25."""
    pinned = Loan(11, 12, unit=1), Loan(13, 14, unit=3)
    stock = naive.numbered(*[ALWAYS] * 3).lent(*pinned, Loan(0, 9, 3), Loan(8, 20)).supply()

    assert stock.least(between(10, 25)) == 1
    assert stock.free(between(10, 25)) == 0
    assert stock.free(between(14, 25)) == 2


@quickly
@given(st.lists(st.tuples(spans, st.integers(1, 3)), max_size=8), spans)
def test_a_cluster_is_all_that_meets_from_one_to_the_next(
    others: list[tuple[Span, int]], asked: Span
) -> None:
    minutes, before = set(range(*asked)), 0
    while len(minutes) > before:
        before = len(minutes)
        for span, _ in others:
            if not minutes.isdisjoint(range(*span)):
                minutes |= set(range(*span))

    found = cluster(between(*asked), [(between(*span), quantity) for span, quantity in others])

    assert sorted(found) == sorted(
        between(*span)
        for span, quantity in others
        if not minutes.isdisjoint(range(*span))
        for _ in range(quantity)
    )


def test_a_copy_wanted_by_name_is_placed_as_such_and_only_once() -> None:
    bob = Want(PROJECTOR, 1, between(0, 5), timedelta(minutes=1), timedelta(minutes=2), unit_id=1)
    other = Want(PROJECTOR, 2, between(4, 9))
    stock = naive.numbered(ALWAYS, ALWAYS, ALWAYS).lent(Loan(20, 30)).supply()

    assert fit([bob, other], {PROJECTOR: [stock]}) == Outcome([[Place(1, 1)], [Place(1, 2)]])
    assert fit([bob, bob], {PROJECTOR: [stock]}) == Outcome([[Place(1, 1)], []], [(bob, 0)])
    again, sooner = (replace(bob, period=between(first, 12)) for first in (8, 7))
    assert fit([bob, again], {PROJECTOR: [stock]}).shortages == []
    assert fit([bob, sooner], {PROJECTOR: [stock]}).shortages == [(sooner, 0)]


def test_a_year_of_loans_is_dealt_without_trying_for_long() -> None:
    """Twenty copies, each named twelve times, and six hundred other loans."""
    random = Random(2026)  # noqa: S311 # drawn alike each time
    hand, taken = [Copy(unit) for unit in range(20)], 0
    while taken < 12 * len(hand) + 600:
        hour = random.randrange(365 * 24)
        period = between(hour, hour + random.randint(6, 240))
        chosen = random.choice([copy for copy in hand if taken >= 240 or len(copy.busy) < 12])
        if chosen.serves(period):
            hand[chosen.unit_id] = chosen.given(period)
            taken += 1
    named_only = [Copy(copy.unit_id, copy.busy[:12]) for copy in hand]
    jobs = [span for copy in hand for span in copy.busy[12:]]

    units = naive.within(2_000_000, lambda: deal(jobs, named_only))

    assert len(jobs) == 600
    assert units is not None
    assert is_lawful(jobs, units, named_only)


def test_the_same_position_is_not_tried_twice() -> None:
    """Thirty loans in a row may go anywhere; the two last then need the same copy."""
    pins = between(25, 30), between(0, 3), between(4, 40), between(4, 41)
    hand = [Copy(unit, (pin,)) for unit, pin in enumerate(pins)]
    row = [between(at, at + 4) for at in range(-61, 0, 2)]
    bound = [*row, between(2, 8), between(6, 20), between(19, 26)]

    assert naive.within(200_000, lambda: deal(bound, hand)) is None


def test_two_positions_differ_by_when_the_copies_come_back() -> None:
    jobs = [between(4, 10), between(9, 11), between(9, 12), between(10, 15)]
    hand = [Copy(1, (between(11, 15),)), Copy(2), Copy(3)]

    units = deal(jobs, hand)

    assert units is not None
    assert is_lawful(jobs, units, hand)


def test_a_loan_that_no_copy_can_serve_is_refused_without_trying_the_others() -> None:
    hand = [Copy(unit, (between(40 + unit, 41 + unit),)) for unit in range(12)]
    jobs = [between(unit, 30 + unit) for unit in range(9)]

    assert naive.within(200_000, lambda: deal([*jobs, between(39, 60)], hand)) is None


def test_a_loan_that_no_copy_serves_leaves_the_others_free() -> None:
    away = [Loan(0, 2, unit=unit) for unit in (1, 2, 3)]
    stock = naive.numbered(*[ALWAYS] * 3).lent(*away, Loan(0, 10)).supply()

    assert stock.free(between(5, 8)) == 2


def test_a_copy_taken_anyway_is_taken_where_it_is() -> None:
    here, there = naive.numbered(ALWAYS).supply(1), two_projectors(Loan(0, 9, unit=2))
    bob = Want(PROJECTOR, 1, between(0, 5), unit_id=2)

    depots = {PROJECTOR: [here, replace(there, stock_id=8)]}
    assert fit([bob], depots, anyway=True).places == [[Place(8, 1, 1)]]
