"""The statements that read what each stock has and what is taken of it.

They are built once, here: to build them took as long as to run them.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from booking.db import Instant
from booking.models.catalogue import Item, Pool, Stock, StockMovement
from booking.models.inspections import Inspection
from booking.models.reservations import Hold
from booking.numbers import among
from booking.vocabulary import Tracking


class Stocked(NamedTuple):
    """One stock, with how many it had at the opening; a row of SQLAlchemy is slower to read."""

    id: int
    item_id: int
    numbered: bool
    late_grace_hours: int
    quantity: int
    stirred: bool  # something came, went or was named for a loan since then: one must ask what
    inspected: bool  # its controls are recorded: one must ask which fall due


class Held(NamedTuple):
    """What is read of one hold."""

    id: int
    stock_id: int
    starts_at: datetime
    ends_at: datetime
    planned_ends_at: datetime
    due_back_at: datetime | None
    quantity: int
    unit_id: int | None
    beyond: int


def _instant(name: str) -> Any:
    return bindparam(name, type_=Instant)


_moved = (
    StockMovement.territory_id == Stock.territory_id,
    StockMovement.stock_id == Stock.id,
)
_had = (
    select(func.coalesce(func.sum(StockMovement.quantity), 0))
    .where(*_moved, StockMovement.at <= _instant("opening"))
    .scalar_subquery()
)
_numbered = Item.tracking == Tracking.NUMBERED
_named = exists().where(
    Hold.territory_id == Stock.territory_id,
    Hold.stock_id == Stock.id,
    Hold.unit_id.is_not(None),
    Hold.ends_at > _instant("since"),
)
_stirred = case(
    (exists().where(*_moved, StockMovement.at > _instant("since")), true()),
    (_numbered, _named),  # SQLite would look for names in every stock, were it an "and"
    else_=false(),
)
_inspected = exists().where(Inspection.stock_id == Stock.id)
EVERY_STOCK = (
    select(Stock.id, Stock.item_id, _numbered, Pool.late_grace_hours, _had, _stirred, _inspected)
    .join(Item, Item.id == Stock.item_id)
    .join(Pool, Pool.id == Item.pool_id)
    .where(Stock.territory_id == bindparam("territory_id"))
    .order_by(Stock.id)
)
STOCKS = EVERY_STOCK.where(among(Stock.item_id, "item_ids"))
"""The stocks, each with how many it had at an instant."""

_held = select(*(getattr(Hold, name) for name in Held._fields)).where(
    Hold.territory_id == bindparam("territory_id"),
    among(Hold.stock_id, "stock_ids"),
    Hold.starts_at < _instant("ends_at"),
)
TOUCHING = union_all(
    _held.where(
        ~Hold.apart, Hold.ends_at > _instant("starts_at"), Hold.ends_at < _instant("reach")
    ),
    _held.where(
        Hold.apart, or_(Hold.ends_at > _instant("starts_at"), Hold.due_back_at.is_not(None))
    ),
)
"""The holds that touch a period.

Those whose end says when they are over are searched between bounds; the few that are out or very
long are kept apart, in an index of their own, so that neither a long past nor a long future slows
the search.
"""

LATER: Any = union_all(
    select(
        StockMovement.stock_id,
        StockMovement.unit_id,
        StockMovement.at,
        StockMovement.quantity,
        StockMovement.beyond,
        StockMovement.beyond_until,
    ).where(
        StockMovement.territory_id == bindparam("territory_id"),
        among(StockMovement.stock_id, "stock_ids"),
        StockMovement.at > _instant("moved_since"),
    ),
    select(Hold.stock_id, Hold.unit_id, Hold.ends_at, literal(0), literal(0), null()).where(
        Hold.territory_id == bindparam("territory_id"),
        among(Hold.stock_id, "numbered"),
        Hold.unit_id.is_not(None),
        Hold.ends_at > _instant("since"),
    ),
)
"""What came, went, or was named for a loan that ended, after an instant."""
