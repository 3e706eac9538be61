"""When the return of a loan is asked for, and how late it is; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = time(7)
"""Nobody is asked for anything earlier in the day."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Out:
    """A loan that is out: until when, and when its borrower was last told of it."""

    ends_at: datetime
    told_at: datetime  # when it left, or when its return was last asked for


def return_day(ends_at: datetime, zone: ZoneInfo) -> date:
    """Return the local day of a return; one at midnight belongs to the day that ends."""
    return (ends_at - INSTANT).astimezone(zone).date()


def step(days: Iterable[int], out: Out, now: datetime, zone: ZoneInfo) -> int | None:
    """Return the step that is due, in days from that of the return; None when none is.

    Only the last one passed is: a clock that slept asks once. `days` is the rule of the pool.
    """
    day = return_day(out.ends_at, zone)
    passed = [each for each in days if out.told_at < _at(day, each, zone) <= now]
    return max(passed, default=None)


def _at(day: date, step: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=step), HOUR, zone)


def days_late(ends_at: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Return for how many local days a return is overdue: none on its own day, or before."""
    return max(0, (now.astimezone(zone).date() - return_day(ends_at, zone)).days)
