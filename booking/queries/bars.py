"""What takes the things of a planning, as the actor may read it; the rest is only taken."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.models.catalogue import Depot, Stock
from booking.models.dealings import Change
from booking.models.reservations import LONGEST, Hold, Line, Request, Reservation
from booking.numbers import among
from booking.period import Period
from booking.queries import catalogue, silence, standing
from booking.queries.availability import hull, likely_end
from booking.queries.stock_rows import TOUCHING, Held
from booking.queries.views import parties
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.planning import KINDS, Bar, Kind, together
from booking.vocabulary import Derived, HoldReason

OUT_OF_SERVICE = (HoldReason.BREAKDOWN, HoldReason.MAINTENANCE, HoldReason.INSPECTION)
"""Why things are away that every member reads in the catalogue too."""
CHANGING = "Changement demandé"


@dataclass(frozen=True)
class BarView:
    """What takes so many of an item, from when to when; who is silent on others' loans."""

    kind: Kind
    label: str
    shape: Bar
    quantity: int = 0  # 0: not told
    who: str = ""
    purpose: str = ""
    request_id: int | None = None
    tended: bool = False  # the actor may change what is withheld
    period: Period | None = None  # the loan itself, as it was agreed or asked for


@dataclass(frozen=True)
class Taken:
    """One hold with what it is for."""

    hold: Held
    held: Period
    stock: Stock
    reason: HoldReason
    reservation_id: int | None
    changing: bool
    note: str


def of_rows(actor: Actor, rows: Sequence[Collection[Stock]], window: Period) -> list[list[BarView]]:
    """Return what takes some of the stocks of each row in a window, in order, in few statements."""
    row_of = {stock.id: rank for rank, stocks in enumerate(rows) for stock in stocks}
    found = _taken(actor, {stock.id: stock for stocks in rows for stock in stocks}, window)
    known = _known(actor, {each.reservation_id for each in found if each.reservation_id})
    bars: list[list[BarView]] = [[] for _ in rows]
    loans: dict[tuple[int, int, bool], list[Taken]] = {}
    hidden: dict[int, list[Period]] = {}
    for each in found:
        row = row_of[each.stock.id]
        if each.reservation_id is not None and each.reservation_id in known:
            loans.setdefault((row, each.reservation_id, each.changing), []).append(each)
        elif withheld := _withheld(actor, each):
            bars[row].append(withheld)
        else:
            hidden.setdefault(row, []).append(each.held)
    for (row, reservation_id, _), parts in loans.items():
        bars[row].append(_loan(known[reservation_id], parts))
    for row, periods in hidden.items():
        bars[row] += [_busy(span) for span in together(periods)]
    for views in bars:
        views.sort(key=lambda each: (each.shape.held, each.request_id or 0))
    return bars


def _taken(actor: Actor, stocks: Mapping[int, Stock], window: Period) -> list[Taken]:
    """Return the holds that touch a window, what is late counted as long as the engine does."""
    asked = {
        "territory_id": actor.territory_id,
        "stock_ids": stocks,
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "reach": window.ends_at + LONGEST,
    }
    spans: dict[int, tuple[Held, Period]] = {}
    for hold in map(Held._make, db.session.execute(TOUCHING, asked).all()):
        grace = timedelta(hours=stocks[hold.stock_id].item.pool.late_grace_hours)
        held = Period(hold.starts_at, likely_end(hold, grace))
        if held.overlaps(window):
            spans[hold.id] = hold, held
    reasons = (
        select(
            Hold.id,
            Hold.reason,
            func.coalesce(Line.reservation_id, Change.reservation_id),
            Hold.change_id.is_not(None),
            Hold.note,
        )
        .outerjoin(Line, Line.id == Hold.line_id)
        .outerjoin(Change, Change.id == Hold.change_id)
        .where(among(Hold.id, "ids"))
    )
    return [
        Taken(*spans[hold_id], stocks[spans[hold_id][0].stock_id], reason, number, changing, note)
        for hold_id, reason, number, changing, note in db.session.execute(reasons, {"ids": spans})
    ]


def _known(actor: Actor, ids: Collection[int]) -> Mapping[int | None, Reservation]:
    """Return which of some reservations the actor may read, with no more than a bar says."""
    found = (
        select(Reservation)
        .where(among(Reservation.id, "ids"))
        .options(
            joinedload(Reservation.request).joinedload(Request.borrower),
            joinedload(Reservation.pool),
        )
    )
    stores = _stores(ids)
    rows = db.session.scalars(found, {"ids": ids}).all()
    return {
        each.id: each
        for each in rows
        if access.may(actor, "reservation.read", parties(each, frozenset(stores[each.id])))
    }


def _stores(ids: Collection[int]) -> Mapping[int, set[int]]:
    """Return who keeps the things of some reservations."""
    kept = (
        select(Line.reservation_id, Depot.custodian_id)
        .join(Hold, Hold.line_id == Line.id)
        .join(Stock, Stock.id == Hold.stock_id)
        .join(Depot, Depot.id == Stock.depot_id)
        .where(among(Line.reservation_id, "ids"))
        .distinct()
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for reservation_id, custodian_id in db.session.execute(kept, {"ids": ids}):
        found[reservation_id].add(custodian_id)
    return found


def _loan(mine: Reservation, parts: Collection[Taken]) -> BarView:
    held = hull([each.held for each in parts])
    label = standing.label(mine)
    late = label is Derived.LATE
    changing = any(each.changing for each in parts)
    said = CHANGING if changing and mine.status in silence.AGREED else label.label
    return BarView(
        kind=Kind.ASKED if changing else Kind.LATE if late else KINDS.get(mine.status, Kind.ASKED),
        label=said,
        shape=Bar(held if changing else _lent(mine, parts, held), held),
        quantity=sum(each.hold.quantity for each in parts),
        who=mine.request.borrower.name,
        purpose=mine.request.purpose,
        request_id=mine.request_id,
        period=None if changing else mine.period,
    )


def _lent(mine: Reservation, parts: Collection[Taken], held: Period) -> Period:
    """Return the loan inside what is held: the preparation was frozen with the hold.

    What left earlier than agreed is lent since then, not prepared.
    """
    after = max(each.hold.planned_ends_at - mine.ends_at for each in parts)
    ends_at = held.ends_at - max(after, timedelta(0))
    before = timedelta(hours=max(each.stock.item.preparation_before_hours for each in parts))
    early = mine.status in standing.LEFT and held.starts_at < mine.starts_at - before
    starts_at = held.starts_at if early else max(held.starts_at, mine.starts_at)
    return Period(starts_at, ends_at) if starts_at < ends_at else held


def _withheld(actor: Actor, taken: Taken) -> BarView | None:
    """Return what is kept from lending; nothing when it is others' business."""
    if taken.reservation_id is not None:
        return None
    tended = access.may(actor, "stock.withhold", catalogue.parties(taken.stock.item, taken.stock))
    aside, elsewhere = taken.reason in OUT_OF_SERVICE, taken.reason is HoldReason.EXTERNAL
    if not (tended or aside):
        return None
    named = f" : {taken.note}" if elsewhere else ""
    return BarView(
        kind=Kind.UPKEEP if aside else Kind.BUSY if elsewhere else Kind.KEPT,
        label=taken.reason.label.capitalize() + named,
        shape=Bar(taken.held, taken.held),
        quantity=taken.hold.quantity,
        tended=tended,
    )


def _busy(span: Period) -> BarView:
    return BarView(kind=Kind.BUSY, label=Kind.BUSY.label, shape=Bar(span, span))
