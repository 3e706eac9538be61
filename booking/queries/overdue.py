"""What is late, as those who wait for it may know it: how many, since when; never with whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Pool
from booking.models.reservations import Hold, Line, Reservation
from booking.numbers import among
from booking.queries.dangers import TO_COME
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Status

WAITING = frozenset({*TO_COME, Status.WAITLISTED})
"""While these last, one waits for things that others may bring back late."""


@dataclass(frozen=True)
class Overdue:
    """So many of an item are late, in so many loans; they count as taken until then at least."""

    name: str
    quantity: int
    loans: int
    since: datetime
    until: datetime


def of_items(actor: Actor, item_ids: Collection[int]) -> dict[int, Overdue]:
    """Return what is late of each of some items of the actor's territory, in one statement."""
    if not item_ids:
        return {}
    now = clock.now()
    found = (
        select(
            Line.item_id,
            Item.name,
            Line.reservation_id,
            Hold.quantity,
            Hold.planned_ends_at,
            Reservation.ends_at,
            Pool.late_grace_hours,
        )
        .join(Line, Line.id == Hold.line_id)
        .join(Item, Item.id == Line.item_id)
        .join(Reservation, Reservation.id == Line.reservation_id)
        .join(Pool, Pool.id == Reservation.pool_id)
        .where(
            Hold.territory_id == actor.territory_id,
            Hold.due_back_at.is_not(None),
            Reservation.status == Status.OUT,
            Reservation.ends_at < now,
            among(Line.item_id, item_ids),
        )
    )
    rows: dict[int, list[tuple[str, int, int, datetime, datetime]]] = {}
    for item_id, name, loan, quantity, planned, ends_at, grace in db.session.execute(found):
        until = now + timedelta(hours=grace) + (planned - ends_at)
        rows.setdefault(item_id, []).append((name, loan, quantity, ends_at, until))
    return {item_id: _together(each) for item_id, each in rows.items()}


def _together(rows: Iterable[tuple[str, int, int, datetime, datetime]]) -> Overdue:
    names, loans, quantities, ends, untils = zip(*rows, strict=True)
    return Overdue(names[0], sum(quantities), len(set(loans)), min(ends), max(untils))


def waited_for(actor: Actor, parts: Iterable[ReservationView]) -> Mapping[int, tuple[Overdue, ...]]:
    """Return, by reservation to come, what of its things others bring back late."""
    coming = [each for each in parts if each.status in WAITING]
    late = of_items(actor, {line.item_id for each in coming for line in each.lines})
    found = {
        each.id: tuple(
            late[item_id]
            for item_id in dict.fromkeys(line.item_id for line in each.lines)
            if item_id in late
        )
        for each in coming
    }
    return {number: lines for number, lines in found.items() if lines}
