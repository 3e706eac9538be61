"""When else it would fit, against a trial of every day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.period import Period
from booking.rules import sweep
from booking.rules.availability import Claim, Supplies, Supply, Want, fit
from booking.rules.copies import Copy
from booking.rules.sweep import NEAR, alternatives, starts
from tests.rules.naive import quickly

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
GUADELOUPE = ZoneInfo("America/Guadeloupe")
CHAIRS, TABLES, DRONE = 7, 8, 9
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO, FAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
EVER = Period(LONG_AGO, FAR)
MARCH = datetime(2026, 3, 20, tzinfo=UTC)
"""A Friday, nine days before the clocks change."""


def hours(first: int, last: int) -> Period:
    """Return a period between two hours of the calendar."""
    return Period(MARCH + first * HOUR, MARCH + last * HOUR)


def ten(*claims: tuple[Period, int], stock_id: int = 1) -> Supply:
    """Return ten of something, bought long ago, with what is taken of it."""
    return Supply(stock_id, ((LONG_AGO, 10),), tuple(Claim(*each) for each in claims))


def day_of(period: Period, asked: Period, zone: ZoneInfo) -> int:
    """Return how many days later a period starts, by the wall."""
    first, second = (each.starts_at.astimezone(zone).date() for each in (asked, period))
    return (second - first).days


def found_by_trial(
    wants: Sequence[Want], supplies: Supplies, zone: ZoneInfo, allowed: Period
) -> list[Period]:
    """Return the alternatives, each day being tried from the nearest on."""

    def nearest(days: Iterable[int]) -> Period | None:
        for day in days:
            try:
                period = wants[0].period.shifted(day, zone)
            except ValueError:
                continue
            moved = [replace(want, period=period) for want in wants]
            inside = allowed.starts_at <= moved[0].period.starts_at < allowed.ends_at
            if inside and not fit(moved, supplies).shortages:
                return moved[0].period
        return None

    series = [
        range(sign * step, sign * (NEAR + 1), sign * step) for sign in (1, -1) for step in (1, 7)
    ]
    return sorted({period for period in map(nearest, series) if period})


grid = st.integers(-30, 40).map(lambda half: 12 * half)
"""Hours, at which loans begin and end: many of them touch."""
lengths = st.sampled_from((12, 24, 36, 48, 120))
claims = st.lists(
    st.builds(
        lambda first, length, quantity: Claim(hours(first, first + length), quantity),
        *(grid, lengths, st.integers(1, 6)),
    ),
    max_size=8,
)
changes = st.lists(
    st.builds(lambda hour, quantity: (MARCH + hour * HOUR, quantity), grid, st.integers(-3, 6)),
    max_size=2,
)


def drones(taken: Iterable[tuple[int, int, int | None]], back: int, anyway: bool) -> Supply:
    """Return three copies, the third bought later, and what is taken of them, if need be beyond."""
    bought = MARCH + back * HOUR
    lost = Period(bought - 7 * DAY, bought - 5 * DAY)
    hand = (Copy(1, (lost,)), Copy(2), Copy(3, (Period(LONG_AGO, bought),)))
    stock = Supply(5, ((LONG_AGO, 2), (bought, 1)), copies=hand)
    for first, length, unit in taken:
        period = hours(first, first + length)
        if anyway or (stock.spares(unit, period) if unit else stock.free(period)):
            stock = stock.taken(Claim(period, 1, unit))
    return stock


chairs = st.lists(st.tuples(claims, changes), min_size=1, max_size=2).map(
    lambda depots: [
        Supply(rank, ((LONG_AGO, 6), *moved), tuple(taken))
        for rank, (taken, moved) in enumerate(depots)
    ]
)
copies = st.builds(
    lambda taken, back, anyway: [drones(taken, back, anyway)],
    st.lists(st.tuples(grid, lengths, st.sampled_from((None, 1, 2, 3))), max_size=8),
    *(grid, st.booleans()),
)
preparation = st.sampled_from((0, 6, 12, 48)).map(lambda count: count * HOUR)
soon = st.just(hours(0, 12))
seats = st.builds(Want, st.just(CHAIRS), st.integers(1, 7), soon, preparation, preparation)
flight = st.builds(Want, st.just(DRONE), st.just(1), soon, preparation, preparation)
pinned = st.builds(lambda want, unit: replace(want, unit_id=unit), flight, st.sampled_from((1, 3)))
wanted = st.lists(st.one_of(seats, flight, pinned), min_size=1, max_size=2)
asked_periods = st.builds(
    lambda first, length: hours(first, first + length),
    *(st.sampled_from((0, 6, 12, 13, 36)), st.sampled_from((1, 6, 12, 24, 60))),
)


@quickly
@given(
    wanted,
    chairs,
    copies,
    asked_periods,
    st.lists(st.integers(-900, 900), min_size=20, max_size=30),
)
def test_a_loan_fits_by_its_start_as_when_it_is_tried(
    wants: list[Want],
    seated: list[Supply],
    flying: list[Supply],
    asked: Period,
    quarters: list[int],
) -> None:
    supplies = {CHAIRS: seated, DRONE: flying}
    found = starts(wants, supplies, asked.length, hours(-300, 300))

    for quarter in quarters:
        start = MARCH + quarter * HOUR / 3
        moved = [replace(want, period=Period(start, start + asked.length)) for want in wants]
        assert found.fits(start) == (not fit(moved, supplies).shortages)


@settings(quickly, max_examples=100)
@given(
    *(wanted, chairs, copies, asked_periods),
    st.sampled_from((PARIS, REUNION, GUADELOUPE)),
    st.one_of(st.just(EVER), st.builds(lambda a, b: hours(a, a + b), grid, st.integers(1, 400))),
)
def test_alternatives_are_those_found_by_trying_every_day(
    wants: list[Want],
    seated: list[Supply],
    flying: list[Supply],
    asked: Period,
    zone: ZoneInfo,
    allowed: Period,
) -> None:
    supplies = {CHAIRS: seated, DRONE: flying}
    wants = [replace(want, period=asked) for want in wants]

    found = alternatives(wants, supplies, zone, allowed)

    assert found == found_by_trial(wants, supplies, zone, allowed)
    assert asked not in found


@pytest.mark.parametrize(
    ("friday", "zone"),
    [
        ((2026, 3, 27), PARIS),
        ((2026, 10, 23), PARIS),
        ((2026, 6, 5), PARIS),
        ((2027, 1, 1), PARIS),
        ((2026, 3, 27), REUNION),
        ((2026, 10, 23), GUADELOUPE),
    ],
)
def test_alternatives_are_the_nearest_and_those_on_the_same_days(
    friday: tuple[int, int, int], zone: ZoneInfo
) -> None:
    starts_at = datetime(*friday, 14, tzinfo=zone)
    taken = Period(starts_at, starts_at + timedelta(days=2, hours=20))

    found = alternatives([Want(CHAIRS, 10, taken)], {CHAIRS: [ten((taken, 1))]}, zone, EVER)

    walls = [(each.starts_at.astimezone(zone), each.ends_at.astimezone(zone)) for each in found]
    assert [day_of(each, taken, zone) for each in found] == [-7, -3, 3, 7]
    assert {(start.hour, end.hour) for start, end in walls} == {(14, 10)}


def test_the_nearest_may_be_on_the_same_days() -> None:
    asked = hours(0, 12)
    stock = ten((hours(-6 * 24, 6 * 24 + 12), 1))
    found = alternatives([Want(CHAIRS, 10, asked)], {CHAIRS: [stock]}, REUNION, EVER)

    assert [day_of(each, asked, REUNION) for each in found] == [-7, 7]


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [(0, 0, [-1, 2]), (1, 0, [-1, 3]), (0, 1, [-2, 2]), (1, 1, [-2, 3])],
)
def test_what_touches_a_loan_is_accepted_preparation_included(
    before: int, after: int, days: list[int]
) -> None:
    """Taken from the end of one day asked to the start of another, to the hour."""
    asked, stock = hours(0, 12), ten((hours(-12, 48), 1))
    want = Want(CHAIRS, 10, asked, before * HOUR, after * HOUR)

    found = alternatives([want], {CHAIRS: [stock]}, REUNION, EVER)

    assert [day for day in (day_of(each, asked, REUNION) for each in found) if day % 7] == days


def test_alternatives_start_within_what_is_allowed() -> None:
    asked, stock = hours(0, 12), ten((hours(0, 12), 1))

    def days(first: int, last: int) -> list[int]:
        allowed = hours(first, last)
        found = alternatives([Want(CHAIRS, 10, asked)], {CHAIRS: [stock]}, REUNION, allowed)
        return [day_of(each, asked, REUNION) for each in found]

    assert days(0, 24 * 8) == [1, 7]
    assert days(0, 24 * 7 + 1) == [1, 7]
    assert days(0, 24 * 7) == [1]
    assert days(-24 * 7, 24) == [-7, -1]
    assert days(-24 * 7 + 1, 25) == [-1, 1]
    assert days(1, 24) == []


def test_alternatives_are_not_sought_far() -> None:
    def days(taken: Period, first: int = 0, zone: ZoneInfo = REUNION) -> list[int]:
        asked = hours(first, first + 12)
        found = alternatives([Want(CHAIRS, 10, asked)], {CHAIRS: [ten((taken, 1))]}, zone, EVER)
        return [day_of(each, asked, zone) for each in found]

    winter = -110 * 24  # sixty days before, the clocks are an hour ahead
    assert days(hours(-9999, NEAR * 24)) == [NEAR]
    assert days(hours(winter - NEAR * 24 + 12, 9999), winter, PARIS) == [-NEAR]
    assert days(hours(-9999, NEAR * 24 + 1)) == []
    assert days(hours(-9999, 50 * 24)) == [50, 56]


def test_every_line_fits_an_alternative() -> None:
    asked = hours(0, 5)
    stocks = {
        CHAIRS: [ten((hours(24, 29), 1), (hours(0, 5), 1))],
        TABLES: [ten((hours(-24, -19), 10), stock_id=2)],
    }

    found = alternatives([Want(CHAIRS, 10, asked), Want(TABLES, 2, asked)], stocks, REUNION, EVER)

    assert [day_of(each, asked, REUNION) for each in found] == [-7, -2, 2, 7]


def test_what_never_fits_has_no_alternative() -> None:
    assert alternatives([Want(CHAIRS, 11, hours(0, 5))], {CHAIRS: [ten()]}, PARIS, EVER) == []
    assert alternatives([Want(TABLES, 1, hours(0, 5))], {CHAIRS: [ten()]}, PARIS, EVER) == []


def test_an_hour_that_the_clock_skips_is_no_alternative_and_no_failure() -> None:
    asked = Period(datetime(2026, 3, 28, 2, tzinfo=PARIS), datetime(2026, 3, 28, 3, tzinfo=PARIS))

    found = alternatives([Want(CHAIRS, 10, asked)], {CHAIRS: [ten((asked, 1))]}, PARIS, EVER)

    assert [day_of(each, asked, PARIS) for each in found] == [-7, -1, 2, 7]
    assert {each.length for each in found} == {HOUR}


@pytest.mark.parametrize(
    ("friday", "elapsed"), [((2026, 3, 20), 47), ((2026, 10, 16), 49), ((2026, 6, 5), 48)]
)
def test_a_weekend_is_tried_for_as_long_as_it_lasts(
    friday: tuple[int, int, int], elapsed: int
) -> None:
    """Free from the first midnight to the second, whatever the clocks do between them."""
    asked_from = datetime(*friday, tzinfo=PARIS) + DAY
    asked = Period(asked_from, asked_from + 2 * DAY)
    next_week = Period(asked_from + 7 * DAY, asked_from + 9 * DAY)
    taken = ((Period(LONG_AGO, next_week.starts_at), 1), (Period(next_week.ends_at, FAR), 1))

    found = alternatives([Want(CHAIRS, 10, asked)], {CHAIRS: [ten(*taken)]}, PARIS, EVER)

    assert found == [next_week]
    assert next_week.length == elapsed * HOUR


def test_a_stretch_is_judged_once_whatever_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    monkeypatch.setattr(sweep, "fit", lambda *each: tried.append(1) or fit(*each))
    stock = ten(*[(hours(24 * day, 24 * day + 12), 1) for day in range(-20, 20)])

    alternatives([Want(CHAIRS, 11, hours(0, 12))], {CHAIRS: [stock]}, REUNION, EVER)

    assert len(tried) <= 2 * (4 * 40 + 2 + 2)
    near = starts([Want(CHAIRS, 1, hours(0, 9))], {CHAIRS: [stock]}, HOUR, hours(14, 20))
    assert near.marks == [MARCH + 14 * HOUR, MARCH + 20 * HOUR]  # what is further off is not read
