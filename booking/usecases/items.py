"""Items described by those who own or manage them, from their census to their end."""

from collections.abc import Mapping
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, WrongMoment
from booking.models.catalogue import Item, Pool
from booking.models.organizations import Organization
from booking.queries import catalogue, dangers, items, organizations
from booking.rules import access, stages
from booking.rules.access import Actor, Parties
from booking.usecases import holds, stocks, usecase
from booking.usecases.sheets import Sheet, read, rows_of, said, write_rows
from booking.vocabulary import STAFF, LifeStage, Movement, Tracking

Facts = Mapping[str, Any]
"""What is said of an item, by the names of the form; what is not named stays as it is."""

OF_KITS = ("reference", "name", "family", "description", "contact")
"""What is said of a kit itself; all the rest is said of its parts."""


@usecase()
def add(actor: Actor, facts: Facts, *, key: str | None = None) -> int:
    """A manager or an owner writes down something new, with the first ones at a depot if any.

    Raises NotAllowed for a pool one neither manages nor owns into, Invalid naming each field.
    """
    pool = items.pool(actor, facts["pool"])
    owner = organizations.find(actor, facts.get("owner") or str(actor.organization_id))
    access.require(actor, "item.add", _into(pool, owner))
    sheet = read(actor, None, facts, pool, owner)
    stage = facts.get("stage") or LifeStage.LISTED
    errors = sheet.errors | _first_errors(facts, stage)
    if errors:
        raise Invalid("invalid", errors=errors)
    item = Item(
        territory_id=actor.territory_id,
        pool=pool,
        owner=owner,
        tracking=facts.get("tracking") or _usual_tracking(facts),
        stage=stage,
        **sheet.values,
    )
    db.session.add(item)
    write_rows(item, sheet)
    db.session.flush()  # its stock and the journal name the new id
    _first_stock(item, facts)
    journal.record(actor, "add", "item", item.id, reference=item.reference, stage=stage)
    return item.id


def _into(pool: Pool, owner: Organization) -> Parties:
    """Return whom a thing put into a pool concerns: its owner if at home there already."""
    at_home = items.owns_into(owner.id, pool.id)
    return Parties(
        pool.territory_id,
        manager_id=pool.manager_id,
        owner_id=owner.id if at_home else None,
    )


def _first_errors(facts: Facts, stage: LifeStage) -> dict[str, list[str]]:
    """Return what is wrong with the first ones of something new."""
    depot, quantity = facts.get("depot"), facts.get("quantity")
    errors: dict[str, list[str]] = {}
    if depot and not quantity:
        errors["quantity"] = ["Dites combien il y en a à ce dépôt."]
    if quantity and not depot:
        errors["depot"] = ["Dites à quel dépôt ils se trouvent."]
    if facts.get("family") == STAFF and facts.get("tracking") is Tracking.BULK:
        errors["tracking"] = ["Des personnes se suivent à l’unité : chacune peut être absente."]
    if stage is LifeStage.PUBLISHED and not (depot or quantity):
        errors["depot"] = ["Pour publier, dites à quel dépôt il se trouve et combien il y en a."]
    return errors


def _usual_tracking(facts: Facts) -> Tracking:
    """Return how something new is counted unless told: each person has a number of their own."""
    return Tracking.NUMBERED if facts.get("family") == STAFF else Tracking.BULK


def _first_stock(item: Item, facts: Facts) -> None:
    if facts.get("depot"):
        depot = catalogue.any_depot(item.territory_id, facts["depot"])
        stock = stocks.new_stock(item, depot)
        stocks.bring_in(stock, Movement.PURCHASE, facts["quantity"], clock.now())


@usecase()
def edit(actor: Actor, name: str, facts: Facts, *, key: str | None = None) -> int:
    """A manager or an owner describes an item anew; what it was is kept in the journal.

    Raises Invalid naming each field that makes no sense; then nothing changes.
    """
    item = catalogue.find(actor, name)
    access.require(actor, "item.edit", catalogue.parties(item))
    holds.lock([item.id])  # nobody asks for it while its lender changes
    pool = items.pool(actor, facts["pool"]) if facts.get("pool") else item.pool
    owner = organizations.find(actor, facts["owner"]) if facts.get("owner") else item.owner
    if (pool, owner) != (item.pool, item.owner):
        access.require(actor, "item.edit", _into(pool, owner))
    sheet = read(actor, item, facts, pool, owner)
    errors = sheet.errors | _edit_errors(item, facts, pool, owner)
    if errors:
        raise Invalid("invalid", errors=errors)
    _rewrite(actor, item, facts, sheet)
    return item.id


def _edit_errors(item: Item, facts: Facts, pool: Pool, owner: Organization) -> dict[str, list[str]]:
    """Return what may not change any more, or not of a kit."""
    errors: dict[str, list[str]] = {}
    if item.tracking is Tracking.KIT:
        return {name: ["Cela se dit des éléments du lot."] for name in facts.keys() - {*OF_KITS}}
    if item.stocks and (facts.get("tracking") or item.tracking) is not item.tracking:
        errors["tracking"] = ["Le suivi ne change plus : le matériel a un stock."]
    moved = {"pool": pool is not item.pool, "owner": owner is not item.owner}
    for field in (name for name, changed in moved.items() if changed):
        if items.in_kit(item.id):
            errors[field] = ["Ce matériel compose un lot, qui vient d’un seul prêteur."]
        elif field == "pool" and items.goes_with(item.id):
            errors[field] = ["Ce matériel accompagne autre chose, qui est du parc actuel."]
        elif dangers.of_item(item):
            errors[field] = ["Des réservations sont en cours chez le prêteur actuel."]
    return errors


def _rewrite(actor: Actor, item: Item, facts: Facts, sheet: Sheet) -> None:
    before = said(item, sheet)
    if item.tracking is not Tracking.KIT:
        item.pool, item.owner = sheet.pool, sheet.owner
    for rows in rows_of(item, sheet):
        rows.clear()
    db.session.flush()  # the old rows go before the new ones come
    write_rows(item, sheet)
    values = dict(sheet.values)
    if facts.get("tracking"):
        values["tracking"] = facts["tracking"]
    after = said(item, sheet)
    journal.revise(
        actor, "item", item, values, {name: (before[name], after[name]) for name in after}
    )


@usecase()
def set_stage(
    actor: Actor,
    name: str,
    wanted: LifeStage,
    reason: str = "",
    *,
    confirmed: bool = False,
    key: str | None = None,
) -> int:
    """An item is checked, published, suspended or retired; agreed loans stay.

    Suspending and retiring ask for a reason and, when reservations count on the item, raise
    WrongMoment naming them unless it is `confirmed`.
    """
    item = catalogue.find(actor, name)
    access.require(actor, "item.set_stage", catalogue.parties(item))
    holds.lock([item.id])  # who asks for it at this instant comes before, or is refused
    db.session.refresh(item)
    stage = stages.advance(item.stage, wanted)
    stages.require_ready(stage, items.known(item, items.in_stock([item.id]).get(item.id, 0)))
    if stage in stages.ENDING:
        _require_reason(item, reason, confirmed=confirmed)
    before, item.stage = item.stage, stage
    journal.record(
        actor, "set_stage", "item", item.id, reason=reason, changes={"stage": [before, stage]}
    )
    return item.id


def _require_reason(item: Item, reason: str, *, confirmed: bool) -> None:
    if not reason:
        raise Invalid("invalid", errors={"reason": ["Dites pourquoi : ce motif est conservé."]})
    counting = [] if confirmed else dangers.of_item(item)
    if counting:
        raise WrongMoment("item_promised", reservations=[each.as_fact() for each in counting])
