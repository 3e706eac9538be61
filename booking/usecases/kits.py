"""Kits: things lent together under one reference, and counted by their parts."""

from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import Invalid
from booking.models.catalogue import Item, KitPart
from booking.queries import catalogue
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import AskedKit
from booking.usecases import usecase
from booking.vocabulary import Tracking


@usecase()
def make(actor: Actor, asked: AskedKit, *, key: str | None = None) -> int:
    """The manager names a set of things that are asked for together.

    Returns the kit, an item without stock. Raises Invalid when its reference is taken, or when
    its parts are of several lenders or kits themselves.
    """
    parts = {catalogue.find(actor, line.item): line.quantity for line in asked.parts}
    first = next(iter(parts))
    access.require(actor, "kit.make", catalogue.parties(first))
    _require_sense(actor, asked, list(parts))
    kit = Item(
        territory_id=actor.territory_id,
        pool_id=first.pool_id,
        owner_id=first.owner_id,
        reference=asked.reference,
        name=asked.name,
        family=asked.family,
        description=asked.description,
        tracking=Tracking.KIT,
        parts=[KitPart(item=part, quantity=quantity) for part, quantity in parts.items()],
    )
    db.session.add(kit)
    db.session.flush()  # the journal names the new id
    journal.record(actor, "make", "kit", kit.id, reference=kit.reference)
    return kit.id


def _require_sense(actor: Actor, asked: AskedKit, parts: list[Item]) -> None:
    errors: dict[str, list[str]] = {}
    known = select(Item.id).filter_by(territory_id=actor.territory_id, reference=asked.reference)
    if db.session.scalars(known).first():
        errors["reference"] = ["Cette référence est déjà prise."]
    if asked.reference.isdecimal():
        errors["reference"] = ["Une référence ne se compose pas que de chiffres."]
    if len(parts) < len(asked.parts):
        errors["parts"] = ["Le même matériel est nommé deux fois."]
    if len({(part.pool_id, part.owner_id) for part in parts}) > 1:
        errors["parts"] = ["Un lot se compose du matériel d’un seul prêteur."]
    if any(part.tracking is Tracking.KIT for part in parts):
        errors["parts"] = ["Un lot ne contient pas d’autre lot."]
    if errors:
        raise Invalid("invalid", errors=errors)
