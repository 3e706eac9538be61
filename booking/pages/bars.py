"""How a planning is drawn: what each bar says, the numbers of a row, the days of a phone."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import url_for

from booking import clock
from booking.documents import words
from booking.period import Period
from booking.queries.bars import BarView
from booking.queries.park import DayView, GroupView, RowView
from booking.rules import planning as rules
from booking.rules.planning import Column, Kind, Part, Stretch

TAKEN, GONE = "s", "z"
"""How a number is drawn when some are taken, and when none is left."""
Cell = tuple[int | str | None, str, str]
"""How many are free (None: it is past) or missing, how that is drawn, where it leads."""


@dataclass(frozen=True)
class Sign:
    """What a bar says where it has room, in full, and on demand; where it leads."""

    view: BarView
    said: str
    whole: str
    more: str
    to: str


@dataclass(frozen=True)
class Line:
    """An item with its numbers, and the rows of bars under it."""

    row: RowView
    cells: list[Cell]
    signs: tuple[Sign, ...]
    lanes: list[list[Stretch]]


@dataclass(frozen=True)
class Entry:
    """What takes some of an item on a day, as a list says it."""

    name: str
    kind: str
    said: str
    to: str
    left: str  # how many are free, or missing


@dataclass(frozen=True)
class Listed:
    """A day, whole, with what takes things meanwhile."""

    day: DayView
    period: Period
    wanted: Period  # when something that day would take place
    entries: list[Entry]


Groups = Sequence[tuple[str, list[Line]]]


def lines(
    groups: Iterable[GroupView], shown: Sequence[Column], zone: ZoneInfo, *, asks: bool
) -> Groups:
    """Return what a table shows; `asks`: its numbers lead to the request.

    A bar has room for its hours where a day has two columns.
    """
    sign = _signing(zone, roomy=shown[0].half is not None)
    base = url_for("planning.index")

    def line(row: RowView) -> Line:
        return Line(
            row,
            cells(row, shown, f"{base}/{row.item_id}/" if asks else ""),
            tuple(sign(row, bar) for bar in row.bars),
            rules.lanes([bar.shape for bar in row.bars], shown),
        )

    return [(group.name, [line(row) for row in group.rows]) for group in groups]


def cells(row: RowView, shown: Sequence[Column], base: str) -> list[Cell]:
    """Return the numbers of a row: a month of 300 items has 9 300, so that little is left to draw.

    `base`: where a number leads, with the key of its column; nowhere when it is empty, nor on days
    for which the terms of the pool admit no request: things are fetched before their day begins.
    """
    many, opens, closes = row.quantity, len(shown), 0
    if base and row.starts:
        opens = bisect_right(shown, row.starts.starts_at, key=_beginning)
        closes = bisect_left(shown, row.starts.ends_at, key=_beginning)
    return [
        (free, TAKEN if free < many else "", f"{base}{each.key}" if opens <= rank < closes else "")
        if free
        else (_missing(row, rank) or free, GONE if free == 0 else "", "")
        for rank, (free, each) in enumerate(zip(row.free, shown, strict=True))
    ]


def _beginning(column: Column) -> datetime:
    return column.period.starts_at


def _missing(row: RowView, rank: int) -> str:
    """Return how many are promised too many in a column, as a number below zero."""
    return f"−{row.short[rank]}" if row.short[rank] else ""


def listed(
    groups: Groups, days: Sequence[DayView], zone: ZoneInfo
) -> tuple[list[Listed], list[Listed]]:
    """Return the days past and to come, whole, each with what takes things meanwhile."""
    past: list[Listed] = []
    coming: list[Listed] = []
    ranked, now = enumerate(days), clock.now()
    for day, halves in groupby(ranked, key=lambda each: each[1].column.day):
        ranks, views = zip(*halves, strict=True)
        period = Period(views[0].column.period.starts_at, views[-1].column.period.ends_at)
        wanted = rules.event(rules.days(day, day, zone)[0], zone, now)
        made = Listed(views[0], period, wanted, _entries(groups, ranks, period))
        (past if period.ends_at <= now else coming).append(made)
    return past, coming


def _entries(groups: Groups, ranks: Sequence[int], period: Period) -> list[Entry]:
    return [
        _entry(line, sign, ranks, period)
        for _, known in groups
        for line in known
        for sign in line.signs
        if sign.view.shape.held.overlaps(period)
    ]


def _entry(line: Line, sign: Sign, ranks: Sequence[int], period: Period) -> Entry:
    kind, said = sign.view.kind.value, sign.whole
    loan = sign.view.shape.loan
    if not loan.overlaps(period):
        kind, said = "prep", (Part.BEFORE if period.ends_at <= loan.starts_at else Part.AFTER).label
    return Entry(line.row.name, kind, said, sign.to, _left(line.row, ranks))


def _left(row: RowView, ranks: Iterable[int]) -> str:
    """Return how many are free, or missing, in some columns, in words; nothing of what is past."""
    known = [(free, row.short[rank]) for rank in ranks if (free := row.free[rank]) is not None]
    if not known:
        return ""
    if short := max(many for _, many in known):
        return f"il en manque {short}"
    free = min(many for many, _ in known)
    return f"{free or 'aucun'} libre{'s' if free > 1 else ''}"


def _signing(zone: ZoneInfo, *, roomy: bool) -> Callable[[RowView, BarView], Sign]:
    """Return what draws the bars of a page; addresses are built once, not for each bar."""
    requests = url_for("reservations.show", request_id=0).removesuffix("0")

    def sign(row: RowView, bar: BarView) -> Sign:
        to = f"{requests}{bar.request_id}" if bar.request_id else ""
        if bar.tended:
            to = url_for("stocks.show", item_id=row.item_id)
        brief, hours = say(bar), hours_of(bar, zone)
        whole = f"{brief}, {hours}" if hours else brief
        more = f"{whole} : {bar.purpose}" if bar.purpose else whole
        return Sign(bar, whole if roomy else brief, whole, more, to)

    return sign


def say(bar: BarView) -> str:
    """Return how many who has, and where that stands; of what is withheld, why first.

    A bar of two days has room for a few letters: how many is among them.
    """
    many = str(bar.quantity or "")
    if bar.who:
        return f"{many} {bar.who}, {bar.label.lower()}".lstrip()
    return ", ".join(filter(None, (bar.label, many)))


def hours_of(bar: BarView, zone: ZoneInfo) -> str:
    """Return the hours of a loan; of one that is late, when it was to be back."""
    if bar.period is None:
        return ""
    first, last = (at.astimezone(zone) for at in (bar.period.starts_at, bar.period.ends_at))
    return (
        f"à rendre {words.brief_due(last)}" if bar.kind is Kind.LATE else words.hours(first, last)
    )
