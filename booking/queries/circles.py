"""Who may know of a pool: a hidden one is for its circle alone."""

from sqlalchemy import ColumnElement, exists, not_, or_, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Depot, Item, Pool, Share, Stock
from booking.models.organizations import Adhesion
from booking.rules.access import Actor


def knows(actor: Actor, pool: Pool) -> bool:
    """Tell whether the actor's organization may know of a pool; only a hidden one is looked up."""
    if not pool.hidden or actor.service:
        return True
    found = select(Pool.id).where(Pool.id == pool.id, circle(actor))
    return db.session.scalar(found) is not None


def in_known(actor: Actor) -> ColumnElement[bool]:
    """Select the items whose pool the actor's organization may know of."""
    unknown = select(Pool.id).where(Pool.hidden, not_(circle(actor))).correlate(None)
    return Item.pool_id.not_in(unknown)


def known(actor: Actor) -> ColumnElement[bool]:
    """Select the pools that the actor's organization may know of."""
    return or_(not_(Pool.hidden), circle(actor))


def circle(actor: Actor) -> ColumnElement[bool]:
    """Select the pools to whose circle the actor's organization belongs.

    These are the manager, who adheres or is about to, who owns some of it, and who stores some.
    """
    mine = actor.organization_id
    adheres = exists().where(
        Adhesion.pool_id == Pool.id,
        Adhesion.organization_id == mine,
        or_(Adhesion.ends_on.is_(None), Adhesion.ends_on >= clock.today(actor.zone)),
    )
    owns = exists().where(Item.pool_id == Pool.id, Item.owner_id == mine)
    shares = exists().where(
        Item.pool_id == Pool.id, Share.item_id == Item.id, Share.organization_id == mine
    )
    stores = exists().where(
        Item.pool_id == Pool.id,
        Stock.item_id == Item.id,
        Depot.id == Stock.depot_id,
        Depot.custodian_id == mine,
    )
    parts = (each.correlate(Pool) for each in (adheres, owns, shares, stores))
    return or_(Pool.manager_id == mine, *parts)
