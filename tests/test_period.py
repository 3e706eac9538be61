"""Spans of time: half-open, aware, never empty."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.period import Period

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
MONDAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def days(zone: ZoneInfo, first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    """Return the period between two local midnights."""
    return Period(datetime(*first, tzinfo=zone), datetime(*last, tzinfo=zone))


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        ((2026, 3, 28), (2026, 3, 30), 47),
        ((2026, 10, 24), (2026, 10, 26), 49),
        ((2026, 6, 6), (2026, 6, 8), 48),
    ],
)
def test_a_weekend_lasts_what_the_clock_makes_of_it(
    first: tuple[int, int, int], last: tuple[int, int, int], hours: int
) -> None:
    weekend = days(PARIS, first, last)

    assert weekend.length == hours * HOUR
    assert weekend.whole_days(PARIS)


def test_moving_by_days_keeps_the_hours_on_the_wall() -> None:
    friday = Period(
        datetime(2026, 3, 27, 14, tzinfo=PARIS), datetime(2026, 3, 28, 10, tzinfo=PARIS)
    )

    moved = friday.shifted(7, PARIS)

    assert moved.starts_at.astimezone(PARIS) == datetime(2026, 4, 3, 14, tzinfo=PARIS)
    assert moved.starts_at - friday.starts_at == timedelta(days=7) - HOUR


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (MONDAY.replace(tzinfo=None), MONDAY + HOUR),
        (MONDAY, (MONDAY + HOUR).replace(tzinfo=None)),
        (MONDAY, MONDAY),
        (MONDAY, MONDAY - HOUR),
        (MONDAY, MONDAY.astimezone(PARIS)),
        (datetime(2026, 3, 29, 2, tzinfo=PARIS), datetime(2026, 3, 29, 3, tzinfo=PARIS)),
    ],
    ids=["naive start", "naive end", "empty", "backwards", "empty across zones", "skipped hour"],
)
def test_naive_and_empty_periods_are_refused(starts_at: datetime, ends_at: datetime) -> None:
    with pytest.raises(ValueError, match="a period"):
        Period(starts_at, ends_at)


def test_the_hour_that_comes_twice_in_october_can_be_lent() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)

    assert Period(first, first.replace(fold=1)).length == HOUR


def test_ends_are_kept_in_utc() -> None:
    period = Period(MONDAY.astimezone(REUNION), (MONDAY + HOUR).astimezone(PARIS))

    assert period == Period(MONDAY, MONDAY + HOUR)
    assert period.starts_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [(-2, -1, False), (-2, 0, False), (-1, 1, True), (0, 2, True), (1, 3, True), (2, 3, False)],
)
def test_periods_that_touch_do_not_overlap(start: int, end: int, overlaps: bool) -> None:
    held = Period(MONDAY, MONDAY + 2 * HOUR)
    other = Period(MONDAY + start * HOUR, MONDAY + end * HOUR)

    assert held.overlaps(other) is overlaps
    assert other.overlaps(held) is overlaps


def test_widening_adds_on_both_sides() -> None:
    assert Period(MONDAY, MONDAY + HOUR).widened(HOUR, 2 * HOUR) == Period(
        MONDAY - HOUR, MONDAY + 3 * HOUR
    )


def test_whole_days_are_read_where_the_territory_lives() -> None:
    weekend = days(REUNION, (2026, 6, 6), (2026, 6, 8))

    assert weekend.whole_days(REUNION)
    assert not weekend.whole_days(PARIS)
    assert not Period(weekend.starts_at, weekend.ends_at + HOUR).whole_days(REUNION)
