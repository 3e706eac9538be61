"""When what comes back comes back: the same hours of the wall, every week or every month."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from booking.errors import Invalid
from booking.period import Period

MOST = 60
"""More periods than this at once are a mistake, or deserve a second look."""
WEEK = 7


class Rhythm(str, Enum):  # noqa: UP042 # as the words of the vocabulary, which JSON writes
    """How often."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


def repeat(first: Period, rhythm: Rhythm, until: date | None, zone: ZoneInfo) -> tuple[Period, ...]:
    """Return the first period and those that follow, the last starting on the day `until` at most.

    Raises Invalid when the end is missing or comes too early, when there would be too many
    periods, or when they would run into each other.
    """
    if rhythm is Rhythm.ONCE:
        return (first,)
    starts_on = first.starts_at.astimezone(zone).date()
    if until is None:
        raise _wrong("Jusqu’à quelle date ?")
    if until < starts_on:
        raise _wrong("La répétition ne peut pas finir avant de commencer.")
    days = _days(starts_on, rhythm, until)
    if len(days) > MOST:
        raise _wrong(f"{MOST} périodes au plus à la fois : choisissez une date plus proche.")
    found = [_moved(first, (day - starts_on).days, zone) for day in days]
    periods = [period for period in found if period]
    if any(one.overlaps(other) for one, other in pairwise(periods)):
        raise _wrong("Une période commencerait avant la fin de la précédente.")
    return tuple(periods)


def _wrong(sentence: str) -> Invalid:
    return Invalid("invalid", errors={"until": [sentence]})


def _days(first: date, rhythm: Rhythm, until: date) -> list[date]:
    """Return the days of start, one more than allowed at most."""
    days = [first]
    while len(days) <= MOST:
        if rhythm is Rhythm.MONTHLY:
            following = _same_weekday(first, len(days))
        else:
            step = WEEK if rhythm is Rhythm.WEEKLY else 2 * WEEK
            following = first + timedelta(days=step * len(days))
        if following > until:
            break
        days.append(following)
    return days


def _same_weekday(first: date, months: int) -> date:
    """Return the second Saturday of a later month when the first day is a second Saturday."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    start = date(year, month + 1, 1)
    rank = (first.day - 1) // WEEK
    day = 1 + (first.weekday() - start.weekday()) % WEEK + rank * WEEK
    longest = monthrange(year, month + 1)[1]
    return start.replace(day=day if day <= longest else day - WEEK)


def _moved(first: Period, days: int, zone: ZoneInfo) -> Period | None:
    """Return the period some days later; nothing when the clocks skip the whole of it."""
    starts_at, ends_at = (
        _instant(at.astimezone(zone), days) for at in (first.starts_at, first.ends_at)
    )
    return Period(starts_at, ends_at) if starts_at.timestamp() < ends_at.timestamp() else None


def _instant(local: datetime, days: int) -> datetime:
    return local + timedelta(days=days)
