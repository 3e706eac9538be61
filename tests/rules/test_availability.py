"""How many are free, against every way two periods can meet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.period import Period
from booking.rules.availability import Claim, Supply, Want, excess, fit
from booking.rules.copies import Copy, Due
from tests.rules.naive import START, Loan, Stock, between, quickly, spans

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
GUADELOUPE = ZoneInfo("America/Guadeloupe")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHAIRS = 7
Wall = tuple[int, ...]


def supply(*claims: tuple[Period, int], quantity: int = 10, stock_id: int = 1) -> Supply:
    """Return a stock bought long ago, with what is taken of it."""
    return Supply(stock_id, ((LONG_AGO, quantity),), tuple(Claim(*each) for each in claims))


def local(zone: ZoneInfo, first: Wall, last: Wall) -> Period:
    """Return the period between two hours on the wall of a zone."""
    return Period(datetime(*first, tzinfo=zone), datetime(*last, tzinfo=zone))


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        pytest.param(0, 5, 10, id="before"),
        pytest.param(0, 10, 10, id="touching the start"),
        pytest.param(0, 11, 4, id="crossing the start by a minute"),
        pytest.param(5, 15, 4, id="crossing the start"),
        pytest.param(10, 15, 4, id="inside, from the start"),
        pytest.param(12, 15, 4, id="inside"),
        pytest.param(15, 20, 4, id="inside, to the end"),
        pytest.param(10, 20, 4, id="identical"),
        pytest.param(5, 25, 4, id="around"),
        pytest.param(5, 20, 4, id="around, to the end"),
        pytest.param(10, 25, 4, id="around, from the start"),
        pytest.param(15, 25, 4, id="crossing the end"),
        pytest.param(19, 25, 4, id="crossing the end by a minute"),
        pytest.param(20, 25, 10, id="touching the end"),
        pytest.param(22, 25, 10, id="after"),
    ],
)
def test_only_what_overlaps_is_taken(first: int, last: int, free: int) -> None:
    assert supply((between(10, 20), 6)).free(between(first, last)) == free


@pytest.mark.parametrize(("first", "last"), [(5, 5), (5, 4)])
def test_an_empty_loan_cannot_even_be_asked(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="a period ends after it starts"):
        between(first, last)


@pytest.mark.parametrize(
    ("zone", "held", "asked", "taken"),
    [
        # the March weekend has 47 hours, the October one 49: midnights touch all the same
        (PARIS, ((2026, 3, 28), (2026, 3, 30)), ((2026, 3, 30), (2026, 3, 31)), False),
        (PARIS, ((2026, 3, 28), (2026, 3, 30)), ((2026, 3, 27), (2026, 3, 28)), False),
        (PARIS, ((2026, 3, 28), (2026, 3, 30)), ((2026, 3, 29, 23), (2026, 3, 30)), True),
        (PARIS, ((2026, 10, 24), (2026, 10, 26)), ((2026, 10, 26), (2026, 10, 27)), False),
        (PARIS, ((2026, 10, 24), (2026, 10, 26)), ((2026, 10, 25, 23), (2026, 10, 26)), True),
        (PARIS, ((2026, 3, 29, 1), (2026, 3, 29, 3)), ((2026, 3, 29, 3), (2026, 3, 29, 4)), False),
        # over New Year, and over the leap day
        (PARIS, ((2026, 12, 31, 18), (2027, 1, 1, 12)), ((2027, 1, 1), (2027, 1, 1, 1)), True),
        (PARIS, ((2026, 12, 31, 18), (2027, 1, 1, 12)), ((2027, 1, 1, 12), (2027, 1, 2)), False),
        (PARIS, ((2026, 12, 31), (2027, 1, 1)), ((2027, 1, 1), (2027, 1, 2)), False),
        (PARIS, ((2028, 2, 28), (2028, 3, 1)), ((2028, 2, 29), (2028, 3, 1)), True),
        # overseas: no clock ever changes
        (REUNION, ((2026, 3, 28), (2026, 3, 30)), ((2026, 3, 30), (2026, 3, 31)), False),
        (REUNION, ((2026, 12, 31), (2027, 1, 1)), ((2026, 12, 31, 23), (2027, 1, 1)), True),
        (GUADELOUPE, ((2026, 10, 24), (2026, 10, 26)), ((2026, 10, 26), (2026, 10, 27)), False),
        (GUADELOUPE, ((2026, 10, 24), (2026, 10, 26)), ((2026, 10, 25, 23), (2026, 10, 26)), True),
    ],
)
def test_midnights_of_the_territory_touch(
    zone: ZoneInfo, held: tuple[Wall, Wall], asked: tuple[Wall, Wall], taken: bool
) -> None:
    stock = supply((local(zone, *held), 1), quantity=1)

    assert stock.free(local(zone, *asked)) == (0 if taken else 1)


@pytest.mark.parametrize(
    ("zone", "saturday", "hours"),
    [
        (PARIS, (2026, 3, 28), 47),
        (PARIS, (2026, 10, 24), 49),
        (PARIS, (2026, 6, 6), 48),
        *[(REUNION, day, 48) for day in ((2026, 3, 28), (2026, 10, 24), (2027, 1, 2))],
        *[(GUADELOUPE, day, 48) for day in ((2026, 3, 28), (2026, 10, 24), (2026, 3, 7))],
    ],
)
def test_a_weekend_is_taken_for_as_long_as_it_lasts(
    zone: ZoneInfo, saturday: tuple[int, int, int], hours: int
) -> None:
    midnight = datetime(*saturday, tzinfo=zone)
    weekend = Period(midnight, midnight + timedelta(days=2))  # by the wall
    stock = supply((weekend, 1), quantity=1)
    first = weekend.starts_at

    taken = [hour for hour in range(-2, 52) if not stock.free(_hour(first, hour))]

    assert taken == list(range(hours))


def _hour(first: datetime, count: int) -> Period:
    return Period(first + count * HOUR, first + (count + 1) * HOUR)


def test_a_day_overseas_is_not_a_day_in_paris() -> None:
    there = local(REUNION, (2026, 6, 6), (2026, 6, 7))
    stock = supply((there, 1), quantity=1)

    assert stock.free(local(PARIS, (2026, 6, 5, 22), (2026, 6, 5, 23))) == 0
    assert stock.free(local(PARIS, (2026, 6, 5, 21), (2026, 6, 5, 22))) == 1
    assert stock.free(local(GUADELOUPE, (2026, 6, 6, 16), (2026, 6, 6, 17))) == 1
    assert stock.free(local(GUADELOUPE, (2026, 6, 6, 15), (2026, 6, 6, 16))) == 0


def test_loans_that_follow_each_other_take_the_peak_not_the_sum() -> None:
    stock = supply((between(0, 10), 6), (between(10, 20), 6), (between(12, 14), 3))

    assert stock.free(between(0, 20)) == 1
    assert stock.free(between(0, 12)) == 4


def test_what_arrives_or_is_lost_counts_from_its_instant_on() -> None:
    stock = Supply(1, ((START, 2), (START + 5 * MINUTE, 8), (START + 9 * MINUTE, -4)))

    assert stock.free(between(-2, -1)) == 0
    assert stock.free(between(-1, 1)) == 0
    assert stock.free(between(0, 10)) == 2
    assert stock.free(between(5, 9)) == 10
    assert stock.free(between(5, 10)) == 6
    assert [stock.in_service(START + at * MINUTE) for at in (-1, 0, 4, 5, 8, 9)] == [
        *(0, 2, 2, 10, 10, 6)
    ]


def test_free_is_never_below_zero() -> None:
    assert supply((between(0, 10), 12)).free(between(0, 10)) == 0


@pytest.mark.parametrize(
    ("before", "after", "fits"),
    [(0, 0, True), (5, 0, True), (6, 0, False), (0, 5, True), (0, 6, False), (5, 5, True)],
)
def test_preparation_is_held_on_both_sides(before: int, after: int, fits: bool) -> None:
    stock = supply((between(0, 5), 10), (between(25, 30), 10))
    tent = Want(CHAIRS, 1, between(10, 20), before * MINUTE, after * MINUTE)

    assert (not fit([tent], {CHAIRS: [stock]}).shortages) is fits


@pytest.mark.parametrize(("first", "fits"), [(9, False), (10, True), (8, False), (5, False)])
def test_the_drying_of_one_loan_and_the_fetching_of_the_next_add_up(first: int, fits: bool) -> None:
    dried = Want(CHAIRS, 10, between(0, 5), after=3 * MINUTE)
    fetched = Want(CHAIRS, 10, between(first, 20), before=2 * MINUTE)

    assert (not fit([dried, fetched], {CHAIRS: [supply()]}).shortages) is fits


loans = st.lists(st.builds(lambda span, n: Loan(*span, n), spans, st.integers(1, 6)), max_size=8)
moves = st.lists(st.tuples(st.integers(-5, 45), st.integers(-4, 8)), max_size=6)
counted = st.builds(lambda lent, moved: Stock(tuple(moved), tuple(lent)), loans, moves)


@quickly
@given(counted, spans)
def test_free_is_what_a_count_minute_by_minute_finds(stock: Stock, asked: tuple[int, int]) -> None:
    assert stock.supply().free(between(*asked)) == stock.peak(*asked)


@quickly
@given(counted, spans)
def test_the_spans_in_excess_are_the_minutes_below_zero(
    stock: Stock, asked: tuple[int, int]
) -> None:
    found = {
        int((span.starts_at - START) / MINUTE) + minute: missing
        for span, missing in excess(stock.supply(), between(*asked))
        for minute in range(int(span.length / MINUTE))
    }

    assert found == {
        minute: -stock.left(minute) for minute in range(*asked) if stock.left(minute) < 0
    }


@quickly
@given(
    st.lists(counted.map(lambda stock: replace(stock, moves=((-9, 9), *stock.moves))), max_size=3),
    st.lists(st.tuples(spans, st.integers(1, 9), st.integers(0, 3), st.integers(0, 3)), max_size=4),
    st.one_of(st.none(), st.integers(0, 2)),
    st.booleans(),
)
def test_wants_are_placed_one_after_the_other_as_the_minutes_allow(
    depots: list[Stock], asked: list[tuple], preferred: int | None, anyway: bool
) -> None:
    wants = [
        Want(CHAIRS, quantity, between(*span), before * MINUTE, after * MINUTE, preferred)
        for span, quantity, before, after in asked
    ]
    supplies = {CHAIRS: [stock.supply(rank) for rank, stock in enumerate(depots)]}

    outcome = fit(wants, supplies, anyway=anyway)

    short = []
    for want, (span, quantity, before, after), places in zip(
        wants, asked, outcome.places, strict=True
    ):
        held = (span[0] - before, span[1] + after)
        free = [stock.peak(*held) for stock in depots]
        if sum(free) < quantity and not (anyway and depots):
            short.append((want, sum(free)))
            assert places == []
            continue
        assert sum(place.quantity for place in places) == quantity
        assert sum(place.beyond for place in places) == max(0, quantity - sum(free))
        for place in places:
            assert place.quantity > 0
            assert 0 <= place.quantity - place.beyond <= free[place.stock_id]
            depots[place.stock_id] = depots[place.stock_id].lent(Loan(*held, place.quantity))
    assert outcome.shortages == short


def test_an_item_unknown_has_nothing_free_even_anyway() -> None:
    wanted = Want(CHAIRS, 1, between(0, 5))

    assert fit([wanted], {}).shortages == [(wanted, 0)]
    assert fit([wanted], {CHAIRS: []}, anyway=True).shortages == [(wanted, 0)]


def due_between(before: int = 0, after: int = 0) -> Due:
    """Return a control due at hour 10, with some preparation around each loan."""
    at = between(10, 11).starts_at
    return Due(at - before * MINUTE, at + after * MINUTE)


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        pytest.param(0, 9, 5, id="after the loan"),
        pytest.param(0, 10, 5, id="at its end"),
        pytest.param(0, 11, 0, id="inside"),
        pytest.param(9, 12, 0, id="inside, a short one"),
        pytest.param(10, 20, 5, id="at its start: it is owed before"),
        pytest.param(12, 20, 5, id="before the loan"),
    ],
)
def test_a_stock_is_at_home_for_its_control(first: int, last: int, free: int) -> None:
    stock = replace(supply(quantity=5), dues=(due_between(),))

    assert stock.free(between(first, last)) == free


@pytest.mark.parametrize(("after", "free"), [(1, 0), (2, 1)])
def test_the_control_may_be_made_while_it_dries(after: int, free: int) -> None:
    """What is held until minute 12 is back at minute 10 when it dries for two."""
    stock = replace(supply(quantity=1), dues=(due_between(after=after),))

    assert stock.free(between(0, 12)) == free


@pytest.mark.parametrize(
    ("dues", "first", "free"),
    [
        pytest.param((True, False), 0, 1, id="one of two is due inside"),
        pytest.param((True, True), 0, 0, id="both are"),
        pytest.param((True, True), 10, 2, id="both are due before"),
    ],
)
def test_a_copy_that_falls_due_inside_a_loan_serves_others(
    dues: tuple[bool, ...], first: int, free: int
) -> None:
    hand = tuple(Copy(unit, (due_between(),) if due else ()) for unit, due in enumerate(dues, 1))
    stock = replace(supply(quantity=2), copies=hand)

    assert stock.free(between(first, 20)) == free
