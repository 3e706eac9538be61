"""What may be labelled: each numbered copy, else what a depot has of an item."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Depot, Item, Pool, Stock, Unit
from booking.queries import catalogue
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import Tracking


@dataclass(frozen=True)
class Thing:
    """One label to make; `unit_id` is a numbered copy's."""

    item_id: int
    unit_id: int | None
    name: str
    reference: str
    owner: str
    depot: str


def things(actor: Actor, depot_id: int | None = None, family: str = "") -> list[Thing]:
    """Return what the actor may label, by depot then by name; all depots unless one is given."""
    stocks = db.session.scalars(_stocks(actor, depot_id, family)).unique()
    return [
        thing
        for stock in stocks
        if access.may(actor, "label.print", catalogue.parties(stock.item, stock))
        for thing in _of(stock)
    ]


def _stocks(actor: Actor, depot_id: int | None, family: str) -> Select[Stock]:
    seen = catalogue.items_of(actor).with_only_columns(Item.id)
    found = (
        select(Stock)
        .join(Stock.item)
        .join(Stock.depot)
        .where(Item.id.in_(seen))
        .order_by(Depot.name, Item.search_text, Stock.id)
        .options(
            contains_eager(Stock.item).joinedload(Item.owner),
            contains_eager(Stock.item).selectinload(Item.shares),
            contains_eager(Stock.item).joinedload(Item.pool).joinedload(Pool.manager),
            contains_eager(Stock.depot),
            selectinload(Stock.units).selectinload(Unit.movements),
        )
    )
    if depot_id is not None:
        found = found.where(Stock.depot_id == depot_id)
    return found.where(Item.family == family) if family else found


def _of(stock: Stock) -> list[Thing]:
    item = stock.item
    if item.tracking is not Tracking.NUMBERED:
        return [_thing(stock, None, item.reference)]
    now = clock.now()
    return [_thing(stock, unit.id, unit.number) for unit in stock.units if not unit.gone(now)]


def _thing(stock: Stock, unit_id: int | None, reference: str) -> Thing:
    item = stock.item
    return Thing(item.id, unit_id, item.name, reference, item.owner.name, stock.depot.name)


def item_of(actor: Actor, unit_id: int) -> int:
    """Return the item that a numbered copy is one of; raises NotFound."""
    found = select(Unit).where(Unit.id == unit_id).options(joinedload(Unit.stock))
    unit = db.session.scalars(found).first()
    if unit is None or unit.territory_id != actor.territory_id:
        raise NotFound("unit_not_found", unit=str(unit_id))
    return unit.stock.item_id
