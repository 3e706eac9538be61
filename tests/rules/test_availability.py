"""How many are free, against every way two periods can meet."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.period import Period
from booking.rules.availability import Supply, Want, alternatives, fit, spread_over

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 6, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
EVER = Period(LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC))
CHAIRS = 7
quickly = settings(max_examples=150, deadline=None, database=None, derandomize=True)


def hours(first: int, last: int) -> Period:
    """Return a period between two hours of the same calendar."""
    return Period(START + timedelta(hours=first), START + timedelta(hours=last))


def supply(*claims: tuple[Period, int], quantity: int = 10, stock_id: int = 1) -> Supply:
    """Return a stock bought long ago, with what is taken of it."""
    return Supply(stock_id, ((LONG_AGO, quantity),), claims)


def local(*parts: int) -> datetime:
    """Return an instant on the wall of Paris."""
    year, month, day, hour = parts
    return datetime(year, month, day, hour, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("asked", "free"),
    [
        (hours(0, 5), 10),
        (hours(0, 10), 10),
        (hours(0, 11), 4),
        (hours(5, 15), 4),
        (hours(12, 15), 4),
        (hours(10, 15), 4),
        (hours(10, 20), 4),
        (hours(15, 20), 4),
        (hours(15, 25), 4),
        (hours(5, 25), 4),
        (hours(19, 25), 4),
        (hours(20, 25), 10),
        (hours(22, 25), 10),
    ],
    ids=lambda case: str(case) if isinstance(case, int) else f"{case.starts_at:%dd%H}",
)
def test_only_what_overlaps_is_taken(asked: Period, free: int) -> None:
    assert supply((hours(10, 20), 6)).free(asked) == free


def test_loans_that_follow_each_other_take_the_peak_not_the_sum() -> None:
    stock = supply((hours(0, 10), 6), (hours(10, 20), 6), (hours(12, 14), 3))

    assert stock.free(hours(0, 20)) == 1
    assert stock.free(hours(0, 12)) == 4


def test_nothing_is_free_before_the_first_purchase() -> None:
    bought = Supply(1, ((START, 10),))

    assert bought.free(hours(-2, -1)) == 0
    assert bought.free(hours(-1, 1)) == 0
    assert bought.free(hours(0, 1)) == 10


def test_a_loss_counts_from_its_date_on() -> None:
    stock = Supply(1, ((LONG_AGO, 10), (START + timedelta(hours=5), -4)))

    assert stock.free(hours(0, 5)) == 10
    assert stock.free(hours(0, 6)) == 6
    assert stock.in_service(START) == 10
    assert stock.in_service(START + timedelta(hours=5)) == 6


def test_what_arrives_during_a_loan_does_not_serve_it() -> None:
    stock = Supply(1, ((LONG_AGO, 2), (START + timedelta(hours=5), 8)))

    assert stock.free(hours(0, 10)) == 2
    assert stock.free(hours(5, 10)) == 10


def test_free_is_never_below_zero() -> None:
    assert supply((hours(0, 10), 12)).free(hours(0, 10)) == 0


@pytest.mark.parametrize(
    ("before", "after", "fits"),
    [(0, 0, True), (5, 0, True), (6, 0, False), (0, 5, True), (0, 6, False), (5, 5, True)],
)
def test_preparation_is_held_on_both_sides(before: int, after: int, fits: bool) -> None:
    stock = supply((hours(0, 5), 10), (hours(25, 30), 10))
    tent = Want(CHAIRS, 1, hours(10, 20), timedelta(hours=before), timedelta(hours=after))

    assert (not fit([tent], {CHAIRS: [stock]}).shortages) is fits


claims = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 15), st.integers(1, 6)).map(
        lambda drawn: (hours(drawn[0], drawn[0] + drawn[1]), drawn[2])
    ),
    max_size=8,
)
movements = st.lists(st.tuples(st.integers(-5, 45), st.integers(-4, 8)), max_size=6)


@quickly
@given(claims, movements, st.integers(0, 40), st.integers(1, 20))
def test_the_peak_is_what_an_hour_by_hour_count_finds(
    taken: list[tuple[Period, int]], moved: list[tuple[int, int]], first: int, length: int
) -> None:
    stock = Supply(1, tuple((START + timedelta(hours=at), n) for at, n in moved), tuple(taken))
    hourly = [
        sum(quantity for at, quantity in moved if at <= hour)
        - sum(quantity for period, quantity in taken if period.overlaps(hours(hour, hour + 1)))
        for hour in range(first, first + length)
    ]

    assert stock.free(hours(first, first + length)) == max(0, min(hourly))


@quickly
@given(claims, st.integers(0, 40), st.integers(1, 20))
def test_what_fits_is_free_and_what_does_not_is_not(
    taken: list[tuple[Period, int]], first: int, length: int
) -> None:
    asked = hours(first, first + length)
    stock = supply(*taken)
    free = stock.free(asked)

    assert not fit([Want(CHAIRS, free, asked)], {CHAIRS: [stock]}).shortages
    too_many = fit([Want(CHAIRS, free + 1, asked)], {CHAIRS: [stock]})
    assert [left for _, left in too_many.shortages] == [free]


@pytest.mark.parametrize(
    ("free", "quantity", "preferred", "spread"),
    [
        ({1: 5, 2: 9}, 4, None, {1: 4}),
        ({1: 5, 2: 9}, 4, 2, {2: 4}),
        ({1: 5, 2: 9}, 6, None, {2: 6}),
        ({1: 5, 2: 9}, 6, 1, {2: 6}),
        ({1: 5, 2: 9}, 12, None, {2: 9, 1: 3}),
        ({1: 5, 2: 9}, 12, 1, {1: 5, 2: 7}),
        ({1: 0, 2: 9}, 9, None, {2: 9}),
        ({1: 2, 2: 5, 3: 4}, 9, None, {2: 5, 3: 4}),
        ({1: 5, 2: 4, 3: 6}, 10, 2, {2: 4, 3: 6}),
        ({1: 5, 2: 4, 3: 6}, 11, 2, {3: 6, 1: 5}),
    ],
)
def test_the_fewest_depots_then_the_one_preferred_then_the_fullest(
    free: dict[int, int], quantity: int, preferred: int | None, spread: dict[int, int]
) -> None:
    assert spread_over(free, quantity, preferred) == spread


@quickly
@given(
    st.dictionaries(st.integers(1, 5), st.integers(0, 9), min_size=1),
    st.integers(1, 30),
    st.one_of(st.none(), st.integers(1, 5)),
)
def test_a_spread_is_whole_and_opens_no_needless_depot(
    free: dict[int, int], quantity: int, preferred: int | None
) -> None:
    quantity = min(quantity, sum(free.values()))
    if not quantity:
        return

    spread = spread_over(free, quantity, preferred)

    assert sum(spread.values()) == quantity
    assert all(0 < share <= free[stock] for stock, share in spread.items())
    fewest = next(
        count
        for count in range(1, len(free) + 1)
        if any(sum(depots) >= quantity for depots in combinations(free.values(), count))
    )
    assert len(spread) == fewest


def test_a_want_sees_what_those_before_it_took() -> None:
    stock = supply(quantity=10)
    wants = [
        Want(CHAIRS, 6, hours(0, 5)),
        Want(CHAIRS, 6, hours(4, 8)),
        Want(CHAIRS, 4, hours(4, 8)),
    ]

    outcome = fit(wants, {CHAIRS: [stock]})

    assert outcome.shortages == [(wants[1], 4)]
    assert outcome.spreads == [{1: 6}, {1: 4}]


def test_an_item_is_the_sum_of_its_depots() -> None:
    stocks = [supply((hours(0, 9), 10)), supply(quantity=4, stock_id=2)]

    outcome = fit([Want(CHAIRS, 5, hours(0, 5))], {CHAIRS: stocks})

    assert [free for _, free in outcome.shortages] == [4]


def test_an_unknown_item_has_nothing_free() -> None:
    wanted = Want(CHAIRS, 1, hours(0, 5))

    assert fit([wanted], {}).shortages == [(wanted, 0)]


@pytest.mark.parametrize(
    "friday", [(2026, 3, 27), (2026, 10, 23), (2026, 6, 5)], ids=["spring", "autumn", "june"]
)
def test_alternatives_are_the_nearest_at_the_same_local_hours(friday: tuple[int, int, int]) -> None:
    starts_at = local(*friday, 14)
    taken = Period(starts_at, starts_at + timedelta(days=2, hours=20))
    wanted = Want(CHAIRS, 10, taken)

    found = alternatives([wanted], {CHAIRS: [supply((taken, 1))]}, PARIS, EVER)

    walls = [(each.starts_at.astimezone(PARIS), each.ends_at.astimezone(PARIS)) for each in found]
    assert [(start.date() - starts_at.date()).days for start, _ in walls] == [-3, 3, 4]
    assert {(start.hour, end.hour) for start, end in walls} == {(14, 10)}


def test_alternatives_never_begin_too_early() -> None:
    taken = hours(0, 5)
    wanted = Want(CHAIRS, 10, taken)

    found = alternatives(
        [wanted], {CHAIRS: [supply((taken, 1))]}, PARIS, Period(taken.starts_at, EVER.ends_at)
    )

    assert [(each.starts_at - START).days for each in found] == [1, 2, 3]


def test_every_line_fits_an_alternative() -> None:
    tables = 8
    chairs, table = Want(CHAIRS, 10, hours(0, 5)), Want(tables, 2, hours(0, 5))
    stocks = {
        CHAIRS: [supply((hours(24, 29), 1), (hours(0, 5), 1))],
        tables: [supply((hours(-24, -19), 10), stock_id=2)],
    }

    found = alternatives([chairs, table], stocks, PARIS, EVER, most=2)

    assert [(each.starts_at - START).days for each in found] == [-2, 2]


def test_what_never_fits_has_no_alternative() -> None:
    assert alternatives([Want(CHAIRS, 11, hours(0, 5))], {CHAIRS: [supply()]}, PARIS, EVER) == []


def test_an_hour_that_the_clock_skips_is_no_alternative_and_no_failure() -> None:
    taken = Period(local(2026, 3, 28, 2), local(2026, 3, 28, 3))
    wanted = Want(CHAIRS, 10, taken)

    found = alternatives([wanted], {CHAIRS: [supply((taken, 1))]}, PARIS, EVER)

    assert Counter(each.length for each in found) == {timedelta(hours=1): 3}
