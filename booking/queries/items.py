"""What an organization owns or manages: each item's stage, how many, what is still missing."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.documents.words import share_of
from booking.errors import NotAllowed, NotFound
from booking.letters import plain
from booking.models.catalogue import (
    Companion,
    Depot,
    Item,
    KitPart,
    Pool,
    Share,
    Stock,
    StockMovement,
)
from booking.models.organizations import Organization
from booking.numbers import among
from booking.queries import catalogue, circles, grounds, verified
from booking.rules import access, stages
from booking.rules.access import Actor, Parties
from booking.rules.campaigns import stale
from booking.rules.terms import Verdict
from booking.vocabulary import FAMILIES, Lack, LifeStage, Tracking

Choices = list[tuple[int, str]]
"""Things to choose among: id and name."""


@dataclass(frozen=True)
class OwnItem:
    """An item as those who own or manage it see it in their list."""

    id: int
    reference: str
    name: str
    family: str
    pool: str
    pool_id: int
    owner: str
    tracking: Tracking
    stage: LifeStage
    quantity: int
    replacement_cents: int
    renew_on: date | None
    lacks: tuple[Lack, ...]
    may_edit: bool
    verified_on: date | None = None  # since when not all of it was verified
    unverified: bool = False  # for a year, or never


@dataclass(frozen=True)
class Sheet:
    """An item whole, as its own people change it."""

    item: Item
    in_stock: int
    lacks: tuple[Lack, ...]
    next_stages: tuple[LifeStage, ...]
    shares: tuple[tuple[int, str], ...]
    companions: tuple[tuple[str, bool], ...]
    grounds: tuple[Verdict, ...]  # where the legal basis does not seem to fit


def mine(actor: Actor) -> list[OwnItem]:
    """Return what the actor's organization owns, co-owns or manages, by family and name."""
    own = Parties(actor.territory_id, organization_id=actor.organization_id)
    access.require(actor, "item.list", own)
    items = db.session.scalars(
        select(Item)
        .join(Item.pool)
        .where(Item.territory_id == actor.territory_id, _ours(actor))
        .options(
            joinedload(Item.pool),
            joinedload(Item.owner),
            selectinload(Item.shares),
            selectinload(Item.parts).joinedload(KitPart.item),
        )
    ).all()
    quantities = in_stock([item.id for item in items])
    found = _dated(actor, [_own(actor, item, quantities.get(item.id, 0)) for item in items])
    return sorted(found, key=lambda each: (plain(each.family), plain(each.name), each.id))


def _dated(actor: Actor, found: list[OwnItem]) -> list[OwnItem]:
    """Say of each item since when not all of it was verified."""
    days, today = verified.of_items([each.id for each in found]), clock.today(actor.zone)
    return [
        replace(each, verified_on=days[each.id], unverified=stale(days[each.id], today))
        if each.id in days
        else each
        for each in found
    ]


def _ours(actor: Actor) -> ColumnElement[bool]:
    """Tell which items concern the actor's organization; the pool is joined."""
    shared = select(Share.item_id).where(Share.organization_id == actor.organization_id)
    return or_(
        Pool.manager_id == actor.organization_id,
        Item.owner_id == actor.organization_id,
        Item.id.in_(shared),
    )


def has_some(actor: Actor) -> bool:
    """Tell whether the actor's organization owns or manages anything."""
    found = select(Item.id).join(Item.pool).where(Item.territory_id == actor.territory_id)
    return db.session.scalars(found.where(_ours(actor)).limit(1)).first() is not None


def in_stock(item_ids: Collection[int]) -> dict[int, int]:
    """Return how many of each item are in service now, in all depots."""
    summed = (
        select(Stock.item_id, func.sum(StockMovement.quantity))
        .join(StockMovement, StockMovement.stock_id == Stock.id)
        .where(among(Stock.item_id, item_ids), StockMovement.at <= clock.now())
        .group_by(Stock.item_id)
    )
    return {item_id: int(quantity) for item_id, quantity in db.session.execute(summed)}


def known(item: Item, quantity: int) -> stages.Known:
    """Return what the stages ask of an item of which so many are in stock."""
    return stages.Known(
        tracking=item.tracking,
        family=item.family,
        in_stock=quantity,
        replacement_cents=item.replacement_cents,
        description=item.description,
        contact=item.contact,
        parts_lent=all(part.item.stage is LifeStage.PUBLISHED for part in item.parts),
    )


def _own(actor: Actor, item: Item, quantity: int) -> OwnItem:
    return OwnItem(
        id=item.id,
        reference=item.reference,
        name=item.name,
        family=item.family,
        pool=item.pool.name,
        pool_id=item.pool_id,
        owner=item.owner.name,
        tracking=item.tracking,
        stage=item.stage,
        quantity=quantity,
        replacement_cents=item.replacement_cents,
        renew_on=item.renew_on,
        lacks=stages.lacks(known(item, quantity)),
        may_edit=access.may(actor, "item.edit", catalogue.parties(item)),
    )


def may_edit(actor: Actor, item_id: int) -> bool:
    """Tell whether the actor changes an item; raises NotFound out of view."""
    return access.may(actor, "item.edit", catalogue.parties(_item(actor, item_id)))


def reference_taken(actor: Actor, reference: str, but: int) -> bool:
    """Tell whether another item of the territory bears a reference."""
    found = select(Item.id).filter_by(territory_id=actor.territory_id, reference=reference)
    return db.session.scalars(found.where(Item.id != but)).first() is not None


def goes_with(item_id: int) -> bool:
    """Tell whether an item goes along with others."""
    found = select(Companion.id).where(Companion.companion_id == item_id)
    return db.session.scalars(found).first() is not None


def in_kit(item_id: int) -> bool:
    """Tell whether an item is part of a kit."""
    found = select(KitPart.id).where(KitPart.item_id == item_id)
    return db.session.scalars(found).first() is not None


def show(actor: Actor, item_id: int) -> Sheet:
    """Return an item to be changed; raises NotFound out of view, NotAllowed to others."""
    item = _item(actor, item_id)
    if not access.may(actor, "item.edit", catalogue.parties(item)):
        raise NotAllowed("not_allowed", act="item.edit")
    quantity = in_stock([item.id]).get(item.id, 0)
    return Sheet(
        item=item,
        in_stock=quantity,
        lacks=stages.lacks(known(item, quantity)),
        next_stages=stages.NEXT[item.stage],
        shares=tuple(
            (each.organization_id, share_of(each.numerator, each.denominator))
            for each in item.shares
        ),
        grounds=tuple(each for each in grounds.of_item(actor, item) if each.level != "ok"),
        companions=tuple((each.companion.reference, each.mandatory) for each in item.companions),
    )


def _item(actor: Actor, item_id: int) -> Item:
    found = catalogue.items_of(actor).where(Item.id == item_id)
    item = db.session.scalars(
        found.options(
            joinedload(Item.pool),
            joinedload(Item.owner),
            selectinload(Item.shares).joinedload(Share.organization),
            selectinload(Item.companions).joinedload(Companion.companion),
            selectinload(Item.parts).joinedload(KitPart.item),
        )
    ).first()
    if item is None:
        raise NotFound("item_not_found", item=str(item_id))
    return item


def pool(actor: Actor, name: str) -> Pool:
    """Return a pool of the territory by its name or id; raises NotFound."""
    by_name = select(Pool).where(Pool.territory_id == actor.territory_id, Pool.name == name)
    found = db.session.scalars(by_name).first()
    if found is None and name.isdecimal() and len(name) < 10:
        found = db.session.get(Pool, int(name))
    if found is None or found.territory_id != actor.territory_id:
        raise NotFound("pool_not_found", pool=name)
    if not circles.knows(actor, found):
        raise NotFound("pool_not_found", pool=name)
    return found


def owns_into(organization_id: int, pool_id: int) -> bool:
    """Tell whether an organization owns or co-owns something in a pool."""
    shared = select(Share.item_id).where(Share.organization_id == organization_id)
    found = select(Item.id).where(
        Item.pool_id == pool_id, or_(Item.owner_id == organization_id, Item.id.in_(shared))
    )
    return db.session.scalars(found.limit(1)).first() is not None


def pools(actor: Actor) -> Choices:
    """Return the pools into which the actor's organization puts things: managed, or owned into."""
    within = select(Pool.id, Pool.name).where(Pool.territory_id == actor.territory_id)
    ours = select(Item.pool_id).join(Item.pool).where(_ours(actor))
    found = within.where(or_(Pool.manager_id == actor.organization_id, Pool.id.in_(ours)))
    return _listed(found.order_by(Pool.name))


def owners(actor: Actor) -> Choices:
    """Return the organizations of the territory, each of which may own something."""
    within = select(Organization.id, Organization.name).where(
        Organization.territory_id == actor.territory_id
    )
    return _listed(within.order_by(Organization.name))


def depots(actor: Actor) -> Choices:
    """Return the depots of the territory."""
    within = select(Depot.id, Depot.name).where(Depot.territory_id == actor.territory_id)
    return _listed(within.order_by(Depot.name))


def _listed(found: Select[int, str]) -> Choices:
    return [(each_id, name) for each_id, name in db.session.execute(found)]


def families(actor: Actor) -> list[str]:
    """Return the families to choose among: the usual ones, then those in use beside them."""
    used = catalogue.items_of(actor).with_only_columns(Item.family).distinct()
    own = sorted(set(db.session.scalars(used)) - set(FAMILIES), key=plain)
    return [*FAMILIES, *own]


def may_add(actor: Actor) -> bool:
    """Tell whether there is a pool into which the actor may put something new."""
    own = Parties(
        actor.territory_id, manager_id=actor.organization_id, owner_id=actor.organization_id
    )
    return access.may(actor, "item.add", own) and bool(pools(actor))


def companions(actor: Actor, pool_id: int | None = None) -> list[tuple[str, str]]:
    """Return what may go along, reference and name: of one pool, or of all those one puts into."""
    within = [pool_id] if pool_id else [each for each, _ in pools(actor)]
    found = select(Item.reference, Item.name).where(
        Item.territory_id == actor.territory_id,
        Item.pool_id.in_(within),
        Item.tracking != Tracking.KIT,
    )
    return [(each, name) for each, name in db.session.execute(found.order_by(Item.reference))]
