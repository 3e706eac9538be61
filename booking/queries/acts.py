"""The acts on which loans and papers rest: which are in force, which are missing."""

from datetime import date

from sqlalchemy import or_, select

from booking.db import db
from booking.models.conventions import Act, Convention
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind, PaperState
from booking.queries import organizations
from booking.vocabulary import ActKind, OrganizationKind

GROUNDS = {
    OrganizationKind.EPCI: {ActKind.RULES, ActKind.DELIBERATION},
    OrganizationKind.COMMUNE: {ActKind.DELIBERATION},
}
"""Which act a lender needs before a convention may be signed (domain § 2.2)."""


def cited(act: Act) -> str:
    """Return an act as papers cite it."""
    return f"{act.kind.label} n° {act.number}"


def grounds(organization: Organization) -> set[ActKind]:
    """Return the kinds of act on which an organization's loans rest."""
    return GROUNDS.get(organization.kind, {ActKind.DELIBERATION})


def ground(organization: Organization, day: date) -> Act | None:
    """Return the act on which an organization's loans rest on a day."""
    return organizations.act(organization.id, grounds(organization), day)


def delegation(owner_id: int, manager_id: int, day: date) -> Act | None:
    """Return the written delegation under which a manager signs for an owner on a day."""
    found = select(Act).where(
        Act.organization_id == owner_id,
        Act.kind == ActKind.DELEGATION,
        Act.partner_id == manager_id,
        Act.starts_on <= day,
        or_(Act.ends_on.is_(None), Act.ends_on >= day),
    )
    return db.session.scalars(found.order_by(Act.taken_on.desc(), Act.id.desc())).first()


def missing(reservation: Reservation, day: date) -> list[str]:
    """Return what keeps the papers of a reservation from being issued for signature."""
    lender = not reservation.territory.needs_act or ground(reservation.owner, day)
    signatory = organizations.signatory(reservation.owner_id, day)
    return [
        *([] if lender else ["lender_act"]),
        *([] if signatory else ["lender_signatory"]),
    ]


def framework(borrower_id: int, lender_id: int, day: date) -> str | None:
    """Return the framework convention in force between two organizations, as it is cited.

    One that was signed here, or one that the borrower recorded as signed before the service; that
    one may name its lender, or serve for all.
    """
    signed = select(Convention).where(
        Convention.kind == PaperKind.FRAMEWORK,
        Convention.state == PaperState.SIGNED,
        Convention.partner_id == borrower_id,
        Convention.owner_id == lender_id,
        or_(Convention.starts_on.is_(None), Convention.starts_on <= day),
        or_(Convention.renewable, Convention.ends_on.is_(None), Convention.ends_on >= day),
    )
    if ours := db.session.scalars(signed.order_by(Convention.id.desc())).first():
        return f"{ours.kind.label} n° {ours.number}"
    before = select(Act).where(
        Act.organization_id == borrower_id,
        Act.kind == ActKind.FRAMEWORK,
        or_(Act.partner_id.is_(None), Act.partner_id == lender_id),
        Act.starts_on <= day,
        or_(Act.ends_on.is_(None), Act.ends_on >= day),
    )
    act = db.session.scalars(before.order_by(Act.taken_on.desc())).first()
    return cited(act) if act else None
