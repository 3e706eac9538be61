"""What a phone keeps of a depot's day: which loans pass its counter, and what its labels say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from booking import clock
from booking.db import db
from booking.handling import Direction
from booking.models.catalogue import Depot, Item, Pool, Stock, Unit
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.queries import counter, depots
from booking.queries import reservations as reads
from booking.queries.views import parties, reference
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import Status, Tracking

AHEAD = timedelta(days=2)
"""Kept until the end of tomorrow: a round is prepared the evening before."""
EVERYWHERE = "tous les dépôts"


@dataclass(frozen=True)
class Crossing:
    """A loan that passes the counter, which way, and the items in it."""

    reservation_id: int
    direction: Direction
    said: str  # "R-00012, Quérénaing"
    item_ids: frozenset[int]
    version: int  # of the loan: it changes with each act
    ahead: bool = False  # a return of what is still to leave
    near: bool = True  # it passes today or tomorrow, or should have


@dataclass(frozen=True)
class Tag:
    """What a label of the depot leads to; `out_with` is the loan that a copy is out with."""

    item_id: int
    unit_id: int | None
    name: str
    number: str
    item: str  # its reference
    out_with: int | None
    said: str  # of that loan


@dataclass(frozen=True)
class DepotDay:
    """The day of one depot, as a phone keeps it."""

    depot_id: int | None
    depot: str
    day: date
    crossings: tuple[Crossing, ...]
    tags: tuple[Tag, ...]


def day(actor: Actor, depot_id: int | None) -> DepotDay:
    """Return what a phone keeps to work without network at a depot, or at all the actor's depots.

    Raises NotFound to who is at no counter.
    """
    counter.require_counter(actor)
    depot = depots.row(actor, depot_id).name if depot_id else EVERYWHERE
    today = clock.today(actor.zone)
    until = datetime.combine(today + AHEAD, time(), actor.zone)
    crossings = tuple(_crossings(actor, depot_id, until))
    return DepotDay(depot_id, depot, today, crossings, tuple(_tags(actor, depot_id)))


def _at(depot_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return (Stock.depot_id == depot_id,) if depot_id else ()


def _tended(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Keep what lies in a depot of the actor's organization, or is in a pool that it manages."""
    mine = (Depot.custodian_id, Pool.manager_id)
    return (
        Stock.territory_id == actor.territory_id,
        or_(*(each == actor.organization_id for each in mine)),
    )


def _crossings(actor: Actor, depot_id: int | None, until: datetime) -> Iterable[Crossing]:
    """Yield what leaves until an instant, and all that is out: anything may be brought early."""
    rows = db.session.scalars(_passing(actor, depot_id, until)).unique()
    for mine in rows:
        if access.may(actor, "reservation.take_back_part", parties(mine)):
            yield from _ways(mine, until)


def _ways(mine: Reservation, until: datetime) -> Iterable[Crossing]:
    """Yield each way in which a loan may pass: the rest of one may leave while it comes back."""
    out, soon = mine.status is Status.OUT, mine.ends_at < until
    loan = Crossing(
        reservation_id=mine.id,
        direction=Direction.OUT,
        said=_said(mine),
        item_ids=frozenset(line.item_id for line in mine.lines),
        version=mine.revision,
    )
    if not out or any(hold.waits for line in mine.lines for hold in line.holds):
        yield loan
    if out or soon:
        yield replace(loan, direction=Direction.BACK, ahead=not out, near=soon)


def _passing(actor: Actor, depot_id: int | None, until: datetime) -> Select[Reservation]:
    leaves = and_(Reservation.status == Status.APPROVED, Reservation.starts_at < until)
    returns = Reservation.status == Status.OUT
    here = exists().where(
        Line.reservation_id == Reservation.id,
        Hold.line_id == Line.id,
        Stock.id == Hold.stock_id,
        Depot.id == Stock.depot_id,
        or_(Depot.custodian_id == actor.organization_id, Pool.manager_id == actor.organization_id),
        *_at(depot_id),
    )
    found = reads.loaded(actor).where(or_(leaves, returns), here)
    return found.order_by(Reservation.starts_at, Reservation.id)


def _said(mine: Reservation) -> str:
    return f"{reference(mine.id)}, {mine.request.borrower.name}"


def _tags(actor: Actor, depot_id: int | None) -> Iterable[Tag]:
    """Yield what each label of the depot says; copies that are out are looked up at once."""
    stocks = db.session.scalars(
        select(Stock)
        .join(Stock.item)
        .join(Stock.depot)
        .outerjoin(Item.pool)
        .where(*_at(depot_id), *_tended(actor))
        .options(contains_eager(Stock.item), selectinload(Stock.units).selectinload(Unit.movements))
        .order_by(Stock.id)
    ).all()
    out, now = _out(actor, depot_id), clock.now()
    for stock in stocks:
        item = stock.item
        yield Tag(item.id, None, item.name, item.reference, item.reference, None, "")
        if item.tracking is Tracking.NUMBERED:
            for unit in (each for each in stock.units if not each.gone(now)):
                loan = out.get(unit.id)
                with_whom = (loan.id, _said(loan)) if loan else (None, "")
                yield Tag(item.id, unit.id, item.name, unit.number, item.reference, *with_whom)


def _out(actor: Actor, depot_id: int | None) -> Mapping[int, Reservation]:
    """Return the loan with which each copy of the depot is out."""
    found = (
        select(Hold)
        .join(Hold.stock)
        .join(Hold.line)
        .join(Line.reservation)
        .where(Hold.territory_id == actor.territory_id, *_at(depot_id))
        .where(Hold.unit_id.is_not(None), Hold.due_back_at.is_not(None))
        .where(Reservation.status == Status.OUT)
        .options(
            contains_eager(Hold.line)
            .contains_eager(Line.reservation)
            .joinedload(Reservation.request)
            .joinedload(Request.borrower)
        )
    )
    held = db.session.scalars(found).all()
    return {each.unit_id: each.line.reservation for each in held if each.unit_id and each.line}
