"""Mandates and delegations that outlived the council that gave them: to be looked at."""

from datetime import date

from sqlalchemy import or_, select

from booking.db import db
from booking.models.conventions import Act
from booking.models.organizations import Mandate, Organization
from booking.models.reservations import Reservation
from booking.queries import acts, organizations
from booking.rules.mandates import is_to_review, last_renewal
from booking.rules.terms import Verdict
from booking.vocabulary import ActKind


def signatories(organization: Organization, today: date) -> list[str]:
    """Return who may sign for an organization by a mandate older than its present council."""
    found = select(Mandate).where(
        Mandate.organization_id == organization.id,
        Mandate.starts_on <= today,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today),
    )
    return [
        f"{each.holder}, {each.title}"
        for each in db.session.scalars(found.order_by(Mandate.starts_on, Mandate.id))
        if is_to_review(organization.kind, each.starts_on, each.ends_on, today)
    ]


def delegations(organization: Organization, today: date) -> list[str]:
    """Return the delegations of an organization that are older than its present council."""
    found = select(Act).where(
        Act.organization_id == organization.id,
        Act.kind == ActKind.DELEGATION,
        Act.starts_on <= today,
        or_(Act.ends_on.is_(None), Act.ends_on >= today),
    )
    return [
        acts.cited(each)
        for each in db.session.scalars(found.order_by(Act.starts_on, Act.id))
        if is_to_review(organization.kind, each.starts_on, each.ends_on, today)
    ]


def of_reservation(mine: Reservation, today: date) -> list[Verdict]:
    """Return a warning for each signatory of a lender whose power is that old; it never blocks."""
    renewed = last_renewal(today)
    return [
        Verdict("signatory_outdated", "warn", {"signatory": said, "on": on, "renewed": renewed})
        for said, on, ends_on in _powers(mine, today)
        if is_to_review(mine.owner.kind, on, ends_on, today)
    ]


def _powers(mine: Reservation, today: date) -> list[tuple[str, date, date | None]]:
    """Return who would sign for the lender: its signatory, its manager by a delegation."""
    found = []
    if mandate := organizations.signatory(mine.owner_id, today):
        signs = f"{mandate.holder}, {mandate.title}"
        found.append((signs, mandate.starts_on, mandate.ends_on))
    if given := acts.delegation(mine.owner_id, mine.pool.manager_id, today):
        signs = f"{mine.pool.manager.name}, {acts.cited(given)}"
        found.append((signs, given.starts_on, given.ends_on))
    return found
