"""What may be lent at the counter, and to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Pool, Stock
from booking.period import Period
from booking.queries import catalogue, counter, entering, extending
from booking.queries.entering import Named
from booking.queries.extending import INSTANT
from booking.rules.access import Actor
from booking.vocabulary import LifeStage

EVENING = time(17)
"""When what is taken today comes back tomorrow, where hours are free."""


@dataclass(frozen=True)
class Offered:
    """An item that may be lent at once, by its reference."""

    reference: str
    name: str


def pools(actor: Actor) -> list[Pool]:
    """Return the pools of which the actor lends at the counter, by name."""
    found = select(Pool).filter_by(
        territory_id=actor.territory_id, manager_id=actor.organization_id
    )
    known = db.session.scalars(found.order_by(Pool.name, Pool.id))
    return [each for each in known if counter.may_lend(actor, each)]


def items(actor: Actor) -> list[Offered]:
    """Return what the actor lends at the counter, by name."""
    mine = [each.id for each in pools(actor)]
    found = (
        catalogue.items_of(actor)
        .where(Item.pool_id.in_(mine), Item.stage == LifeStage.PUBLISHED)
        .order_by(Item.search_text, Item.id)
        .with_only_columns(Item.reference, Item.name)
    )
    return [Offered(reference, name) for reference, name in db.session.execute(found)]


def proposed_return(actor: Actor, reference: str = "") -> datetime:
    """Return the next moment at which the depots of a thing, or of all that is lent, take back."""
    mine, now = pools(actor), clock.now()
    asked = catalogue.find_all(actor, [reference]).values() if reference else ()
    ids = {each.id for each in asked}
    found = select(Stock.depot_id).join(Stock.item)
    found = found.where(Item.id.in_(ids) if ids else Item.pool_id.in_([each.id for each in mine]))
    pool = next((each.pool for each in asked), mine[0])
    places = set(db.session.scalars(found))
    return extending.next_return(actor, pool, places, Period(now, now + INSTANT), usual=EVENING)


def borrowers(
    actor: Actor, references: Collection[str], period: Period | None, kept: str = ""
) -> list[Named]:
    """Return to whom every pool of some items lends; of none chosen, to whom each pool does."""
    mine = pools(actor)
    if not mine:
        return []
    chosen = {item.pool_id for item in catalogue.find_all(actor, references).values()}
    asked = [each for each in mine if each.id in chosen]
    if asked:
        return entering.lent_to(actor, asked, period, kept)
    found = {
        each.id: each for pool in mine for each in entering.lent_to(actor, [pool], period, kept)
    }
    return sorted(found.values(), key=lambda each: (each.name, each.id))
