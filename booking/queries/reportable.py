"""What may be told to have gone wrong: the things of a loan, of an item, or all that one tends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, WrongMoment
from booking.models.catalogue import Depot, Item, Pool, Stock, Unit
from booking.models.reservations import Line, Reservation
from booking.queries import catalogue, incidents, reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.incidents import EVER_OUT
from booking.vocabulary import STAFF, Tracking

ACT = "incident.report"


@dataclass(frozen=True)
class Thing:
    """Something that may have gone wrong: a copy, or so many of a stock; `value` names it."""

    value: str
    name: tuple[str, str, str]  # of the item, its reference, the number of the copy
    depot: str
    unit: str
    may_withhold: bool

    @property
    def label(self) -> str:
        """Return how it is named, with its depot."""
        item, reference, unit = self.name
        return f"{item}, {unit or reference} ({self.depot})"

    @property
    def many(self) -> bool:
        """Tell whether one says how many."""
        return not self.unit


@dataclass(frozen=True)
class Reportable:
    """What may be chosen, and what it is asked about: a loan, an item, or neither."""

    things: tuple[Thing, ...]
    about: str = ""
    reservation_id: int | None = None
    request_id: int | None = None
    item_id: int | None = None

    @property
    def depot(self) -> str:
        """Return the one depot of the things, as a phone names the form that it keeps; or none."""
        depots = {each.depot for each in self.things}
        return depots.pop() if len(depots) == 1 else ""

    @property
    def may_withhold(self) -> bool:
        """Tell whether one may put some of it out of service at once."""
        return any(each.may_withhold for each in self.things)


def of_reservation(actor: Actor, reservation_id: int) -> Reportable:
    """Return the things of a loan in view; raises NotFound, NotAllowed, WrongMoment too early."""
    mine = reservations.row(actor, reservation_id)
    lines = {line.item_id: line for line in mine.lines}
    stocks = [
        each
        for each in _stocks(Item.id.in_(lines))
        if each.id in _served(lines[each.item_id], each)
    ]
    found = _allowed(actor, stocks, mine)
    if mine.status not in EVER_OUT:
        raise WrongMoment("incident_too_early")
    asked = f"« {mine.request.purpose} » ({views.reference(mine.id)})"
    return Reportable(found, asked, reservation_id=mine.id, request_id=mine.request_id)


def _served(line: Line, stock: Stock) -> set[int]:
    """Return the stocks that serve a line; any of its item when nobody knows any more."""
    return {hold.stock_id for hold in line.holds} or {stock.id}


def of_item(actor: Actor, item_id: int) -> Reportable:
    """Return an item, depot by depot, copy by copy; raises NotFound, NotAllowed."""
    item = catalogue.by_id(actor, item_id)
    found = _allowed(actor, _stocks(Item.id == item.id), None)
    return Reportable(found, item.name, item_id=item.id)


def stocks_of(actor: Actor, item_id: int) -> frozenset[int]:
    """Return the stocks of an item in view that the actor may tell of; raises NotFound.

    A lot goes wrong by its parts, and a person is no thing.
    """
    item = catalogue.by_id(actor, item_id)
    if item.tracking is Tracking.KIT or item.family == STAFF:
        return frozenset()
    return frozenset(
        each.id for each in item.stocks if access.may(actor, ACT, incidents.parties(each, None))
    )


def everything(actor: Actor) -> Reportable:
    """Return all that the actor's organization lends, owns or stores; raises NotAllowed."""
    mine = actor.organization_id
    tended = or_(Pool.manager_id == mine, Item.owner_id == mine, Depot.custodian_id == mine)
    here = Item.territory_id == actor.territory_id
    return Reportable(_allowed(actor, _stocks(tended & here), None))


def _stocks(which: ColumnElement[bool]) -> Sequence[Stock]:
    found = (
        select(Stock)
        .join(Stock.item)
        .join(Item.pool)
        .join(Stock.depot)
        .where(which, Item.tracking != Tracking.KIT)
        .options(
            joinedload(Stock.item).options(joinedload(Item.pool), selectinload(Item.shares)),
            joinedload(Stock.depot),
            selectinload(Stock.units).selectinload(Unit.movements),
        )
        .order_by(Item.name, Item.id, Depot.name, Stock.id)
    )
    return db.session.scalars(found).unique().all()


def _allowed(actor: Actor, stocks: Sequence[Stock], loan: Reservation | None) -> tuple[Thing, ...]:
    """Return what the actor may tell of; raises NotAllowed when it is nothing."""
    found = [
        thing
        for stock in stocks
        if access.may(actor, ACT, incidents.parties(stock, loan))
        for thing in _things(actor, stock, loan)
    ]
    if not found:
        raise NotAllowed("not_allowed", act=ACT)
    return tuple(sorted(found, key=lambda each: each.name))  # then by number, whatever the depot


def _things(actor: Actor, stock: Stock, loan: Reservation | None) -> Iterator[Thing]:
    item, now = stock.item, clock.now()
    may_withhold = access.may(actor, "stock.withhold", catalogue.parties(item, stock))
    units = [each.number for each in stock.units if not each.gone(now)]
    if item.tracking is Tracking.NUMBERED:
        taken = _copies(loan, item.id)
        units = [each for each in units if each in taken] if taken else units
    for unit in sorted(units) if item.tracking is Tracking.NUMBERED else ("",):
        name = (item.name, item.reference, unit)
        value = f"{stock.depot_id}|{unit}|{item.reference}"
        yield Thing(value, name, stock.depot.name, unit, may_withhold)


def _copies(loan: Reservation | None, item_id: int) -> set[str]:
    """Return the copies of an item that a loan holds, by number."""
    lines = loan.lines if loan else ()
    held = [hold for line in lines if line.item_id == item_id for hold in line.holds]
    return {hold.unit.number for hold in held if hold.unit}
