"""What a pool's terms say of a request: who may borrow, how early, how long, answered by when."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.period import Period
from booking.rules import delays
from booking.rules.delays import EVERYWHERE, Days, working_day_after
from booking.vocabulary import BeneficiaryKind, OrganizationKind


@dataclass(frozen=True)
class Terms:
    """The rules of one pool; populations are totals, delays of notice and answer working days."""

    below_population: int | None
    by_list: bool
    for_associations: bool
    notice_days: int
    answer_days: int
    horizon_months: int
    longest_days: int
    kinds: tuple[OrganizationKind, ...] = (OrganizationKind.COMMUNE,)
    others_horizon_days: int | None = None  # who owns nothing of it asks at most so early
    quota_loans: int | None = None
    quota_months: int = 12


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
        Verdict(
            "borrower_kind",
            _level(borrower.kind in terms.kinds),
            {"kind": borrower.kind, "kinds": terms.kinds},
        ),
        Verdict("adhesion", _level(borrower.adheres), {"by_list": terms.by_list}),
    ]
    if terms.below_population is not None and borrower.kind is OrganizationKind.COMMUNE:
        small = borrower.population is not None and borrower.population < terms.below_population
        facts = {"population": borrower.population, "below": terms.below_population}
        verdicts.append(Verdict("population", _level(small), facts))
    if beneficiary is BeneficiaryKind.ASSOCIATION:
        verdicts.append(Verdict("associations", _level(terms.for_associations), {}))
    return verdicts


def moment(
    terms: Terms,
    period: Period,
    now: datetime,
    zone: ZoneInfo,
    *,
    owns: bool = True,
    days: Days = EVERYWHERE,
) -> list[Verdict]:
    """Judge whether the period is asked early enough, not too far ahead and not too long.

    Who does not own what is asked comes after those who do, when the pool says so (E12).
    """
    first, end = earliest(terms, now, zone, days), latest(terms, now, zone)
    starts_on = period.starts_at.astimezone(zone).date()
    length = (period.ends_at.astimezone(zone).date() - starts_on).days
    verdicts = [
        Verdict(
            "notice",
            _level(period.starts_at >= first),
            {"days": terms.notice_days, "earliest": first.astimezone(zone).date()},
        ),
        Verdict(
            "horizon",
            _level(period.starts_at < end),
            {"months": terms.horizon_months, "latest": end.date() - timedelta(days=1)},
        ),
        Verdict(
            "length",
            _level(length <= terms.longest_days),
            {"days": length, "longest": terms.longest_days},
        ),
    ]
    if terms.others_horizon_days is not None and not owns:
        asks_from = starts_on - timedelta(days=terms.others_horizon_days)
        facts = {"days": terms.others_horizon_days, "asks_from": asks_from}
        in_time = asks_from <= now.astimezone(zone).date()
        verdicts.append(Verdict("owners_first", _level(in_time), facts))
    return verdicts


def quota(terms: Terms, first: date, others: Iterable[date]) -> list[Verdict]:
    """Judge whether one more loan from a day leaves the borrower within the pool's quota.

    `others` are the first days of its other loans of the pool.
    """
    if terms.quota_loans is None:
        return []
    count = busiest(first, others, terms.quota_months)
    facts = {"count": count, "loans": terms.quota_loans, "months": terms.quota_months}
    return [Verdict("quota", _level(count <= terms.quota_loans), facts)]


def busiest(first: date, others: Iterable[date], months: int) -> int:
    """Return how many of some days, the first included, the fullest such span of months holds."""
    days = sorted([first, *others])
    opening = [day for day in days if day <= first < months_after(day, months)]
    return max(sum(day <= other < months_after(day, months) for other in days) for day in opening)


def without_notice(verdict: Verdict) -> Verdict:
    """Return a verdict on the moment of what is lent at once: no notice can be asked of it."""
    if verdict.code != "notice":
        return verdict
    return Verdict("notice_waived", "info", {"days": verdict.facts["days"]})


def blocking(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the verdicts that stop the act."""
    return [verdict for verdict in verdicts if verdict.level == "block"]


def earliest(terms: Terms, now: datetime, zone: ZoneInfo, days: Days = EVERYWHERE) -> datetime:
    """Return from when on a loan may start: after the notice."""
    first = working_day_after(now.astimezone(zone).date(), terms.notice_days, days)
    return max(now, datetime.combine(first, time(0), zone))


def latest(terms: Terms, now: datetime, zone: ZoneInfo, *, owns: bool = True) -> datetime:
    """Return before when a loan must start: within the horizon, nearer for who owns nothing."""
    today = now.astimezone(zone).date()
    last = months_after(today, terms.horizon_months)
    if terms.others_horizon_days is not None and not owns:
        last = min(last, today + timedelta(days=terms.others_horizon_days))
    return datetime.combine(last + timedelta(days=1), time(0), zone)


def answer_due(
    terms: Terms,
    asked_at: datetime,
    starts_at: datetime,
    zone: ZoneInfo,
    *,
    days: Days = EVERYWHERE,
) -> datetime:
    """Return when the answer is due: at noon of a working day, between asking and the start."""
    return due(terms.answer_days, asked_at, starts_at, zone, worked=days)


def due(
    days: int,
    since: datetime,
    starts_at: datetime,
    zone: ZoneInfo,
    *,
    worked: Days = EVERYWHERE,
) -> datetime:
    """Return when an answer is due: at noon, so many working days on, at the start at last."""
    return max(since, min(delays.due(since, days, zone, worked), starts_at))


def free_until(
    days: int, starts_at: datetime, zone: ZoneInfo, *, worked: Days = EVERYWHERE
) -> date:
    """Return the last day on which what is agreed may be cancelled without saying why."""
    day = starts_at.astimezone(zone).date()
    for _ in range(days):
        day = delays.working_day_before(day, worked)
    return day


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last of a shorter month."""
    return months_after(day, -months)


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
