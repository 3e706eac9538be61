"""What a pool's terms say of a request: who may borrow, how early, how long, answered by when."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from booking.period import Period
from booking.vocabulary import BeneficiaryKind, OrganizationKind

ANSWER_HOUR = time(12)
"""Answers are due at noon, while both town halls are open."""


@dataclass(frozen=True)
class Terms:
    """The rules of one pool; populations are totals, delays are working days."""

    below_population: int | None
    by_list: bool
    for_associations: bool
    notice_days: int
    answer_days: int
    horizon_months: int
    longest_days: int


@dataclass(frozen=True)
class Borrower:
    """What is known of who asks, at the date of the request; `adheres` is for the whole loan."""

    kind: OrganizationKind
    population: int | None
    adheres: bool


@dataclass(frozen=True)
class Verdict:
    """One rule, judged: `level` is ok, info, warn or block; facts serve its French sentence."""

    code: str
    level: str
    facts: Mapping[str, object]


def eligibility(
    terms: Terms, borrower: Borrower, beneficiary: BeneficiaryKind = BeneficiaryKind.COMMUNE
) -> list[Verdict]:
    """Judge whether this borrower may borrow from the pool at all (E04, E05, E39)."""
    verdicts = [
        Verdict("borrower_kind", _level(borrower.kind is OrganizationKind.COMMUNE), {}),
        Verdict("adhesion", _level(borrower.adheres), {"by_list": terms.by_list}),
    ]
    if terms.below_population is not None:
        small = borrower.population is not None and borrower.population < terms.below_population
        facts = {"population": borrower.population, "below": terms.below_population}
        verdicts.append(Verdict("population", _level(small), facts))
    if beneficiary is BeneficiaryKind.ASSOCIATION:
        verdicts.append(Verdict("associations", _level(terms.for_associations), {}))
    return verdicts


def moment(terms: Terms, period: Period, now: datetime, zone: ZoneInfo) -> list[Verdict]:
    """Judge whether the period is asked early enough, not too far ahead and not too long."""
    allowed = starts(terms, now, zone)
    first = allowed.starts_at.astimezone(zone).date()
    last = allowed.ends_at.astimezone(zone).date() - timedelta(days=1)
    starts_on = period.starts_at.astimezone(zone).date()
    days = (period.ends_at.astimezone(zone).date() - starts_on).days
    return [
        Verdict(
            "notice",
            _level(period.starts_at >= allowed.starts_at),
            {"days": terms.notice_days, "earliest": first},
        ),
        Verdict(
            "horizon",
            _level(period.starts_at < allowed.ends_at),
            {"months": terms.horizon_months, "latest": last},
        ),
        Verdict(
            "length",
            _level(days <= terms.longest_days),
            {"days": days, "longest": terms.longest_days},
        ),
    ]


def blocking(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the verdicts that stop the act."""
    return [verdict for verdict in verdicts if verdict.level == "block"]


def starts(terms: Terms, now: datetime, zone: ZoneInfo) -> Period:
    """Return within which instants a loan may start: after the notice, before the horizon."""
    today = now.astimezone(zone).date()
    first = datetime.combine(working_day_after(today, terms.notice_days), time(0), zone)
    last = _months_after(today, terms.horizon_months) + timedelta(days=1)
    return Period(max(now, first), datetime.combine(last, time(0), zone))


def answer_due(terms: Terms, asked_at: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when the answer is due: at noon of a working day, between asking and the start."""
    day = working_day_after(asked_at.astimezone(zone).date(), terms.answer_days)
    return max(asked_at, min(datetime.combine(day, ANSWER_HOUR, zone), starts_at))


def working_day_after(day: date, count: int) -> date:
    """Return the working day that comes `count` working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Tell whether town halls work: Monday to Friday, public holidays of France apart."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _level(satisfied: bool) -> str:
    return "ok" if satisfied else "block"


def covers(spans: Iterable[tuple[date, date | None]], first: date, last: date) -> bool:
    """Tell whether dated spans, one after the other, leave no day from first to last uncovered."""
    reached = first
    for starts_on, ends_on in sorted(spans):
        if starts_on <= reached:
            end = ends_on or date.max
            reached = max(reached, end + timedelta(days=1) if end < last else date.max)
    return reached > last
