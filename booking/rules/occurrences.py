"""When something that comes back takes place, within a window, by the wall of its own zone."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from dateutil.rrule import rrule, rrulestr

from booking.period import Period

MOST_STEPS = 40_000
"""A century of days: a rule that needs more is no timetable."""
RHYTHMS = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
"""Nothing is lent by the hour or the minute: such a rule would only keep us busy."""
LEAP = 2024
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """How something comes back: the parts of its rule but the end, which is apart."""

    parts: str
    until: datetime | date | None = None


@dataclass(frozen=True)
class Happening:
    """Something that takes place, once or again, from one wall time to another in a zone.

    Times are those of the wall; `also` and `but` are further starts, and starts (or whole days)
    at which it does not take place.
    """

    starts_at: datetime
    ends_at: datetime
    zone: tzinfo
    rule: Rule | None = None
    also: tuple[datetime, ...] = ()
    but: frozenset[datetime | date] = frozenset()


@dataclass(frozen=True)
class Busy:
    """A period in which something is taken, and a name for it that stays the same."""

    key: str
    period: Period


def occurrences(mine: Happening, window: Period) -> Iterator[tuple[datetime, Period]]:
    """Yield the starts by the wall, each with its period, of what meets a window, in no order.

    It lasts as long by the wall each time: a night from 22 h to 6 h ends at 6 h when clocks
    change too. Raises ValueError for a rule that cannot be followed.
    """
    lasting = mine.ends_at - mine.starts_at
    first, last = (_wall(each, mine.zone) for each in (window.starts_at, window.ends_at))
    for start in _starts(mine, last):
        if start + lasting < first - DAY or start in mine.but or start.date() in mine.but:
            continue
        found = _period(start, start + lasting, mine.zone)
        if found and found.overlaps(window):
            yield start, found


def _starts(mine: Happening, last: datetime) -> Iterable[datetime]:
    """Return the starts until an instant of the wall, each once."""
    found = {mine.starts_at, *mine.also}
    if mine.rule is None:
        return found
    if mine.rule.until is not None:
        last = min(last, _last(mine.rule.until, mine.zone))
    for rank, start in enumerate(_ruled(mine, mine.rule)):
        if start > last:
            break
        if rank >= MOST_STEPS:
            raise ValueError("too many occurrences")
        found.add(start)
    return found


def _ruled(mine: Happening, rule: Rule) -> rrule:
    parts = dict(each.split("=", 1) for each in rule.parts.upper().split(";") if "=" in each)
    if parts.get("FREQ") not in RHYTHMS or not _happens(parts):
        raise ValueError("not a rhythm of ours")
    made = rrulestr(f"RRULE:{rule.parts}", dtstart=mine.starts_at, cache=False)
    if not isinstance(made, rrule):
        raise TypeError("several rules at once")
    return made


def _happens(parts: dict[str, str]) -> bool:
    """Tell whether some month has one of the days named: none would be looked for for ages."""
    months = _numbers(parts.get("BYMONTH", "")) or range(1, 13)
    days = _numbers(parts.get("BYMONTHDAY", ""))
    longest = max(monthrange(LEAP, month)[1] for month in months)
    return not days or min(abs(day) for day in days) <= longest


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",") if each]


def _last(until: datetime | date, zone: tzinfo) -> datetime:
    """Return the last instant of a rule by the wall; a day counts whole."""
    if isinstance(until, datetime):
        return _wall(until, zone) if until.tzinfo else until
    return datetime.combine(until, time.max)


def _wall(instant: datetime, zone: tzinfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _period(start: datetime, end: datetime, zone: tzinfo) -> Period | None:
    """Return what passes between two times of the wall; nothing when it takes no time."""
    starts_at, ends_at = start.replace(tzinfo=zone), end.replace(tzinfo=zone)
    if starts_at.timestamp() >= ends_at.timestamp():
        return None
    return Period(starts_at, ends_at)


def together(found: Collection[Busy]) -> list[Busy]:
    """Return periods in order of their start, those that overlap as one: taken is taken."""
    merged: list[Busy] = []
    for each in sorted(found, key=lambda each: (each.period, each.key)):
        last = merged[-1] if merged else None
        if last and last.period.overlaps(each.period):
            ends_at = max(last.period.ends_at, each.period.ends_at)
            merged[-1] = Busy(last.key, Period(last.period.starts_at, ends_at))
        else:
            merged.append(each)
    return merged


def without(period: Period, taken: Iterable[Period]) -> list[Period]:
    """Return what is left of a period once others are taken out of it, in order."""
    left, start = list[Period](), period.starts_at
    for each in sorted(taken):
        if each.overlaps(period):
            if each.starts_at > start:
                left.append(Period(start, each.starts_at))
            start = max(start, each.ends_at)
    return [*left, Period(start, period.ends_at)] if start < period.ends_at else left
