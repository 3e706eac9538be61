"""Which days count in the delays of a pool: its region's, less those on which it is closed."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.catalogue import Pool
from booking.models.depots import Closure
from booking.models.organizations import Territory
from booking.rules import delays
from booking.rules.delays import Closed, Days


def of_lender(pool: Pool, region: str | None = None, *, closing: bool = True) -> Days:
    """Return the days on which a pool works; what is known already is not asked again.

    `closing`: whether anything closes from today on.
    """
    known = of_borrower(pool).region if region is None else region
    return Days(known, _closed([pool])[pool.id] if closing else ())


def of_lenders(pools: Collection[Pool]) -> dict[Pool, Days]:
    """Return the days on which each of some pools works, in few statements."""
    closed, regions = _closed(pools), dict[int, str]()
    for pool in pools:
        if pool.territory_id not in regions:
            regions[pool.territory_id] = of_borrower(pool).region
    return {pool: Days(regions[pool.territory_id], closed[pool.id]) for pool in pools}


def of_borrower(pool: Pool) -> Days:
    """Return the days that count for who borrows from a pool, who does not close with it."""
    return Days(db.session.get_one(Territory, pool.territory_id).holiday_region)


def zone_of(pool: Pool) -> ZoneInfo:
    """Return the time zone in which a pool lives."""
    return ZoneInfo(db.session.get_one(Territory, pool.territory_id).time_zone)


def reply_due(pool: Pool, count: int) -> datetime:
    """Return when a reply is due that the borrower has so many working days for, from now."""
    return delays.due(clock.now(), count, zone_of(pool), of_borrower(pool))


def _closed(pools: Collection[Pool]) -> dict[int, tuple[Closed, ...]]:
    """Return, by pool, when it is closed from today on."""
    found = select(Closure).where(
        Closure.territory_id.in_({pool.territory_id for pool in pools}),
        Closure.pool_id.in_({pool.id for pool in pools}),
        Closure.ends_on >= clock.now().date() - delays.DAY,
    )
    spans: dict[int, list[Closed]] = {pool.id: [] for pool in pools}
    for each in db.session.scalars(found.order_by(Closure.id)):
        if each.pool_id:
            spans[each.pool_id].append(Closed(each.starts_on, each.ends_on))
    return {pool_id: tuple(closed) for pool_id, closed in spans.items()}
