"""Who may sign for an organization, from when to when (E33)."""

from datetime import date

from booking import journal
from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import Mandate
from booking.queries import organizations
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.organizations import Mandated
from booking.usecases import usecase
from booking.usecases.organizations import require_order


@usecase()
def add(actor: Actor, organization_id: int, mandated: Mandated, *, key: str | None = None) -> int:
    """An organization says who represents it, as what, from when to when, by which act."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    require_order(mandated.starts_on, mandated.ends_on)
    made = Mandate(territory_id=mine.territory_id, organization_id=mine.id, **vars(mandated))
    db.session.add(made)
    db.session.flush()  # the journal names it by its id
    journal.record(actor, "add", "mandate", made.id, name=made.holder)
    return made.id


@usecase()
def edit(actor: Actor, mandate_id: int, mandated: Mandated, *, key: str | None = None) -> int:
    """An organization corrects what is written of a representative."""
    mandate = _mine(actor, mandate_id)
    require_order(mandated.starts_on, mandated.ends_on)
    journal.revise(actor, "mandate", mandate, vars(mandated))
    return mandate.id


@usecase()
def end(actor: Actor, mandate_id: int, ends_on: date, *, key: str | None = None) -> int:
    """A mandate ends on a day, the last one on which its holder signs."""
    mandate = _mine(actor, mandate_id)
    require_order(mandate.starts_on, ends_on)
    journal.revise(actor, "mandate", mandate, {"ends_on": ends_on})
    return mandate.id


def _mine(actor: Actor, mandate_id: int) -> Mandate:
    found = db.session.get(Mandate, mandate_id)
    if found is None:
        raise NotFound("organization_not_found")
    mine = organizations.get(actor, found.organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    return found
