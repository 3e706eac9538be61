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
from booking.rules.access import Actor
from booking.rules.terms import Borrower, covers
from booking.vocabulary import ActKind

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


def as_borrower(organization: Organization, pool: Pool, period: Period, zone: ZoneInfo) -> Borrower:
    """Return what the terms ask of a borrower: its adhesion must cover the whole loan (E39)."""
    first = period.starts_at.astimezone(zone).date()
    last = (period.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    to = pool.id if pool.by_list else None
    spans = [
        (each.starts_on, each.ends_on) for each in organization.adhesions if each.pool_id == to
    ]
    return Borrower(organization.kind, organization.population, covers(spans, first, last))


def insurance(organization_id: int, day: date) -> InsuranceCertificate | None:
    """Return the insurance certificate in force on a day, the longest lasting first."""
    found = select(InsuranceCertificate).where(
        InsuranceCertificate.organization_id == organization_id,
        InsuranceCertificate.starts_on <= day,
        InsuranceCertificate.ends_on >= day,
    )
    return db.session.scalars(found.order_by(InsuranceCertificate.ends_on.desc())).first()


def signatory(organization_id: int, day: date) -> Mandate | None:
    """Return who may sign for an organization on a day."""
    found = select(Mandate).where(
        Mandate.organization_id == organization_id,
        Mandate.starts_on <= day,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day),
    )
    return db.session.scalars(found.order_by(Mandate.starts_on.desc())).first()


def act(organization_id: int, kinds: set[ActKind], day: date) -> Act | None:
    """Return the latest act of some kinds in force on a day."""
    found = select(Act).where(
        Act.organization_id == organization_id,
        Act.kind.in_(kinds),
        Act.starts_on <= day,
        or_(Act.ends_on.is_(None), Act.ends_on >= day),
    )
    return db.session.scalars(found.order_by(Act.taken_on.desc())).first()
