"""Breakdowns that leave reservations to settle, each once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Pool, Stock
from booking.models.incidents import Incident
from booking.models.reservations import Hold
from booking.numbers import among
from booking.period import OPEN_ENDED, Period
from booking.queries import breakdowns
from booking.queries.availability import supplies
from booking.rules import availability
from booking.rules.access import Actor
from booking.vocabulary import HoldReason


@dataclass(frozen=True)
class Broken:
    """A breakdown that leaves reservations to settle, and the incident that told of it, if any."""

    hold_id: int
    item: str
    depot: str
    starts_at: datetime
    incident: int | None


def to_settle(actor: Actor) -> list[Broken]:
    """Return what leaves reservations to settle in the pools that the actor's organization manages.

    What lacks because of several breakdowns of a stock is settled once, by the first of them.
    """
    rows = _lasting(actor)
    ahead = Period(clock.now(), OPEN_ENDED)
    items = {each.stock.item_id for each in rows}
    found = supplies(actor.territory_id, items, ahead, copies=True) if items else {}
    lacking = {
        supply.stock_id
        for group in found.values()
        for supply in group
        if [*availability.excess(supply, ahead)]
    }
    short = [each for each in rows if each.stock_id in lacking]
    told = select(Incident.hold_id, Incident.id).where(
        among(Incident.hold_id, [r.id for r in short])
    )
    incidents = {hold_id: mine for hold_id, mine in db.session.execute(told)}
    return [
        Broken(
            each.id,
            each.stock.item.name,
            each.stock.depot.name,
            each.starts_at,
            incidents.get(each.id),
        )
        for each in _first(short)
    ]


def _first(rows: Sequence[Hold]) -> Iterator[Hold]:
    """Yield those of the breakdowns by which some reservation is still to be settled."""
    settled = {
        (each.stock_id, mine)
        for each in rows
        for mine, decided in breakdowns.decisions(each).items()
        if decided.told
    }
    for each in rows:
        left = {
            (each.stock_id, danger.reservation_id) for danger in breakdowns.short_of(each)
        } - settled
        if left:
            yield each
        settled |= left


def _lasting(actor: Actor) -> Sequence[Hold]:
    found = (
        select(Hold)
        .join(Hold.stock)
        .join(Stock.item)
        .join(Item.pool)
        .where(
            Hold.territory_id == actor.territory_id,
            Hold.reason == HoldReason.BREAKDOWN,
            Hold.ends_at > clock.now(),
            Pool.manager_id == actor.organization_id,
        )
        .options(joinedload(Hold.stock).options(joinedload(Stock.item), joinedload(Stock.depot)))
        .order_by(Hold.starts_at, Hold.id)
    )
    return db.session.scalars(found).all()
