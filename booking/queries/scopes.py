"""What a calendar may be about, and whether its reader may know of it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import FeedScope
from booking.errors import NotFound
from booking.models.catalogue import Item, KitPart, Pool, Unit
from booking.queries import catalogue, circles, depots, pools, search
from booking.rules.access import Actor


@dataclass(frozen=True)
class Subject:
    """What a calendar is about, and whether it hides who takes that, and why."""

    scope: FeedScope
    thing_id: int | None = None
    anonymous: bool = False


def find(actor: Actor, scope: FeedScope, name: str = "", *, anonymous: bool = False) -> Subject:
    """Return the subject that a scope and the id of a thing name; an item also by its reference.

    Raises NotFound for what the actor may not know of.
    """
    if scope not in _NAMES:
        return Subject(scope, None, anonymous)
    if scope is FeedScope.ITEM:
        return Subject(scope, catalogue.find(actor, name).id, anonymous)
    subject = Subject(scope, int(name) if name.isdecimal() and len(name) < 10 else 0, anonymous)
    title(actor, subject)
    return subject


def choices(actor: Actor, about: str = "") -> list[tuple[str, str]]:
    """Return what the actor may subscribe to, as a form names it: "pool-3".

    `about` is the item, if any, from whose page they come, or a copy of it: itself and its copies
    come first. Raises NotFound for one they may not know of.
    """
    item = _item(actor, about)
    found = _of_item(item) if item else []
    found += [(each.value, each.label.capitalize()) for each in (FeedScope.ME, FeedScope.COMMUNE)]
    known = select(Pool.id, Pool.name).where(
        Pool.territory_id == actor.territory_id, circles.known(actor)
    )
    found += [
        (f"pool-{pool}", f"Parc : {name}")
        for pool, name in db.session.execute(known.order_by(Pool.name))
    ]
    found += [(f"depot-{each}", f"Dépôt : {name}") for each, name in search.depots(actor)]
    return [*found, (FeedScope.TERRITORY.value, FeedScope.TERRITORY.label.capitalize())]


def _item(actor: Actor, about: str) -> Item | None:
    scope, _, name = about.partition("-")
    if scope == FeedScope.ITEM.value:
        return catalogue.find(actor, name)
    if scope == FeedScope.UNIT.value:
        thing = find(actor, FeedScope.UNIT, name).thing_id
        return catalogue.by_id(actor, db.session.get_one(Unit, thing).stock.item_id)
    return None


def _of_item(item: Item) -> list[tuple[str, str]]:
    units = [unit for stock in item.stocks for unit in stock.units if not unit.gone(clock.now())]
    copies = [(f"unit-{each.id}", f"Exemplaire : {item.name} {each.number}") for each in units]
    return [(f"item-{item.id}", f"Matériel : {item.name}"), *copies]


def items(subject: Subject) -> frozenset[int]:
    """Return the items whose loans the calendar of an item shows: its own, or a kit's parts.

    A loan does not remember the kit it was asked by: whatever takes a part takes some of the kit.
    """
    if subject.scope is not FeedScope.ITEM or subject.thing_id is None:
        return frozenset()
    parts = select(KitPart.item_id).where(KitPart.kit_id == subject.thing_id)
    return frozenset({subject.thing_id, *db.session.scalars(parts)})


def in_view(actor: Actor, subject: Subject) -> bool:
    """Tell whether the actor may still know of what a calendar is about."""
    try:
        title(actor, subject)
    except NotFound:
        return False
    return True


def title(actor: Actor, subject: Subject) -> str:
    """Return what a calendar is called when nobody says; raises NotFound out of view."""
    read = _NAMES.get(subject.scope)
    if read:
        return read(actor, subject.thing_id or 0)
    return f"{_WHOLE[subject.scope]} {actor.organization_name}"


def _unit(actor: Actor, unit_id: int) -> str:
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.territory_id != actor.territory_id:
        raise NotFound("unit_not_found", unit=str(unit_id))
    return f"{catalogue.by_id(actor, unit.stock.item_id).name} {unit.number}"


_WHOLE = {
    FeedScope.ME: "Parc commun",
    FeedScope.COMMUNE: "Emprunts et prêts",
    FeedScope.TERRITORY: "Tout le parc commun",
}
"""Three calendars of one town hall are told apart in the list of an agenda."""
_NAMES: dict[FeedScope, Callable[[Actor, int], str]] = {
    FeedScope.ITEM: lambda actor, thing: catalogue.by_id(actor, thing).name,
    FeedScope.UNIT: _unit,
    FeedScope.POOL: lambda actor, thing: pools.row(actor, thing).name,
    FeedScope.DEPOT: lambda actor, thing: depots.row(actor, thing).name,
}
"""Reads the thing of a scope and gives its name; raises NotFound."""
