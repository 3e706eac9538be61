"""Organizations, and whether they may borrow."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, or_, select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Pool
from booking.models.conventions import Act
from booking.models.organizations import (
    InsuranceCertificate,
    Mandate,
    Organization,
)
from booking.period import Period
from booking.rules.access import Actor, Parties
from booking.rules.terms import Borrower, covers
from booking.vocabulary import ActKind, OrganizationKind

NAMED = (
    select(Organization)
    .where(
        Organization.territory_id == bindparam("territory"),
        or_(
            Organization.name == bindparam("name"),
            Organization.siren == bindparam("name"),
            Organization.id == bindparam("number", type_=Integer),
        ),
    )
    .options(joinedload(Organization.adhesions))
)


def find(actor: Actor, name: str) -> Organization:
    """Return an organization of the territory by its id, SIREN or name; raises NotFound.

    Two communes of one EPCI may bear the same name: it then names neither.
    """
    number = int(name) if name.isdecimal() and len(name) < 10 else None
    named = {"territory": actor.territory_id, "name": name, "number": number}
    found = db.session.scalars(NAMED, named).unique().all()
    if len(found) != 1:
        raise NotFound("organization_not_found")
    return found[0]


def get(actor: Actor, organization_id: int) -> Organization:
    """Return an organization of the actor's territory; raises NotFound."""
    found = db.session.get(Organization, organization_id)
    if found is None or found.territory_id != actor.territory_id:
        raise NotFound("organization_not_found")
    return found


def parties(organization: Organization) -> Parties:
    """Return whom an organization concerns: itself, and the commune that answers for it."""
    return Parties(
        organization.territory_id,
        organization_id=organization.id,
        answerable_id=organization.answerable_id,
    )


def epci_id(territory_id: int) -> int | None:
    """Return the organization that is the EPCI of a territory."""
    found = select(Organization.id).filter_by(territory_id=territory_id, kind=OrganizationKind.EPCI)
    return db.session.scalars(found.order_by(Organization.id)).first()


def as_borrower(organization: Organization, pool: Pool, period: Period, zone: ZoneInfo) -> Borrower:
    """Return what the terms ask of a borrower: its adhesion must cover the whole loan (E39).

    To an EPCI, an association adheres by the commune that answers for it, and the EPCI by itself.
    """
    first = period.starts_at.astimezone(zone).date()
    last = (period.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    adhering = organization if pool.by_list else organization.answerable or organization
    to = pool.id if pool.by_list else None
    spans = [(each.starts_on, each.ends_on) for each in adhering.adhesions if each.pool_id == to]
    itself = organization.kind is OrganizationKind.EPCI and not pool.by_list
    adheres = itself or covers(spans, first, last)
    return Borrower(organization.kind, organization.population, adheres)


def insurance(organization_id: int, day: date) -> InsuranceCertificate | None:
    """Return the insurance certificate in force on a day, the longest lasting first."""
    found = select(InsuranceCertificate).where(
        InsuranceCertificate.organization_id == organization_id,
        InsuranceCertificate.starts_on <= day,
        InsuranceCertificate.ends_on >= day,
    )
    return db.session.scalars(found.order_by(InsuranceCertificate.ends_on.desc())).first()


def signatory(organization_id: int, day: date) -> Mandate | None:
    """Return who signs for an organization on a day: the latest, by their own power if any is."""
    found = select(Mandate).where(
        Mandate.organization_id == organization_id,
        Mandate.starts_on <= day,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day),
    )
    order = (Mandate.delegated_by != "", Mandate.starts_on.desc(), Mandate.id.desc())
    return db.session.scalars(found.order_by(*order)).first()


def act(organization_id: int, kinds: set[ActKind], day: date) -> Act | None:
    """Return the latest act of some kinds in force on a day."""
    found = select(Act).where(
        Act.organization_id == organization_id,
        Act.kind.in_(kinds),
        Act.starts_on <= day,
        or_(Act.ends_on.is_(None), Act.ends_on >= day),
    )
    return db.session.scalars(found.order_by(Act.taken_on.desc())).first()
