"""The register of acts: what is decided, from when to when, transmitted or not (domain § 2.2)."""

from datetime import date
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.documents.attachments import Document
from booking.documents.pictures import Picture
from booking.errors import Invalid, NotFound
from booking.models.conventions import Act
from booking.models.files import StoredFile
from booking.models.organizations import Organization
from booking.queries import act_register, organizations
from booking.rules import access, acts
from booking.rules.access import Actor
from booking.rules.acts import Taken
from booking.usecases import conventions, usecase
from booking.usecases.files import keep_document, keep_picture
from booking.usecases.organizations import require_order
from booking.vocabulary import ActKind, FileKind

Sent = Document | Picture | None
PHOTOGRAPHED = "acte.jpg"
FAULTS = {
    "retroactive": "L’acte ne peut pas prendre effet avant sa date.",
    "order": "La fin ne peut pas précéder le début.",
    "before": "L’acte ne peut pas être transmis avant sa date.",
    "future": "Cette date est encore à venir.",
    "nobody": "Seules une délégation ou une convention-cadre nomment un autre organisme.",
}


@usecase()
def add(
    actor: Actor,
    organization_id: int,
    taken: Taken,
    sent: Sent = None,
    *,
    key: str | None = None,
) -> int:
    """An organization enters an act in its register, with its dates and a copy if there is one."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "act.change", act_register.parties(actor, mine))
    _require_sense(actor, mine, taken)
    made = Act(territory_id=mine.territory_id, organization_id=mine.id, **vars(taken))
    made.file_id = _kept(actor, mine, sent)
    db.session.add(made)
    db.session.flush()  # the journal names it by its id
    journal.record(actor, "add", "act", made.id, name=made.number)
    _release(actor, made)
    return made.id


@usecase()
def edit(
    actor: Actor, act_id: int, taken: Taken, sent: Sent = None, *, key: str | None = None
) -> int:
    """An organization corrects an act of its register, or gives a copy in place of the former."""
    act = _mine(actor, act_id)
    _require_sense(actor, act.organization, taken)
    also = {
        "act_kind": (act.kind.value, taken.kind.value),
        "act_title": (act.title, taken.title),
        "partner": (_named(act.partner_id), _named(taken.partner_id)),
        "file": _replaced(actor, act, sent),
    }
    act.kind, act.title, act.partner_id = taken.kind, taken.title, taken.partner_id
    dates = ("taken_on", "starts_on", "ends_on", "transmitted_on")
    values: dict[str, Any] = {name: getattr(taken, name) for name in ("number", *dates)}
    journal.revise(actor, "act", act, values, also)
    _release(actor, act)
    return act.id


@usecase()
def end(actor: Actor, act_id: int, ends_on: date, *, key: str | None = None) -> int:
    """An act is in force until a day, that one included: it is repealed, or replaced."""
    act = _mine(actor, act_id)
    require_order(act.starts_on, ends_on)
    journal.revise(actor, "act", act, {"ends_on": ends_on})
    _release(actor, act)  # it may end later than it did
    return act.id


def _release(actor: Actor, act: Act) -> None:
    """Under a framework recorded or corrected, issue the slips that waited for one."""
    if act.kind is ActKind.FRAMEWORK:
        db.session.flush()  # it is in force for what follows
        conventions.issue_waiting(actor, act.organization_id, act.partner_id)


def _mine(actor: Actor, act_id: int) -> Act:
    found = act_register.row(actor, act_id)
    access.require(actor, "act.change", act_register.parties(actor, found.organization))
    return db.session.get_one(Act, found.id, with_for_update=True, populate_existing=True)


def _require_sense(actor: Actor, mine: Organization, taken: Taken) -> None:
    """Raise Invalid, beside each field, for what makes no sense of an act."""
    found = acts.faults(taken, clock.today(actor.zone))
    errors = {name: [FAULTS[code]] for name, code in found.items()}
    if taken.partner_id is not None and "partner_id" not in errors:
        errors |= _wrong_partner(actor, mine, taken.partner_id)
    if errors:
        raise Invalid("invalid", errors=errors)


def _wrong_partner(actor: Actor, mine: Organization, partner_id: int) -> dict[str, list[str]]:
    if partner_id == mine.id:
        return {"partner_id": ["Choisissez un autre organisme que celui de l’acte."]}
    try:
        organizations.get(actor, partner_id)
    except NotFound:
        return {"partner_id": ["Choisissez un organisme de la liste."]}
    return {}


def _named(organization_id: int | None) -> str:
    found = db.session.get(Organization, organization_id) if organization_id else None
    return found.name if found else ""


def _kept(actor: Actor, mine: Organization, sent: Sent) -> int | None:
    if sent is None:
        return None
    if isinstance(sent, Document):
        return keep_document(actor, sent, mine.id, kind=FileKind.ACT).id
    made = keep_picture(actor, sent, mine.id, kind=FileKind.ACT)
    made.name = PHOTOGRAPHED
    return made.id


def _replaced(actor: Actor, act: Act, sent: Sent) -> tuple[str, str]:
    """Put a copy in place of the former one, and return the names of both."""
    former = db.session.get(StoredFile, act.file_id) if act.file_id else None
    before = former.name if former else ""
    if sent is None:
        return before, before
    if former:
        former.removed_at = clock.now()
    act.file_id = _kept(actor, act.organization, sent)
    return before, db.session.get_one(StoredFile, act.file_id).name
