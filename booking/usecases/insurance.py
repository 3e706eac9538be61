"""The insurance certificates of an organization (E07)."""

from datetime import date
from zoneinfo import ZoneInfo

from booking import clock, journal
from booking.db import db
from booking.documents.words import plain_day
from booking.errors import NotFound
from booking.models.organizations import InsuranceCertificate
from booking.models.reservations import Reservation
from booking.queries import insured as loans
from booking.queries import organizations
from booking.queries.clauses import last_day
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.organizations import Insured
from booking.usecases import usecase
from booking.usecases.organizations import require_order
from booking.usecases.telling import tell_borrower
from booking.vocabulary import MailKind


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


@usecase()
def remind(actor: Actor, reservation_id: int) -> int:
    """The service asks a borrower for its certificate, once for each loan, before the pick-up.

    Returns 0 when nothing is to be asked any more.
    """
    access.require(actor, "reminder.send", Parties(actor.territory_id))
    mine = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    if not loans.due(mine, clock.now()):
        return 0
    last = last_day(mine.ends_at, ZoneInfo(mine.territory.time_zone))
    tell_borrower(mine, MailKind.INSURANCE_DUE, last=plain_day(last))
    return mine.id


def _mine(actor: Actor, certificate_id: int) -> InsuranceCertificate:
    found = db.session.get(InsuranceCertificate, certificate_id)
    if found is None:
        raise NotFound("organization_not_found")
    mine = organizations.get(actor, found.organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    return found
