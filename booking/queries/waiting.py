"""The waiting list: who waits for what, in which order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from booking import clock
from booking.db import db
from booking.models.catalogue import Item
from booking.models.reservations import Line, Request, Reservation
from booking.numbers import among
from booking.queries import reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import Status

WAITS = Reservation.status == literal_column(f"'{Status.WAITLISTED.value}'")  # for its index


@dataclass(frozen=True)
class Waiter:
    """Who waits for an item, how many and when, as its manager reads it."""

    reference: str
    request_id: int
    borrower: str
    quantity: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Queue:
    """The rank of a reservation that waits, and who waits for the same things, by item."""

    rank: int  # 0: it does not wait
    waiters: tuple[tuple[str, tuple[Waiter, ...]], ...] = ()


def behind(item_ids: Collection[int]) -> set[int]:
    """Return all the items wanted by those who wait for some of them, to be locked together."""
    mine = aliased(Line)
    wanted = (
        select(Line.item_id)
        .join(Reservation, Reservation.id == Line.reservation_id)
        .where(
            WAITS,
            _around(item_ids),
            exists().where(mine.reservation_id == Reservation.id, among(mine.item_id, item_ids)),
        )
    )
    return set(db.session.scalars(wanted))


def for_items(item_ids: Collection[int], now: datetime) -> list[Reservation]:
    """Return who waits for some items and has not begun, in order of asking, read afresh."""
    found = _in_order().where(
        _around(item_ids),
        Reservation.starts_at > now,
        exists().where(Line.reservation_id == Reservation.id, among(Line.item_id, item_ids)),
    )
    whole = found.options(
        joinedload(Reservation.request), selectinload(Reservation.lines).joinedload(Line.item)
    )
    fresh = whole.execution_options(populate_existing=True)
    return list(db.session.scalars(fresh).unique())


def all_of(now: datetime) -> list[int]:
    """Return everybody who waits and has not begun, in order of asking, for the clock."""
    found = _in_order().where(Reservation.starts_at > now)
    return list(db.session.scalars(found.with_only_columns(Reservation.id)))


def _around(item_ids: Collection[int]) -> ColumnElement[bool]:
    """Tell whether a reservation is of the territory of some items: no other ever wants them."""
    return Reservation.territory_id.in_(select(Item.territory_id).where(among(Item.id, item_ids)))


def _in_order() -> Select[Reservation]:
    order = (Request.asked_at, Reservation.id)
    return select(Reservation).join(Reservation.request).where(WAITS).order_by(*order)


def rank(reservation_id: int) -> int:
    """Return the place of a waiting reservation among those it competes with: the first is 1.

    They wait for one of the same items, at dates that meet its own, and asked before.
    """
    mine, asked, theirs = aliased(Reservation), aliased(Request), aliased(Line)
    before = (
        select(func.count())
        .select_from(Reservation)
        .join(Reservation.request)
        .join(mine, mine.id == reservation_id)
        .join(asked, asked.id == mine.request_id)
        .where(
            WAITS,
            Reservation.territory_id == mine.territory_id,
            Reservation.starts_at < mine.ends_at,
            Reservation.ends_at > mine.starts_at,
            or_(
                Request.asked_at < asked.asked_at,
                (Request.asked_at == asked.asked_at) & (Reservation.id < mine.id),
            ),
            exists().where(
                Line.reservation_id == Reservation.id,
                theirs.reservation_id == mine.id,
                theirs.item_id == Line.item_id,
            ),
        )
    )
    return 1 + db.session.scalars(before).one()


def of_reservation(actor: Actor, reservation_id: int) -> Queue:
    """Return the rank of a reservation in view and, for its lender, who waits for its items."""
    mine = reservations.row(actor, reservation_id)
    place = rank(mine.id) if mine.status is Status.WAITLISTED else 0
    if not access.may(actor, "reservation.see_notes", views.parties(mine)):
        return Queue(place)
    return Queue(place, _waiters(mine))


def _waiters(mine: Reservation) -> tuple[tuple[str, tuple[Waiter, ...]], ...]:
    found = (
        select(Line)
        .join(Reservation, Reservation.id == Line.reservation_id)
        .join(Reservation.request)
        .join(Line.item)
        .where(
            WAITS,
            Reservation.territory_id == mine.territory_id,
            Reservation.ends_at > clock.now(),
            among(Line.item_id, {line.item_id for line in mine.lines}),
        )
        .order_by(Item.name, Request.asked_at, Reservation.id)
        .options(
            joinedload(Line.item),
            joinedload(Line.reservation)
            .joinedload(Reservation.request)
            .joinedload(Request.borrower),
        )
    )
    by_item: dict[str, list[Waiter]] = {}
    for line in db.session.scalars(found).unique():
        by_item.setdefault(line.item.name, []).append(_waiter(line))
    return tuple((name, tuple(each)) for name, each in by_item.items())


def _waiter(line: Line) -> Waiter:
    part = line.reservation
    return Waiter(
        reference=views.reference(part.id),
        request_id=part.request_id,
        borrower=part.request.borrower.name,
        quantity=line.quantity,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
    )
