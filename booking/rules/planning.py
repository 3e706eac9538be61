"""The planning: which days it shows, and on which row under an item each bar stands."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.period import Period
from booking.vocabulary import Status, Word

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Scale(Word):
    """How much the planning shows at once."""

    WEEK = "semaine", "Semaine"
    MONTH = "mois", "Mois"
    QUARTER = "trimestre", "Trimestre"


class Half(Word):
    """Which part of a day a column of the week is."""

    MORNING = "matin", "matin"
    AFTERNOON = "apres-midi", "après-midi"


class Grouping(Word):
    """What the items of the planning stand together by."""

    FAMILY = "famille", "Famille"
    POOL = "parc", "Parc"
    DEPOT = "depot", "Dépôt"


class Part(Word):
    """What a stretch of a bar is: the loan itself, or the preparation around it."""

    GAP = "gap", ""
    BEFORE = "before", "préparation"
    LOAN = "loan", ""
    AFTER = "after", "remise en état"


class Kind(Word):
    """How a bar is drawn; its label says more."""

    ASKED = "asked", "À confirmer"
    AGREED = "agreed", "Validée"
    OUT = "out", "Sortie"
    LATE = "late", "En retard"
    OVER = "over", "Rendue"
    UPKEEP = "upkeep", "Hors service"
    KEPT = "kept", "Réservé"
    BUSY = "busy", "Occupé"


class Heat(Word):
    """How much of an item is taken on a day of its year."""

    WHOLE = "whole", "tout est libre"
    LITTLE = "little", "moins de la moitié est prise"
    MUCH = "much", "la moitié ou plus est prise"
    ALL = "all", "plus rien de libre"
    ABSENT = "absent", "pas en service"


KINDS: dict[Status, Kind] = {
    Status.APPROVED: Kind.AGREED,
    Status.OUT: Kind.OUT,
    Status.RETURNED: Kind.OVER,
    Status.CLOSED: Kind.OVER,
}
"""How a reservation is drawn; whatever else holds something is still to be confirmed."""

USUAL = {
    None: (time(8), time(18)),
    Half.MORNING: (time(8), time(12)),
    Half.AFTERNOON: (time(14), time(18)),
}
"""Between which hours something takes place on a day, or in half of it, when nobody says more."""

MONTHS = {Scale.MONTH: 1, Scale.QUARTER: 3}


@dataclass(frozen=True)
class Column:
    """A day of the planning, or half of it."""

    day: date
    period: Period
    half: Half | None = None

    @property
    def key(self) -> str:
        """Return what an address names the column by."""
        return f"{self.day}-{self.half}" if self.half else f"{self.day}"


@dataclass(frozen=True)
class Bar:
    """What takes some of an item: the loan, and the period held around it."""

    loan: Period
    held: Period


@dataclass(frozen=True)
class Stretch:
    """So many columns of a row: a gap, or a part of the bar of some rank."""

    width: int
    part: Part = Part.GAP
    bar: int = -1


def heat(free: int, quantity: int) -> Heat:
    """Return how much is taken when so many are free of so many."""
    if quantity <= 0:
        return Heat.ABSENT
    if free <= 0:
        return Heat.ALL
    if free >= quantity:
        return Heat.WHOLE
    return Heat.LITTLE if 2 * free > quantity else Heat.MUCH


def year(number: int, zone: ZoneInfo) -> list[tuple[Column, ...]]:
    """Return the days of a year, month by month."""
    return [columns(Scale.MONTH, date(number, month, 1), zone) for month in range(1, 13)]


def together(periods: Iterable[Period]) -> list[Period]:
    """Return the spans that some periods cover together, so that none can be told apart."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and period.starts_at <= found[-1].ends_at:
            ends_at = max(found[-1].ends_at, period.ends_at)
            found[-1] = Period(found[-1].starts_at, ends_at)
        else:
            found.append(period)
    return found


def first_day(scale: Scale, day: date) -> date:
    """Return the first day of the week, month or quarter of a day."""
    if scale is Scale.WEEK:
        return day - timedelta(days=day.weekday())
    months = MONTHS[scale]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def following(scale: Scale, day: date) -> date:
    """Return the first day of what comes after the week, month or quarter of a day."""
    first = first_day(scale, day)
    if scale is Scale.WEEK:
        return first + timedelta(days=7)
    return first_day(scale, first + timedelta(days=31 * MONTHS[scale] + 1))


def preceding(scale: Scale, day: date) -> date:
    """Return the first day of what comes before the week, month or quarter of a day."""
    return first_day(scale, first_day(scale, day) - DAY)


def columns(scale: Scale, day: date, zone: ZoneInfo) -> tuple[Column, ...]:
    """Return the days around a day, as the scale has them; the halves of those of a week."""
    whole = days(first_day(scale, day), following(scale, day) - DAY, zone)
    if scale is Scale.WEEK:
        return tuple(_column(each.day, zone, half) for each in whole for half in Half)
    return whole


def days(first: date, last: date, zone: ZoneInfo) -> tuple[Column, ...]:
    """Return the days from one to another, both included."""
    count = (last - first).days + 1
    return tuple(_column(first + timedelta(days=rank), zone) for rank in range(count))


def column(key: str, zone: ZoneInfo) -> Column | None:
    """Return the column that an address names, if it names one."""
    try:
        half = next(each for each in Half if each == key[11:]) if key[10:] else None
        found = _column(date.fromisoformat(key[:10]), zone, half)
    except (ValueError, OverflowError, StopIteration):
        return None
    return found if found.key == key else None  # each column has one address


def event(shown: Column, zone: ZoneInfo, now: datetime) -> Period:
    """Return when something takes place in a column, by the usual hours; never before now."""
    opens, closes = USUAL[shown.half]
    starts_at = datetime.combine(shown.day, opens, zone)
    ends_at = datetime.combine(shown.day, closes, zone)
    if starts_at <= now:
        starts_at = now.replace(minute=0, second=0, microsecond=0) + HOUR
    return Period(starts_at, max(ends_at, starts_at + HOUR))


def _column(day: date, zone: ZoneInfo, half: Half | None = None) -> Column:
    starts_at = datetime.combine(day, time(12 if half is Half.AFTERNOON else 0), zone)
    noon = datetime.combine(day, time(12), zone)
    ends_at = noon if half is Half.MORNING else datetime.combine(day + DAY, time(0), zone)
    return Column(day, Period(starts_at, ends_at), half)


def lanes(bars: Sequence[Bar], shown: Sequence[Column]) -> list[list[Stretch]]:
    """Return the rows that bars take under an item, each bar in the first that has room.

    A column that a loan touches is the loan's, though the preparation touches it too.
    """
    marks = [*(each.period.starts_at for each in shown), shown[-1].period.ends_at]
    rows: list[list[Stretch]] = []
    ends: list[int] = []
    placed = [(*_reach(bar.held, marks), rank) for rank, bar in enumerate(bars)]
    for first, last, rank in sorted(placed):
        row = next((row for row, end in enumerate(ends) if end <= first), len(rows))
        if row == len(rows):
            rows.append([])
            ends.append(0)
        if first > ends[row]:
            rows[row].append(Stretch(first - ends[row]))
        rows[row] += _parts(bars[rank], rank, (first, last), marks)
        ends[row] = last + 1
    for stretches, end in zip(rows, ends, strict=True):
        if end < len(shown):
            stretches.append(Stretch(len(shown) - end))
    return rows


def _reach(period: Period, marks: Sequence[datetime]) -> tuple[int, int]:
    """Return the ranks of the first and last columns shown that a period touches."""
    first = max(0, bisect_right(marks, period.starts_at) - 1)
    return first, min(max(first, bisect_left(marks, period.ends_at) - 1), len(marks) - 2)


def _parts(bar: Bar, rank: int, reach: tuple[int, int], marks: Sequence[datetime]) -> list[Stretch]:
    first, last = reach
    begins = bisect_right(marks, bar.loan.starts_at) - 1
    ends = bisect_left(marks, bar.loan.ends_at) - 1
    before = min(max(begins, first), last + 1) - first
    after = last - max(min(ends, last), first - 1)
    widths = {
        Part.BEFORE: before,
        Part.LOAN: last - first + 1 - before - after,
        Part.AFTER: after,
    }
    return [Stretch(width, part, rank) for part, width in widths.items() if width > 0]
