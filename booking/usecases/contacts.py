"""Whom to call in an organization, by function."""

from booking import journal
from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import Contact
from booking.queries import organizations
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.organizations import Reached
from booking.usecases import usecase


@usecase()
def add(actor: Actor, organization_id: int, reached: Reached, *, key: str | None = None) -> int:
    """An organization names whom to call for a function, or who stands in."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    made = Contact(territory_id=mine.territory_id, organization_id=mine.id, **vars(reached))
    db.session.add(made)
    db.session.flush()  # the journal names it by its id
    journal.record(actor, "add", "contact", made.id, name=made.name)
    return made.id


@usecase()
def edit(actor: Actor, contact_id: int, reached: Reached, *, key: str | None = None) -> int:
    """An organization changes whom to call."""
    contact = _mine(actor, contact_id)
    journal.revise(actor, "contact", contact, vars(reached))
    return contact.id


@usecase()
def remove(actor: Actor, contact_id: int, *, key: str | None = None) -> int:
    """An organization takes somebody off its contacts: of a person, nothing more is kept.

    Returns the organization.
    """
    contact = _mine(actor, contact_id)
    mine = contact.organization_id
    db.session.delete(contact)
    journal.record(actor, "remove_contact", "organization", mine, function=contact.function.label)
    return mine


def _mine(actor: Actor, contact_id: int) -> Contact:
    found = db.session.get(Contact, contact_id)
    if found is None:
        raise NotFound("organization_not_found")
    mine = organizations.get(actor, found.organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    return found
