"""Delays in working days: which days count, when something is due, who is told when nobody acts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from functools import cache
from zoneinfo import ZoneInfo

import holidays

DUE_HOUR = time(12)
"""Answers are due at noon, while both town halls are open."""

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Closed:
    """Days, both included, without hand-over or return."""

    starts_on: date
    ends_on: date
    reason: str = ""


@dataclass(frozen=True)
class Days:
    """Which days count: those worked in a region (of the holidays library), closures apart."""

    region: str = ""
    closed: tuple[Closed, ...] = ()


EVERYWHERE = Days()


def holiday(day: date, region: str = "") -> str:
    """Return the French name of a public holiday of a region; "" on any other day."""
    return _public(day.year, region).get(day, "")


@cache
def _public(year: int, region: str) -> dict[date, str]:
    return dict(holidays.country_holidays("FR", subdiv=region or None, years=year, language="fr"))


def is_working_day(day: date, days: Days = EVERYWHERE) -> bool:
    """Tell whether town halls work: Monday to Friday, public holidays and closures apart."""
    if day.weekday() > 4 or holiday(day, days.region):
        return False
    return not any(each.starts_on <= day <= each.ends_on for each in days.closed)


def working_day_after(day: date, count: int, days: Days = EVERYWHERE) -> date:
    """Return the working day that comes `count` working days after a day.

    What is closed for over a year stops no clock: somebody has to be told.
    """
    last = day + YEAR
    while count:
        day += DAY
        count -= is_working_day(day, days if day < last else Days(days.region))
    return day


def working_day_before(day: date, days: Days = EVERYWHERE) -> date:
    """Return the last working day before a day."""
    last = day - YEAR
    day -= DAY
    while not is_working_day(day, days if day > last else Days(days.region)):
        day -= DAY
    return day


def due(at: datetime, count: int, zone: ZoneInfo, days: Days = EVERYWHERE) -> datetime:
    """Return noon of the working day that comes so many working days after an instant."""
    day = working_day_after(at.astimezone(zone).date(), count, days)
    return datetime.combine(day, DUE_HOUR, zone)


class Step(Enum):
    """What the clock does about a request on which nobody acts."""

    REMIND = auto()
    SUBSTITUTE = auto()  # the manager was silent: the substitute's turn
    OWNER = auto()
    EXPIRE = auto()


@dataclass(frozen=True)
class Waiting:
    """What is stored of a request that waits; `told_at`: when whoever is to act was told so."""

    told_at: datetime
    due_at: datetime
    starts_at: datetime
    reminded: bool = False
    substitute: bool = False  # there is one, not told yet
    owner: bool = False  # another than the manager, not told yet


def of_lender(
    waiting: Waiting, now: datetime, zone: ZoneInfo, days: Days = EVERYWHERE
) -> Step | None:
    """Return what a lender's silence calls for: one step at a time, however late it is noticed.

    The manager's silence never ends a request (design § 4); its start does, by another act.
    """
    if now >= waiting.starts_at:
        return None
    if now >= waiting.due_at and (waiting.substitute or waiting.owner):
        return Step.SUBSTITUTE if waiting.substitute else Step.OWNER
    owed = not waiting.reminded and _is_to_remind(waiting, zone, days)
    return Step.REMIND if owed and now >= reminder(waiting.due_at, zone, days) else None


def of_borrower(
    waiting: Waiting, now: datetime, zone: ZoneInfo, days: Days = EVERYWHERE
) -> Step | None:
    """Return what a borrower's silence calls for: nothing expires before the reminder it had."""
    if now >= waiting.starts_at:
        return Step.EXPIRE
    if not waiting.reminded and _is_to_remind(waiting, zone, days):
        return Step.REMIND if now >= reminder(waiting.due_at, zone, days) else None
    return Step.EXPIRE if now >= waiting.due_at else None


def reminder(due_at: datetime, zone: ZoneInfo, days: Days = EVERYWHERE) -> datetime:
    """Return when to remind of what is due: at the same hour of the working day before."""
    local = due_at.astimezone(zone)
    return datetime.combine(working_day_before(local.date(), days), local.time(), zone)


def _is_to_remind(waiting: Waiting, zone: ZoneInfo, days: Days) -> bool:
    """Tell whether the delay is long enough for a reminder: one day's notice reminds by itself."""
    return reminder(waiting.due_at, zone, days) > waiting.told_at


def due_once_reminded(
    waiting: Waiting, now: datetime, zone: ZoneInfo, days: Days = EVERYWHERE
) -> datetime:
    """Return when a reply is due after a reminder, which leaves a working day even when late."""
    return max(waiting.due_at, min(due(now, 1, zone, days), waiting.starts_at))
