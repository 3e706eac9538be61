"""What a reservation may become: its lines with their depots and copies, what could be added."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Stock, Unit
from booking.models.reservations import Line, Reservation
from booking.queries import reservations
from booking.queries.views import ReservationView, parties
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import Status, Tracking

Depot = tuple[str, str]
"""Its id as forms carry it, and its name."""


@dataclass(frozen=True)
class LineView:
    """A line as one may change it: the depot preferred, every depot and copy there is."""

    id: int
    item: str
    name: str
    quantity: int
    depot: str
    tracking: Tracking
    named: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]  # number, depot


@dataclass(frozen=True)
class ChangeView:
    """A reservation as one may change it."""

    mine: ReservationView
    lines: tuple[LineView, ...]
    items: tuple[tuple[str, str], ...]  # of the same lender: reference, name
    depots: tuple[Depot, ...]
    may_overbook: bool

    @property
    def asks(self) -> bool:
        """Tell whether more is asked of the manager, who has answered, beside what is agreed."""
        return self.mine.status is Status.APPROVED and not self.may_overbook


def show(actor: Actor, reservation_id: int) -> ChangeView:
    """Return what a reservation in view may become; raises NotFound."""
    mine = reservations.show(actor, reservation_id)
    row = reservations.row(actor, reservation_id)
    items = _of_lender(row)
    depots = {(str(stock.depot_id), stock.depot.name) for item in items for stock in item.stocks}
    return ChangeView(
        mine=mine,
        lines=tuple(_line(line) for line in row.lines),
        items=tuple((item.reference, item.name) for item in items),
        depots=tuple(sorted(depots, key=lambda depot: depot[1])),
        may_overbook=access.may(actor, "reservation.overbook", parties(row)),
    )


def partners(actor: Actor, mine: ReservationView) -> list[ReservationView]:
    """Return the reservations of the same pool whose dates the actor could exchange with."""
    found = (
        reservations.loaded(actor)
        .where(
            Reservation.pool_id == mine.pool_id,
            Reservation.id != mine.id,
            Reservation.status.in_((Status.REQUESTED, Status.APPROVED)),
        )
        .order_by(Reservation.starts_at, Reservation.id)
    )
    return [each for each in reservations.seen(actor, found) if "swap" in each.possible]


def _of_lender(row: Reservation) -> list[Item]:
    found = (
        select(Item)
        .where(
            Item.territory_id == row.territory_id,
            Item.pool_id == row.pool_id,
            Item.owner_id == row.owner_id,
        )
        .options(selectinload(Item.stocks).joinedload(Stock.depot))
        .order_by(Item.name)
    )
    return list(db.session.scalars(found))


def _line(line: Line) -> LineView:
    return LineView(
        id=line.id,
        item=line.item.reference,
        name=line.item.name,
        quantity=line.quantity,
        depot=str(line.depot_id or ""),
        tracking=line.item.tracking,
        named=tuple(hold.unit.number for hold in line.holds if hold.unit),
        copies=tuple(
            (unit.number, stock.depot.name)
            for stock in line.item.stocks
            for unit in stock.units
            if _in_service(unit)
        ),
    )


def _in_service(unit: Unit) -> bool:
    now = clock.now()
    return all(each.quantity > 0 or each.at > now for each in unit.movements)
