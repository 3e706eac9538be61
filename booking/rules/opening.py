"""When a depot is open and a pool lends: hours, closures, public and school holidays (E23, E31)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from vacances_scolaires_france import SchoolHolidayDates

from booking.period import Period
from booking.rules.terms import Verdict
from booking.vocabulary import SchoolRule

MIDNIGHT = time(0)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Slot:
    """Hours of a week day (0 is Monday), local to the territory."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True)
class Closed:
    """Days, both included, without hand-over or return."""

    starts_on: date
    ends_on: date
    reason: str = ""


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


def judge(
    calendar: Calendar, places: Iterable[Place], period: Period, time_zone: ZoneInfo
) -> list[Verdict]:
    """Judge the hours and days of pick-up and return at each depot, and the school calendar."""
    first, last = (at.astimezone(time_zone) for at in (period.starts_at, period.ends_at))
    whole_days = first.time() == last.time() == MIDNIGHT
    back = last - INSTANT if whole_days else last
    found = [
        verdict
        for place in places
        for act, at in (("out", first), ("back", back))
        for verdict in _at(calendar, place, act, at, whole_days)
    ]
    return [*found, *_school(calendar, first.date(), back.date())]


def _at(
    calendar: Calendar, place: Place, act: str, at: datetime, whole_days: bool
) -> Iterator[Verdict]:
    """Yield what is wrong with handing over or taking back at a local instant."""
    facts = {"depot": place.name, "act": act, "day": at.date()}
    if closure := next((each for each in place.closures if _covers(each, at.date())), None):
        yield Verdict("closed", "block", facts | {"reason": closure.reason})
        return
    soft = "block" if calendar.strict else "warn"
    if not calendar.open_on_holidays and (name := holiday(at.date(), calendar.region)):
        yield Verdict("public_holiday", soft, facts | {"name": name})
    elif place.slots and not _open(place.slots, at, whole_days):
        yield Verdict("hours", soft, facts | {"hours": hours_of(place.slots, at.weekday())})


def _covers(closure: Closed, day: date) -> bool:
    return closure.starts_on <= day <= closure.ends_on


def _open(slots: Iterable[Slot], at: datetime, whole_days: bool) -> bool:
    """Tell whether some hours hold an instant; of a loan in whole days, whether the day has any."""
    day = [slot for slot in slots if slot.weekday == at.weekday()]
    if whole_days:
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


def holiday(day: date, region: str = "") -> str:
    """Return the French name of a public holiday of a region; "" on any other day."""
    return _public(day.year, region).get(day, "")


@cache
def _public(year: int, region: str) -> dict[date, str]:
    return dict(holidays.country_holidays("FR", subdiv=region or None, years=year, language="fr"))


def school_holiday(day: date, zone: str) -> bool | None:
    """Tell whether schools of a zone are closed for holidays; None where no calendar is out yet."""
    closed = _school_days(zone)
    if not min(closed) <= day <= max(closed):
        return None  # the library answers False for the rest of its last year
    return day in closed


@cache
def _school_days(zone: str) -> frozenset[date]:
    days = SchoolHolidayDates()
    return frozenset(day for day in days.data if days.is_holiday_for_zone(day, zone))
