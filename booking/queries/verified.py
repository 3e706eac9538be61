"""What is in service where, thing by thing, and when somebody last looked at it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Depot, Item, Pool, Stock, StockMovement, Unit
from booking.models.inspections import Inspection
from booking.models.reservations import Hold
from booking.numbers import among
from booking.rules.access import Parties
from booking.vocabulary import STAFF, LifeStage, Tracking

Key = tuple[int, int | None]
"""A stock, or one copy of it."""


@dataclass(frozen=True)
class Thing:
    """A stock of what is counted, or one copy of what is numbered; so many are in service."""

    territory_id: int
    stock_id: int
    unit_id: int | None
    number: str
    item_id: int
    reference: str
    name: str
    stage: LifeStage
    depot_id: int
    custodian_id: int
    manager_id: int
    owner_id: int
    quantity: int

    @property
    def key(self) -> Key:
        """Return what its checks are filed under."""
        return self.stock_id, self.unit_id

    @property
    def in_use(self) -> bool:
        """Tell whether it is there to be looked at."""
        return self.quantity > 0 and self.stage is not LifeStage.RETIRED

    @property
    def parties(self) -> Parties:
        """Return the organizations it concerns."""
        return Parties(
            self.territory_id,
            manager_id=self.manager_id,
            owner_id=self.owner_id,
            custodian_ids=frozenset({self.custodian_id}),
        )


_COLUMNS: tuple[Any, ...] = (
    Stock.territory_id,
    Stock.id,
    Unit.id,
    func.coalesce(Unit.number, ""),
    Item.id,
    Item.reference,
    Item.name,
    Item.stage,
    Depot.id,
    Depot.custodian_id,
    Pool.manager_id,
    Item.owner_id,
)


def things(of: ColumnElement[bool], at: datetime) -> list[Thing]:
    """Return the things of some stocks at an instant, those gone since long ago included.

    `of` may speak of stocks, items, pools and depots. People who are lent are no things.
    """
    summed = (
        select(*_COLUMNS, cast(func.sum(StockMovement.quantity), Integer))
        .join(Stock, Stock.id == StockMovement.stock_id)
        .join(Item, Item.id == Stock.item_id)
        .join(Pool, Pool.id == Item.pool_id)
        .join(Depot, Depot.id == Stock.depot_id)
        .outerjoin(Unit, Unit.id == StockMovement.unit_id)
        .where(of, StockMovement.at <= at, Item.family != STAFF)
        .group_by(Stock.id, Item.id, Pool.id, Depot.id, Unit.id)
        .order_by(Item.search_text, Item.id, Unit.number, Stock.id)
    )
    named = (Item.tracking != Tracking.NUMBERED) | Unit.id.is_not(None)
    rows: Any = db.session.execute(summed.where(named))
    return [Thing(*facts) for facts in rows]


def last_days(of: ColumnElement[bool]) -> dict[Key, date]:
    """Return the last day on which each thing was looked at, by whatever control."""
    found = (
        select(Inspection.stock_id, Inspection.unit_id, func.max(Inspection.day))
        .join(Stock, Stock.id == Inspection.stock_id)
        .join(Item, Item.id == Stock.item_id)
        .where(of, Inspection.finding.is_not(None))
        .group_by(Inspection.stock_id, Inspection.unit_id)
    )
    return {(stock_id, unit_id): day for stock_id, unit_id, day in db.session.execute(found)}


def last_day(known: dict[Key, date], key: Key) -> date | None:
    """Return the last day of a thing: its own, or that on which its whole stock was seen."""
    days = [known.get(key), known.get((key[0], None))]
    return max((day for day in days if day), default=None)


def of_items(item_ids: Collection[int]) -> dict[int, date | None]:
    """Return, of each item with something in service, since when not all of it was verified."""
    mine = among(Stock.item_id, item_ids)
    known = last_days(mine)
    days: dict[int, list[date | None]] = defaultdict(list)
    for thing in things(mine, clock.now()):
        if thing.in_use:
            days[thing.item_id].append(last_day(known, thing.key))
    return {
        item_id: None if None in found else min(day for day in found if day)
        for item_id, found in days.items()
    }


def at_depot(stock_id: int) -> int:
    """Return how many of a stock should stand at its depot now: in service, and not lent out."""
    moved = select(func.coalesce(func.sum(StockMovement.quantity), 0)).where(
        StockMovement.stock_id == stock_id, StockMovement.at <= clock.now()
    )
    out = select(func.coalesce(func.sum(Hold.quantity), 0)).where(
        Hold.stock_id == stock_id, Hold.due_back_at.is_not(None)
    )
    return max(0, int(db.session.scalar(moved) or 0) - int(db.session.scalar(out) or 0))
