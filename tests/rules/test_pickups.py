"""Around an event, things are fetched and brought back when the depots are open."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from booking.period import Period
from booking.rules.opening import Calendar, Closed, Place, Slot
from booking.rules.pickups import Days, propose

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OFFICE = tuple(
    Slot(weekday, *hours)
    for weekday in range(5)
    for hours in ((time(8), time(12)), (time(13, 30), time(16, 30)))
)
MAING = Place("Maing", OFFICE)
ANYTIME = Place("Hergnies")
MORNINGS = Place("Artres", tuple(Slot(weekday, time(9), time(11)) for weekday in (0, 2)))
EVENINGS = Place("Monchaux", (Slot(1, time(18), time(20)), Slot(3, time(18), time(20))))


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    """Return a local instant of 2027; the 12th of June is a Saturday."""
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS)


def days(*places: Place, **facts: object) -> Days:
    return Days(Calendar(**facts), places, PARIS)  # type: ignore[arg-type]


def proposed(
    found: Days, event: tuple[datetime, datetime], earliest: datetime = LONG_AGO
) -> object:
    period = propose(found, Period(*event), earliest)
    return tuple(each.astimezone(PARIS) for each in (period.starts_at, period.ends_at))


SATURDAY = (at(12, 14), at(12, 23))


@pytest.mark.parametrize(
    ("places", "event", "expected"),
    [
        ([MAING], SATURDAY, (at(11, 16, 30), at(14, 8))),
        ([MAING], (at(9, 14), at(9, 15)), (at(9, 14), at(9, 15))),  # open meanwhile
        ([MAING], (at(9, 13), at(9, 17)), (at(9, 12), at(10, 8))),
        ([MAING], (at(9, 7), at(9, 12)), (at(8, 16, 30), at(9, 12))),
        ([ANYTIME], SATURDAY, (at(12, 8), at(13, 8))),  # at 23 h nobody is called
        ([ANYTIME], (at(12, 14), at(12, 17)), (at(12, 8), at(12, 18))),
        ([ANYTIME], (at(12, 6), at(12, 17)), (at(11, 18), at(12, 18))),
        ([ANYTIME], (at(12, 0), at(13, 0)), (at(11, 18), at(13, 8))),  # a whole day
        ([MAING, ANYTIME], SATURDAY, (at(11, 16, 30), at(14, 8))),
        ([MAING, MORNINGS], SATURDAY, (at(9, 11), at(14, 9))),
        ([MORNINGS, EVENINGS], SATURDAY, (at(9, 11), at(15, 18))),  # one after the other
        ([], SATURDAY, (at(12, 8), at(13, 8))),
    ],
)
def test_the_last_open_moment_before_and_the_first_after_are_proposed(
    places: Sequence[Place], event: tuple[datetime, datetime], expected: object
) -> None:
    assert proposed(days(*places), event) == expected


def test_a_closed_day_and_a_public_holiday_are_passed_over() -> None:
    closed = Place("Maing", OFFICE, (Closed(date(2027, 6, 11), date(2027, 6, 11)),))
    pentecost = (at(15, 14, month=5), at(16, 12, month=5))  # the Monday after is a holiday

    assert proposed(days(closed), SATURDAY) == (at(10, 16, 30), at(14, 8))
    assert proposed(days(MAING), pentecost) == (at(14, 16, 30, month=5), at(18, 8, month=5))
    assert proposed(days(MAING, open_on_holidays=True), pentecost) == (
        at(14, 16, 30, month=5),
        at(17, 8, month=5),
    )


def test_where_nobody_is_open_for_weeks_the_event_itself_stands() -> None:
    shut = Place("Maing", OFFICE, (Closed(date(2027, 5, 1), date(2027, 7, 31)),))

    assert proposed(days(shut), SATURDAY) == SATURDAY


def test_the_notice_is_respected_where_the_hours_are_free() -> None:
    assert proposed(days(ANYTIME), SATURDAY, at(12, 10)) == (at(12, 10), at(13, 8))
    assert proposed(days(ANYTIME), SATURDAY, at(20, 8)) == (at(12, 14), at(13, 8))


def test_an_hour_stays_the_same_on_the_wall_when_clocks_change() -> None:
    weekend = (at(27, 14, month=3), at(28, 14, month=3))  # the clocks go forward that night

    assert proposed(days(MAING), weekend) == (at(26, 16, 30, month=3), at(30, 8, month=3))
