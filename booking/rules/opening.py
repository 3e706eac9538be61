"""When a depot is open and a pool lends: hours, closures, public and school holidays (E23, E31)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from vacances_scolaires_france import SchoolHolidayDates

from booking.period import Period
from booking.rules.delays import Closed, holiday
from booking.rules.terms import Verdict
from booking.vocabulary import SchoolRule

MIDNIGHT = time(0)
INSTANT = timedelta(microseconds=1)


class Passage(Enum):
    """Things leave a depot, or come back."""

    OUT = auto()
    BACK = auto()


@dataclass(frozen=True)
class Slot:
    """Hours of a week day (0 is Monday), local to the territory."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True)
class Hours:
    """The hours of one day, in order; none when it is closed."""

    spans: tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class Place:
    """A depot things leave from: its hours (none: not said) and its closures, the pool's too."""

    name: str
    slots: tuple[Slot, ...] = ()
    closures: tuple[Closed, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """What a pool says of days: whether hours refuse or warn, public holidays, school holidays.

    `region` is that of the holidays library, `zone` the school zone A, B or C; "" where unknown.
    """

    strict: bool = False
    open_on_holidays: bool = False
    school_rule: SchoolRule = SchoolRule.ANY
    region: str = ""
    zone: str = ""


HOUR = r"(\d{1,2})(?:\s*(?:h|:)\s*(\d{2})?)?"
SPAN = re.compile(rf"{HOUR}\s*(?:-|–|à|a)\s*{HOUR}")


def read_hours(text: str) -> tuple[tuple[time, time], ...]:
    """Return the hours typed for one day: "8 h-12 h, 13 h 30-16 h 30"; nothing typed is closed.

    Raises ValueError for what cannot be read, for an end before a start, for hours that overlap.
    """
    parts = [part.strip() for part in re.split(r"[,;/]|\bet\b", text.casefold()) if part.strip()]
    spans = sorted(_span(part) for part in parts)
    for first, second in pairwise(spans):
        if second[0] <= first[1]:
            raise ValueError(f"{text} : ces heures se recouvrent")
    return tuple(spans)


def _span(text: str) -> tuple[time, time]:
    found = SPAN.fullmatch(text.removeprefix("de "))
    if not found:
        raise ValueError(f"« {text} » ne se lit pas")
    opens, closes = (_time(*found.groups()[side : side + 2]) for side in (0, 2))
    if closes <= opens:
        raise ValueError(f"« {text} » finit avant de commencer")
    return opens, closes


def _time(hours: str, minutes: str | None) -> time:
    if int(hours) > 23 or int(minutes or 0) > 59:
        raise ValueError(f"« {hours} h {minutes or ''}".strip() + " » n’est pas une heure")
    return time(int(hours), int(minutes or 0))


def judge(
    calendar: Calendar, places: Iterable[Place], period: Period, time_zone: ZoneInfo
) -> list[Verdict]:
    """Judge the hours and days of pick-up and return at each depot, and the school calendar."""
    first, last = (at.astimezone(time_zone) for at in (period.starts_at, period.ends_at))
    by_midnight = last.time() == MIDNIGHT  # due at any hour of the day that ends there
    whole_days = by_midnight and first.time() == MIDNIGHT
    back = last - INSTANT if by_midnight else last
    passages = ((Passage.OUT, first, whole_days), (Passage.BACK, back, by_midnight))
    found = [
        verdict
        for place in places
        for passage, at, any_hour in passages
        for verdict in _at(calendar, place, passage, at, any_hour)
    ]
    return [*found, *_school(calendar, first.date(), back.date())]


def _at(
    calendar: Calendar, place: Place, passage: Passage, at: datetime, any_hour: bool
) -> Iterator[Verdict]:
    """Yield what is wrong with handing over or taking back at a local instant."""
    facts = {"depot": place.name, "act": passage, "day": at.date()}
    if closure := next((each for each in place.closures if covers(each, at.date())), None):
        yield Verdict("closed", "block", facts | {"reason": closure.reason or "sans motif"})
        return
    if not calendar.open_on_holidays and (name := holiday(at.date(), calendar.region)):
        said = facts | {"name": name}
        yield Verdict("public_holiday", "block" if calendar.strict else "warn", said)
    elif place.slots and not _open(place.slots, at, any_hour):
        hours = Hours(hours_of(place.slots, at.weekday()))
        said = facts | {"hours": hours}
        yield Verdict("hours", "block" if calendar.strict else "warn", said)


def covers(closure: Closed, day: date) -> bool:
    """Tell whether a closure lasts on a day."""
    return closure.starts_on <= day <= closure.ends_on


def _open(slots: Iterable[Slot], at: datetime, any_hour: bool) -> bool:
    """Tell whether some hours hold an instant; where any hour does, whether the day has some."""
    day = [slot for slot in slots if slot.weekday == at.weekday()]
    if any_hour:
        return bool(day)
    return any(slot.opens_at <= at.time() <= slot.closes_at for slot in day)


def hours_of(slots: Iterable[Slot], weekday: int) -> tuple[tuple[time, time], ...]:
    """Return the hours of a week day, in order."""
    return tuple(
        sorted((slot.opens_at, slot.closes_at) for slot in slots if slot.weekday == weekday)
    )


def _school(calendar: Calendar, first: date, last: date) -> list[Verdict]:
    """Judge each day of the loan by the school calendar of the zone."""
    if calendar.school_rule is SchoolRule.ANY or not calendar.zone:
        return []
    facts = {"rule": calendar.school_rule.label, "zone": calendar.zone}
    wanted = calendar.school_rule is SchoolRule.HOLIDAYS
    days = [first + timedelta(days=rank) for rank in range((last - first).days + 1)]
    known = [school_holiday(day, calendar.zone) for day in days]
    if None in known:
        return [Verdict("school_unknown", "warn", facts)]
    level = "ok" if all(each is wanted for each in known) else "block"
    return [Verdict("school", level, facts)]


def school_holiday(day: date, zone: str) -> bool | None:
    """Tell whether schools of a zone are closed for holidays; None where no calendar is out yet."""
    closed = _school_days(zone)
    if not min(closed) <= day <= max(closed):
        return None  # the library answers False for the rest of its last year
    return day in closed


def school_holidays(day: date, zone: str) -> str:
    """Return the name of the school holidays that a day is in; nothing out of them."""
    return _school_days(zone).get(day, "")


@cache
def _school_days(zone: str) -> dict[date, str]:
    days = SchoolHolidayDates()
    return {
        day: str(facts["nom_vacances"] or "Vacances").replace("'", "’")
        for day, facts in days.data.items()
        if days.is_holiday_for_zone(day, zone)
    }
