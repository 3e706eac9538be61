"""When a loan takes place as calendars show it: as agreed, until something passes the counter."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.period import Period

LENGTH = timedelta(minutes=30)
"""How long a hand-over or a return is shown to take."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Passed:
    """When a loan left, and when all of it was back; None while it has not."""

    handed_over_at: datetime | None = None
    returned_at: datetime | None = None


NOTHING = Passed()
"""Of what waits to leave."""


def span(agreed: Period, passed: Passed) -> Period:
    """Return when a loan takes place: what passed the counter tells it, else what was agreed.

    What leaves at its end, or is back at once, lasts as long as a call: readers want an end.
    """
    if passed == NOTHING:
        return agreed
    starts_at = passed.handed_over_at or agreed.starts_at
    ends_at = passed.returned_at or agreed.ends_at
    return Period(starts_at, max(ends_at, starts_at + LENGTH))


def calls(agreed: Period, passed: Passed, zone: ZoneInfo) -> tuple[Period, Period]:
    """Return when things are fetched, and when they are brought back: when they were, if they were.

    Else at the hour agreed, or on the day when none was said.
    """
    fetched, brought = _days(agreed, zone) if agreed.whole_days(zone) else _hours(agreed, zone)
    return _call(passed.handed_over_at) or fetched, _call(passed.returned_at) or brought


def _call(at: datetime | None) -> Period | None:
    return Period(at, at + LENGTH) if at else None


def _days(agreed: Period, zone: ZoneInfo) -> tuple[Period, Period]:
    first, after = (each.astimezone(zone).date() for each in (agreed.starts_at, agreed.ends_at))
    return _day(first, zone), _day(after - DAY, zone)


def _day(day: date, zone: ZoneInfo) -> Period:
    midnight, next_one = (datetime.combine(each, time(0), zone) for each in (day, day + DAY))
    return Period(midnight, next_one)


def _hours(agreed: Period, zone: ZoneInfo) -> tuple[Period, Period]:
    """Return the calls at their hours; what is due at midnight is brought on the day that ends."""
    starts_at, due = agreed.starts_at, agreed.ends_at
    if due.astimezone(zone).time() == time(0):
        due -= LENGTH
    return Period(starts_at, starts_at + LENGTH), Period(due, due + LENGTH)
