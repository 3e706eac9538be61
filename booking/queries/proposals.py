"""What a refusal proposes instead: other dates, what each depot has, things of the same kind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.errors import NotEnoughAvailable
from booking.letters import without_accents
from booking.models.catalogue import Depot, Item, Stock
from booking.period import Period
from booking.queries import catalogue, circles, counts, moments
from booking.queries.availability import hull, supplies
from booking.queries.deadlines import dues
from booking.rules import sweep
from booking.rules.access import Actor
from booking.rules.availability import Want
from booking.vocabulary import STAFF, LifeStage, Tracking

FEW = 3
INSTANT = timedelta(microseconds=1)


def complete(actor: Actor, refusal: NotEnoughAvailable) -> None:
    """Add to a refusal the nearest periods that would do and, to each shortage, what else is free.

    A shortage gets `depots` (what each has free), `instead` (things of the same family) and, when
    it is there but a control falls due meanwhile, `due_on`: the last day that the control covers.
    """
    wants: Sequence[Want] = refusal.wants
    if not wants:
        return
    items = _items({want.item_id for want in wants})
    refusal.facts["alternatives"] = alternatives(actor, wants, items, refusal.without)
    shortages: Any = refusal.facts["shortages"]
    for shortage in shortages:
        item, period = items[shortage["item_id"]], shortage["period"]
        shortage["depots"] = _by_depot(item, period, refusal.without)
        shortage["instead"] = instead(actor, item, period, shortage["wanted"], set(items))
        if due_on := _due_on(actor, item, period, shortage["wanted"]):
            shortage["due_on"] = due_on


def alternatives(
    actor: Actor, wants: Sequence[Want], items: Mapping[int, Item], without: Collection[int] = ()
) -> list[Period]:
    """Return the nearest periods in which all the wants fit, within the terms of every pool.

    Wants over several periods are moved as one, over the whole that they span.
    """
    whole = hull([want.period for want in wants])
    wants = [replace(want, period=whole) for want in wants]
    reach = timedelta(days=sweep.NEAR + 2)
    around = hull([want.held for want in wants]).widened(reach, reach)
    naming = any(want.unit_id for want in wants)
    found = supplies(actor.territory_id, list(items), around, without, copies=naming)
    allowed = moments.common_starts(actor, items.values())
    return sweep.alternatives(wants, found, actor.zone, allowed) if allowed else []


def elsewhen(actor: Actor, quantities: Mapping[int, int], period: Period) -> list[Period]:
    """Return the nearest periods in which so many of each item (by id) are free together."""
    asked = {item: quantities[item.id] for item in _items(set(quantities)).values()}
    parts = counts.expanded(asked)
    wants = [counts.want(item, quantity, period) for item, quantity in parts.items()]
    return alternatives(actor, wants, {item.id: item for item in parts})


def _items(ids: set[int]) -> dict[int, Item]:
    found = db.session.scalars(select(Item).where(Item.id.in_(ids)))
    return {item.id: item for item in found}


def _by_depot(item: Item, period: Period, without: Collection[int]) -> list[dict[str, Any]]:
    held = counts.want(item, 0, period).held
    names = select(Stock.id, Depot.name).join(Stock.depot).where(Stock.item_id == item.id)
    depots = dict(db.session.execute(names).all())
    found = supplies(item.territory_id, [item.id], held, without)[item.id]
    return [{"depot": depots[each.stock_id], "free": each.free(held)} for each in found]


def _due_on(actor: Actor, item: Item, period: Period, wanted: int) -> date | None:
    """Return until when the controls are good, when they alone keep too few from being free."""
    held = counts.want(item, 0, period).held
    stocks = supplies(item.territory_id, [item.id], held, unfit=True)[item.id]
    if sum(stock.free(held) for stock in stocks) < wanted:
        return None
    found = dues(item.territory_id, [stock.stock_id for stock in stocks], held.starts_at)
    crossed = [due for each in found.values() for due in each if due.overlaps(held)]
    last = min((due.starts_at for due in crossed), default=None)
    before = counts.want(item, 0, period).before
    return last and (last + before - INSTANT).astimezone(actor.zone).date()


def instead(
    actor: Actor, item: Item, period: Period, wanted: int, asked: set[int]
) -> list[dict[str, Any]]:
    """Return things of the same kind, those that suffice first."""
    similar = [each for each in _similar(item, asked) if circles.knows(actor, each.pool)]
    counted = counts.count(item.territory_id, similar, period)
    refused = catalogue.refusals(actor, {each.pool for each in similar}, period)
    free = {each.id: counted[each.id].free for each in similar}
    open_ones = [each for each in similar if free[each.id] and not refused[each.pool_id]]
    best = sorted(open_ones, key=lambda each: (free[each.id] < wanted, each.name))
    return [
        {
            "item": each.reference,
            "item_id": each.id,
            "name": each.name,
            "pool": each.pool.name,
            "free": free[each.id],
        }
        for each in best[:FEW]
    ]


def _similar(item: Item, asked: set[int]) -> list[Item]:
    if item.family == STAFF:
        return []
    found = select(Item).where(
        Item.territory_id == item.territory_id,
        Item.family == item.family,
        Item.stage == LifeStage.PUBLISHED,
        Item.tracking != Tracking.KIT,
        Item.id.not_in(asked),
    )
    return [each for each in db.session.scalars(found) if _kind(each.name) == _kind(item.name)]


def _kind(name: str) -> str:
    """Return what a thing is, the first word of its name: "Tente", "Chaises"."""
    first = without_accents(name).casefold().replace(",", " ").split()[0]
    return first.rstrip("sx")
