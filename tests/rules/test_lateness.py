"""When a return is asked for: by the days of the pool, never before seven, never twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.handling import REMIND_DAYS
from booking.rules.lateness import Out, days_late, return_day, step

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MINUTE = timedelta(minutes=1)
LEFT = datetime(2026, 11, 2, 9, 0, tzinfo=PARIS)
BACK = datetime(2026, 11, 20, 18, 0, tzinfo=PARIS)


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = PARIS) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(18, 6, 59), None),
        (at(18, 7), -2),
        (at(19, 23), -2),
        (at(20, 6, 59), -2),
        (at(20, 7), 0),
        (at(21, 7), 1),
        (at(23, 6, 59), 1),
        (at(23, 7), 3),
        (at(30, 12), 3),
    ],
)
def test_a_return_is_asked_for_from_seven_on_each_day_of_the_rule(
    now: datetime, expected: int | None
) -> None:
    assert step(REMIND_DAYS, Out(BACK, LEFT), now, PARIS) == expected


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        (at(18, 7, 5), at(18, 7, 10), None),
        (at(18, 7, 5), at(20, 6, 59), None),
        (at(18, 7, 5), at(20, 7, 1), 0),
        (at(23, 7, 1), at(30, 7, 1), None),
        (at(18, 14), at(18, 15), None),
        (at(18, 6, 30), at(18, 7), -2),
    ],
)
def test_no_step_is_taken_twice_nor_one_passed_before_it_left(
    told: datetime, now: datetime, expected: int | None
) -> None:
    assert step(REMIND_DAYS, Out(BACK, told), now, PARIS) == expected


def test_a_pool_without_a_rule_asks_for_nothing() -> None:
    assert step((), Out(BACK, LEFT), at(30, 12), PARIS) is None


def test_after_an_extension_the_steps_are_those_of_the_new_day() -> None:
    later = Out(BACK + timedelta(days=5), at(20, 7, 1))

    assert step(REMIND_DAYS, later, at(21, 8), PARIS) is None
    assert step(REMIND_DAYS, later, at(23, 7), PARIS) == -2


def test_a_whole_day_that_ends_at_midnight_is_returned_on_that_day() -> None:
    midnight = datetime(2026, 11, 21, 0, 0, tzinfo=PARIS)

    assert return_day(midnight, PARIS).day == 20
    assert return_day(midnight + MINUTE, PARIS).day == 21
    assert step((0,), Out(midnight, LEFT), at(20, 7), PARIS) == 0
    assert days_late(midnight, midnight + MINUTE, PARIS) == 1


def test_seven_o_clock_is_that_of_the_territory() -> None:
    back = datetime(2026, 11, 20, 18, 0, tzinfo=REUNION)

    assert step((0,), Out(back, LEFT), datetime(2026, 11, 20, 3, 0, tzinfo=UTC), REUNION) == 0
    assert step((0,), Out(back, LEFT), datetime(2026, 11, 20, 2, 59, tzinfo=UTC), REUNION) is None


@pytest.mark.parametrize(
    ("back", "seven"),
    [
        (datetime(2026, 3, 28, 18, 0, tzinfo=PARIS), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 18, 0, tzinfo=PARIS), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_day_the_hour_changes_the_clock_on_the_wall_counts(
    back: datetime, seven: datetime
) -> None:
    out = Out(back, back - timedelta(days=9))

    assert step((1,), out, seven - MINUTE, PARIS) is None
    assert step((1,), out, seven, PARIS) == 1
    assert days_late(back, seven, PARIS) == 1


@pytest.mark.parametrize(
    ("now", "days"),
    [(BACK, 0), (at(20, 23, 59), 0), (at(21, 0), 1), (at(22, 12), 2), (at(2, 9), 0)],
)
def test_lateness_is_counted_in_days_of_the_calendar(now: datetime, days: int) -> None:
    assert days_late(BACK, now, PARIS) == days
