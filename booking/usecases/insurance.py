"""The insurance certificates of an organization (E07)."""

from datetime import date

from booking import journal
from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import InsuranceCertificate
from booking.queries import organizations
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.organizations import Insured
from booking.usecases import usecase
from booking.usecases.organizations import require_order


@usecase()
def add(actor: Actor, organization_id: int, insured: Insured, *, key: str | None = None) -> int:
    """An organization gives the certificate of its insurer, with its dates and guarantees."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    require_order(insured.starts_on, insured.ends_on)
    made = InsuranceCertificate(
        territory_id=mine.territory_id, organization_id=mine.id, **vars(insured)
    )
    db.session.add(made)
    db.session.flush()  # the journal names it by its id
    journal.record(actor, "add", "certificate", made.id, name=made.insurer)
    return made.id


@usecase()
def edit(actor: Actor, certificate_id: int, insured: Insured, *, key: str | None = None) -> int:
    """An organization corrects what is written of a certificate."""
    certificate = _mine(actor, certificate_id)
    require_order(insured.starts_on, insured.ends_on)
    journal.revise(actor, "certificate", certificate, vars(insured))
    return certificate.id


@usecase()
def end(actor: Actor, certificate_id: int, ends_on: date, *, key: str | None = None) -> int:
    """An insurance ends before the date of its certificate, or is prolonged to another."""
    certificate = _mine(actor, certificate_id)
    require_order(certificate.starts_on, ends_on)
    journal.revise(actor, "certificate", certificate, {"ends_on": ends_on})
    return certificate.id


def _mine(actor: Actor, certificate_id: int) -> InsuranceCertificate:
    found = db.session.get(InsuranceCertificate, certificate_id)
    if found is None:
        raise NotFound("organization_not_found")
    mine = organizations.get(actor, found.organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    return found
