"""What things, people and events must satisfy, as a territory writes it beside the shipped."""

from dataclasses import replace
from datetime import date
from typing import Any

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotFound
from booking.models.catalogue import Item
from booking.models.requirements import Requirement
from booking.queries import catalogue, requirement_table, rulebook
from booking.queries.rulebook import Entry
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.rulebook import Added, Changed, changed, difference, faults, plain, values
from booking.usecases import usecase
from booking.vocabulary import STAFF, Tracking

FAULTS = {
    "idle": "Elle ne ferait rien : choisissez au moins un effet.",
    "too_early": "Sur les personnes, rien ne bloque avant la remise : personne n’est refusé trop "
    "tôt. Choisissez d’avertir ou de demander la pièce.",
    "still_time": "Cela peut encore se faire : seul un contrôle bloque avant la remise. "
    "Choisissez d’avertir ou de demander la pièce.",
    "no_months": "Dites tous les combien de mois le contrôle se refait.",
    "no_skill": "Dites ce que les personnes doivent détenir.",
    "nobody": "Cela ne se dit que d’une exigence sur les personnes.",
    "of_nothing": "Un contrôle se dit d’un genre de matériel ou d’un matériel.",
    "measures_nothing": "Une mesure se dit d’un genre de matériel ou d’un matériel.",
    "no_measure": "Dites ce qui est mesuré, ou retirez les bornes.",
    "no_bound": "Donnez au moins une borne, ou retirez la mesure.",
    "no_room": "Cette borne doit être plus grande que la première.",
    "ends_before": "La fin vient avant le début.",
    "both": "Choisissez un genre ou un matériel, pas les deux.",
    "of_kit": "Elle viserait un lot, que rien ne vérifie : visez un matériel qui le compose.",
    "of_operator": "Elle viserait une personne : visez le matériel que celle-ci conduit.",
}


@usecase()
def change(actor: Actor, name: str, said: Changed, *, key: str | None = None) -> int:
    """Who may changes a requirement: the shipped one keeps its text, the territory has its own.

    Raises Invalid naming each field that makes no sense. Returns 0 when nothing was changed yet.
    """
    entry = _of(actor, name)
    rule = entry.rule
    about = rule.equipment is not None or rule.item_id is not None
    found = faults(said, rule.scope, rule.key, of_things=about)
    if rule.item_id and (code := _unjudged(catalogue.by_id(actor, rule.item_id))):
        found["label"] = code  # a changed requirement keeps what it is about
    _refuse(found)
    return _write(actor, entry, said)


@usecase()
def end(actor: Actor, name: str, last_day: date, *, key: str | None = None) -> int:
    """A requirement applies no more to the loans that start after a day."""
    entry = _of(actor, name)
    if entry.rule.starts_on and last_day < entry.rule.starts_on:
        _refuse({"last_day": "ends_before"})
    return _write(actor, entry, replace(changed(entry.rule), ends_on=last_day))


@usecase()
def restore(actor: Actor, name: str, *, key: str | None = None) -> int:
    """A requirement says again what the shipped table says, now and when that changes."""
    entry = _of(actor, name)
    if entry.own:
        raise NotFound("requirement_not_found")
    if entry.row_id is None or entry.based_on is None:
        return entry.row_id or 0
    row = db.session.get_one(Requirement, entry.row_id)
    row.based_on = None
    _revise(actor, "follow", row, values(changed(entry.shipped or entry.rule)))
    return row.id


@usecase()
def keep(actor: Actor, name: str, *, key: str | None = None) -> int:
    """The territory's text stays, although the shipped one changed since: that was read."""
    entry = _of(actor, name)
    if not (entry.shipped and entry.moved):
        return entry.row_id or 0
    row = db.session.get_one(Requirement, entry.row_id)
    row.based_on = plain(entry.shipped)
    journal.record(actor, "keep_own", "requirement", row.id)
    return row.id


@usecase()
def add(actor: Actor, said: Added, *, key: str | None = None) -> int:
    """The territory writes a requirement of its own, or the people of an item one for it."""
    item = catalogue.find(actor, said.item) if said.item else None
    parties = catalogue.parties(item) if item else Parties(actor.territory_id)
    access.require(actor, "requirement.change", parties)
    found = faults(said, said.scope, of_things=bool(said.item or said.equipment))
    if item and (code := "both" if said.equipment else _unjudged(item)):
        found["item"] = code
    _refuse(found)
    row = Requirement(
        territory_id=actor.territory_id,
        item_id=item.id if item else None,
        scope=said.scope,
        equipment=said.equipment,
        **_columns(values(said)),
    )
    db.session.add(row)
    db.session.flush()  # the journal names it by its id
    journal.record(actor, "add", "requirement", row.id, name=said.label)
    return row.id


def _unjudged(item: Item) -> str:
    """Return why nothing of an item is ever judged: its parts are, and what a person operates."""
    if item.tracking is Tracking.KIT:
        return "of_kit"
    return "of_operator" if item.family == STAFF else ""


def _of(actor: Actor, name: str) -> Entry:
    """Return a requirement that the actor may change."""
    entry = requirement_table.find(actor, name)
    access.require(actor, "requirement.change", requirement_table.decides(actor, entry.rule))
    return entry


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Invalid("invalid", errors={name: [FAULTS[code]] for name, code in found.items()})


def _write(actor: Actor, entry: Entry, said: Changed) -> int:
    """Write what a requirement says; the same as shipped is no change."""
    if entry.shipped and entry.based_on is None and said == changed(entry.shipped):
        return entry.row_id or 0
    row = _row(actor, entry)
    _revise(actor, "edit", row, values(said))
    if entry.shipped and plain(rulebook.as_rule(row)) == plain(entry.shipped):
        row.based_on = None
    return row.id


def _row(actor: Actor, entry: Entry) -> Requirement:
    """Return the row of a requirement, which says what it said so far."""
    if entry.row_id is not None:
        row = db.session.get_one(Requirement, entry.row_id)
    else:
        rule = entry.rule
        row = Requirement(
            territory_id=actor.territory_id,
            code=rule.key,
            scope=rule.scope,
            equipment=rule.equipment,
        )
        db.session.add(row)
    if entry.shipped and entry.based_on is None:
        row.based_on = plain(entry.shipped)
        _fill(row, values(changed(entry.shipped)))
        db.session.flush()  # the journal names it by its id
    return row


def _revise(actor: Actor, act: str, row: Requirement, new: dict[str, Any]) -> None:
    before = plain(rulebook.as_rule(row))
    _fill(row, new)
    after = plain(rulebook.as_rule(row))
    changes = {name: both for name, *both in difference(before, after)}
    if changes or act != "edit":
        journal.record(actor, act, "requirement", row.id, changes=changes)


def _fill(row: Requirement, new: dict[str, Any]) -> None:
    for name, value in _columns(new).items():
        setattr(row, name, value)


def _columns(new: dict[str, Any]) -> dict[str, Any]:
    return new | {"borrowers": [each.value for each in new["borrowers"]]}
