"""Pools as anybody reads them: nobody's name, no price, no address of a depot (E46)."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import not_, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Depot, Item, KitPart, Pool, Stock
from booking.models.organizations import Territory
from booking.period import Period
from booking.queries import catalogue, pools
from booking.queries.counts import count
from booking.rules.terms import Terms
from booking.vocabulary import STAFF


@dataclass(frozen=True)
class PublicThing:
    """A thing as anybody reads it: in which communes it is kept, never at which address."""

    name: str
    family: str
    quantity: int
    communes: tuple[str, ...]


@dataclass(frozen=True)
class PublicPool:
    """A pool as anybody reads it: nobody's name, no price, no address of a depot."""

    name: str
    manager: str
    terms: Terms
    adherents: tuple[str, ...]
    things: tuple[PublicThing, ...]


def pool(slug: str) -> PublicPool:
    """Return what a pool tells everybody; raises NotFound unless it chose to."""
    found = select(Pool).where(Pool.slug == slug, not_(Pool.hidden))
    row = db.session.scalars(found.options(joinedload(Pool.manager))).first()
    if row is None:
        raise NotFound("pool_not_found")
    zone = ZoneInfo(db.session.get_one(Territory, row.territory_id).time_zone)
    adherents = pools.adherents_on([row.id], clock.today(zone)) if row.by_list else {}
    return PublicPool(
        name=row.name,
        manager=row.manager.name,
        terms=catalogue.terms_of(row),
        adherents=tuple(adherents.get(row.id, ())),
        things=_public_things(row),
    )


def _public_things(pool: Pool) -> tuple[PublicThing, ...]:
    """Return what is lent, people who go with it apart."""
    found = select(Item).where(Item.pool_id == pool.id, pools.LENT, Item.family != STAFF)
    loaded = found.options(
        selectinload(Item.parts).joinedload(KitPart.item),
        selectinload(Item.stocks).joinedload(Stock.depot).joinedload(Depot.custodian),
    )
    things = db.session.scalars(loaded.order_by(Item.family, Item.name)).unique().all()
    now = clock.now()
    counts = count(pool.territory_id, things, Period(now, now + timedelta(minutes=1)))
    return tuple(
        PublicThing(
            name=each.name,
            family=each.family,
            quantity=counts[each.id].quantity,
            communes=tuple(sorted({stock.depot.custodian.name for stock in each.stocks})),
        )
        for each in things
    )
