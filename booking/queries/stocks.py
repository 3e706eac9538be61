"""The stocks of an item for those who tend them: copies, what is withheld, what came and went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotFound
from booking.models.catalogue import Depot, Item, Stock, StockMovement, Unit
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.period import OPEN_ENDED
from booking.queries import catalogue, circles, views
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import HoldReason, Movement, Tracking

LATEST = 8
"""So many movements of each depot are shown."""


class State(Enum):
    """Where a numbered copy is."""

    IN_SERVICE = "en service"
    OUT = "sorti"
    WITHHELD = "retiré du prêt"
    ABSENT = "indisponible"
    ANNOUNCED = "pas encore arrivé"


@dataclass(frozen=True)
class UnitView:
    """One numbered copy; `who` has it or `why` it stays, until when."""

    id: int
    number: str
    state: State
    note: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class WithheldView:
    """So many, or one copy, not to be lent over a period; `later` are those of its series."""

    id: int
    depot: str
    reason: HoldReason
    quantity: int
    unit: str
    starts_at: datetime
    ends_at: datetime | None  # None until somebody says that it is repaired
    note: str
    despite: str
    present: bool
    series: str
    later: "tuple[WithheldView, ...]" = ()


@dataclass(frozen=True)
class MovementView:
    """So many came in or went for good."""

    at: datetime
    kind: Movement
    quantity: int
    unit: str
    note: str
    despite: str


@dataclass(frozen=True)
class StockView:
    """What one depot has of an item, and what the actor may do there."""

    id: int
    depot_id: int
    depot: str
    custodian: str
    quantity: int
    units: tuple[UnitView, ...]
    withheld: tuple[WithheldView, ...]
    movements: tuple[MovementView, ...]
    may_withhold: bool


@dataclass(frozen=True)
class StocksView:
    """An item with its stocks, as those who tend them read it."""

    item_id: int
    reference: str
    name: str
    family: str
    pool: str
    tracking: Tracking
    stocks: tuple[StockView, ...]
    elsewhere: tuple[tuple[int, str], ...]  # depots that have none of it yet
    may_change: bool


def may_tend(actor: Actor, item_id: int) -> bool:
    """Tell whether the actor changes or withholds some stock of an item."""
    item = _item(actor, item_id)
    things = [catalogue.parties(item), *(catalogue.parties(item, stock) for stock in item.stocks)]
    acts = ("stock.change", "stock.withhold")
    return any(access.may(actor, act, thing) for act in acts for thing in things)


def show(actor: Actor, item_id: int) -> StocksView:
    """Return an item's stocks; raises NotFound out of view, NotAllowed to who only borrows."""
    item = _item(actor, item_id)
    if not may_tend(actor, item_id):
        raise NotAllowed("not_allowed", act="stock.withhold")
    may_change = access.may(actor, "stock.change", catalogue.parties(item))
    ids = [stock.id for stock in item.stocks]
    holds, movements = _holds(ids), _movements(ids)
    return StocksView(
        item_id=item.id,
        reference=item.reference,
        name=item.name,
        family=item.family,
        pool=item.pool.name,
        tracking=item.tracking,
        stocks=tuple(_stock(actor, stock, holds, movements) for stock in item.stocks),
        elsewhere=_other_depots(item) if may_change else (),
        may_change=may_change,
    )


def withheld(actor: Actor, item_id: int) -> list[WithheldView]:
    """Return what is withheld of an item, now and to come, each period by itself."""
    found: list[WithheldView] = []
    for stock in show(actor, item_id).stocks:
        for each in stock.withheld:
            found += [replace(each, later=()), *each.later]
    return found


def made_with(actor: Actor, hold_id: int) -> list[WithheldView]:
    """Return what was withheld by the same act as a hold, the first of them."""
    found = withheld(actor, item_of_hold(actor, hold_id))
    return [
        each
        for first in found
        if first.id == hold_id
        for each in found
        if each.id >= first.id and (each.reason, each.series) == (first.reason, first.series)
        if each.series or each.starts_at == first.starts_at
    ]


def hold(actor: Actor, hold_id: int) -> Hold:
    """Return what withholds something in the actor's territory; raises NotFound."""
    found = db.session.get(Hold, hold_id)
    if found is None or found.lent or found.territory_id != actor.territory_id:
        raise NotFound("hold_not_found")
    return found


def item_of_hold(actor: Actor, hold_id: int) -> int:
    """Return the item that a hold withholds; raises NotFound when there is no such hold in view."""
    return hold(actor, hold_id).stock.item_id


def _item(actor: Actor, item_id: int) -> Item:
    found = db.session.scalars(
        select(Item)
        .where(Item.id == item_id, Item.territory_id == actor.territory_id)
        .options(
            joinedload(Item.pool),
            selectinload(Item.stocks).joinedload(Stock.depot).joinedload(Depot.custodian),
            selectinload(Item.stocks).selectinload(Stock.units).selectinload(Unit.movements),
        )
    ).first()
    if found is None or not circles.knows(actor, found.pool):
        raise NotFound("item_not_found", item=str(item_id))
    return found


def _other_depots(item: Item) -> tuple[tuple[int, str], ...]:
    known = {stock.depot_id for stock in item.stocks}
    rows = select(Depot.id, Depot.name).where(Depot.territory_id == item.territory_id)
    found = db.session.execute(rows.order_by(Depot.name)).all()
    return tuple((depot_id, name) for depot_id, name in found if depot_id not in known)


def _holds(stock_ids: Sequence[int]) -> Sequence[Hold]:
    """Return what withholds some of the stocks, and the numbered copies that are out."""
    now = clock.now()
    rows = (
        select(Hold)
        .where(
            Hold.stock_id.in_(stock_ids),
            or_(
                Hold.line_id.is_(None) & Hold.change_id.is_(None) & (Hold.ends_at > now),
                Hold.unit_id.is_not(None) & Hold.due_back_at.is_not(None),
            ),
        )
        .options(
            joinedload(Hold.unit),
            joinedload(Hold.line)
            .joinedload(Line.reservation)
            .joinedload(Reservation.request)
            .joinedload(Request.borrower),
        )
        .order_by(Hold.starts_at, Hold.id)
    )
    return db.session.scalars(rows).all()


def _movements(stock_ids: Sequence[int]) -> Sequence[StockMovement]:
    rows = select(StockMovement).where(StockMovement.stock_id.in_(stock_ids))
    latest_first = rows.order_by(StockMovement.at.desc(), StockMovement.id.desc())
    return db.session.scalars(latest_first.options(joinedload(StockMovement.unit))).all()


def _stock(
    actor: Actor, stock: Stock, holds: Iterable[Hold], movements: Iterable[StockMovement]
) -> StockView:
    now = clock.now()
    mine = [hold for hold in holds if hold.stock_id == stock.id]
    moved = [each for each in movements if each.stock_id == stock.id]
    units = [_unit(actor, unit, mine) for unit in stock.units if not unit.gone(now)]
    return StockView(
        id=stock.id,
        depot_id=stock.depot_id,
        depot=stock.depot.name,
        custodian=stock.depot.custodian.name,
        quantity=sum(each.quantity for each in moved if each.at <= now),
        units=tuple(sorted(units, key=lambda unit: unit.number)),
        withheld=tuple(_withheld(stock, [hold for hold in mine if not hold.lent])),
        movements=tuple(
            MovementView(
                each.at,
                each.kind,
                each.quantity,
                each.unit.number if each.unit else "",
                each.note,
                each.despite,
            )
            for each in moved[:LATEST]
        ),
        may_withhold=access.may(actor, "stock.withhold", catalogue.parties(stock.item, stock)),
    )


def _unit(actor: Actor, unit: Unit, holds: Iterable[Hold]) -> UnitView:
    now = clock.now()
    for hold in (each for each in holds if each.unit_id == unit.id):
        if hold.line:
            mine = hold.line.reservation
            known = access.may(actor, "reservation.read", views.parties(mine))
            who = mine.request.borrower.name if known else ""
            return UnitView(unit.id, unit.number, State.OUT, who, hold.due_back_at)
        if hold.starts_at <= now:
            end = None if hold.ends_at >= OPEN_ENDED else hold.ends_at
            if hold.reason is HoldReason.ABSENCE:
                return UnitView(unit.id, unit.number, State.ABSENT, until=end)
            return UnitView(unit.id, unit.number, State.WITHHELD, hold.reason.label, end)
    arrived = [each.at for each in unit.movements if each.quantity > 0]
    if arrived and min(arrived) > now:
        return UnitView(unit.id, unit.number, State.ANNOUNCED, until=min(arrived))
    return UnitView(unit.id, unit.number, State.IN_SERVICE)


def _withheld(stock: Stock, holds: Iterable[Hold]) -> list[WithheldView]:
    """Return one view per hold, those of a series folded into their first."""
    found: list[WithheldView] = []
    first: dict[str, int] = {}
    for each in (_view(stock, hold) for hold in holds):
        if each.series and each.series in first:
            rank = first[each.series]
            found[rank] = replace(found[rank], later=(*found[rank].later, each))
            continue
        first[each.series] = len(found)
        found.append(each)
    return found


def _view(stock: Stock, hold: Hold) -> WithheldView:
    return WithheldView(
        id=hold.id,
        depot=stock.depot.name,
        reason=hold.reason,
        quantity=hold.quantity,
        unit=hold.unit.number if hold.unit else "",
        starts_at=hold.starts_at,
        ends_at=None if hold.ends_at >= OPEN_ENDED else hold.ends_at,
        note=hold.note,
        despite=hold.despite,
        present=hold.starts_at <= clock.now(),
        series=hold.series or "",
    )
