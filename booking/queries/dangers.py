"""Which reservations lack what was promised them, now or if a stock became smaller."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Pool, Stock
from booking.models.dealings import Change
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.period import OPEN_ENDED, Period
from booking.queries.availability import supplies
from booking.queries.views import reference
from booking.rules import availability
from booking.rules.access import Actor
from booking.vocabulary import Status

COUNTING = (
    Status.REQUESTED,
    Status.NEEDS_INFO,
    Status.WAITLISTED,
    Status.APPROVED,
    Status.OUT,
)
"""While these last, somebody counts on what was asked or lent."""

TO_COME = (Status.REQUESTED, Status.NEEDS_INFO, Status.APPROVED)
"""While these last, what is held has not left yet."""


@dataclass(frozen=True)
class Danger:
    """A reservation that may lack some of an item, and how many at worst."""

    reservation_id: int
    reference: str
    request_id: int
    borrower: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    status: Status
    item: str
    depot: str
    missing: int

    def as_fact(self) -> dict[str, object]:
        """Return what a refusal says of it."""
        return {
            "id": self.reservation_id,
            "reference": self.reference,
            "borrower": self.borrower,
            "purpose": self.purpose,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "item": self.item,
            "missing": self.missing,
        }


def of_stock(stock: Stock, spans: Iterable[tuple[Period, int]]) -> list[Danger]:
    """Return the reservations that hold some of a stock inside spans where so many are missing."""
    missing = list(spans)
    if not missing:
        return []
    first = min(span.starts_at for span, _ in missing)
    last = max(span.ends_at for span, _ in missing)
    found: dict[int, Danger] = {}
    for hold, mine in _holds(stock, Period(first, last)):
        worst = max((lack for span, lack in missing if span.overlaps(hold.period)), default=0)
        if worst:
            each = _danger(hold, mine, min(worst, hold.quantity))
            known = found.get(each.reservation_id)
            if known is None or known.missing < each.missing:
                found[each.reservation_id] = each
    return sorted(found.values(), key=lambda each: (each.starts_at, each.reservation_id))


def of_item(item: Item) -> list[Danger]:
    """Return the reservations that count on an item from now on, with how many they have of it."""
    rows = (
        select(Line)
        .join(Line.reservation)
        .where(
            Line.territory_id == item.territory_id,
            Line.item_id == item.id,
            Reservation.status.in_(COUNTING),
        )
        .options(
            joinedload(Line.reservation)
            .joinedload(Reservation.request)
            .joinedload(Request.borrower)
        )
        .order_by(Reservation.starts_at, Reservation.id, Line.id)
    )
    return [_counted(item, line.reservation, line.quantity) for line in db.session.scalars(rows)]


def _counted(item: Item, mine: Reservation, quantity: int, depot: str = "") -> Danger:
    return Danger(
        reservation_id=mine.id,
        reference=reference(mine.id),
        request_id=mine.request_id,
        borrower=mine.request.borrower.name,
        purpose=mine.request.purpose,
        starts_at=mine.starts_at,
        ends_at=mine.ends_at,
        status=mine.status,
        item=item.name,
        depot=depot,
        missing=quantity,
    )


def _holds(stock: Stock, period: Period) -> Sequence[tuple[Hold, Reservation]]:
    """Return what reservations hold of a stock, and what their open changes hold beyond."""
    whose = or_(Reservation.id == Line.reservation_id, Reservation.id == Change.reservation_id)
    rows = (
        select(Hold, Reservation)
        .outerjoin(Line, Line.id == Hold.line_id)
        .outerjoin(Change, Change.id == Hold.change_id)
        .join(Reservation, whose)
        .where(
            Hold.territory_id == stock.territory_id,
            Hold.stock_id == stock.id,
            Reservation.status != Status.RETURNED,  # what dries lacks nothing any more
            Hold.starts_at < period.ends_at,
            Hold.ends_at > period.starts_at,
        )
        .options(
            joinedload(Reservation.request).joinedload(Request.borrower),
            joinedload(Hold.stock).options(joinedload(Stock.item), joinedload(Stock.depot)),
        )
    )
    return [(hold, mine) for hold, mine in db.session.execute(rows)]


def _danger(hold: Hold, mine: Reservation, missing: int) -> Danger:
    return _counted(hold.stock.item, mine, missing, hold.stock.depot.name)


def of_manager(actor: Actor) -> list[Danger]:
    """Return what is in danger from now on in the pools that the actor's organization manages."""
    mine = (
        select(Stock)
        .join(Stock.item)
        .join(Item.pool)
        .where(
            Stock.territory_id == actor.territory_id,
            Pool.manager_id == actor.organization_id,
        )
        .options(joinedload(Stock.item))
    )
    stocks = {stock.id: stock for stock in db.session.scalars(mine)}
    ahead = Period(clock.now(), OPEN_ENDED)
    found = supplies(actor.territory_id, {each.item_id for each in stocks.values()}, ahead)
    return [
        danger
        for group in found.values()
        for supply in group
        for danger in of_stock(stocks[supply.stock_id], availability.excess(supply, ahead))
    ]


def counting_on(stock: Stock, unit_id: int | None = None) -> list[Danger]:
    """Return the reservations to come that count on a stock, or may be given one copy of it."""
    found: dict[int, Danger] = {}
    for hold, mine in _holds(stock, Period(clock.now(), OPEN_ENDED)):
        given = unit_id is None or hold.unit_id in (None, unit_id)
        if given and mine.status in TO_COME:
            found.setdefault(mine.id, _danger(hold, mine, hold.quantity))
    return sorted(found.values(), key=lambda each: (each.starts_at, each.reservation_id))
