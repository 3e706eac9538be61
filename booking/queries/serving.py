"""How many of an item serve today: what it has, less what is broken or in maintenance."""

from sqlalchemy import func, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Stock
from booking.models.reservations import Hold
from booking.vocabulary import HoldReason

OUT_OF_SERVICE = (HoldReason.BREAKDOWN, HoldReason.MAINTENANCE)


def out_of_service(item_id: int) -> dict[int, int]:
    """Return how many of an item are out of service now, by depot (its id); the others are not."""
    now = clock.now()
    found = (
        select(Stock.depot_id, func.sum(Hold.quantity))
        .join(Hold, Hold.stock_id == Stock.id)
        .where(
            Stock.item_id == item_id,
            Hold.reason.in_(OUT_OF_SERVICE),
            Hold.starts_at <= now,
            Hold.ends_at > now,
        )
        .group_by(Stock.depot_id)
    )
    return {depot_id: int(many) for depot_id, many in db.session.execute(found)}
