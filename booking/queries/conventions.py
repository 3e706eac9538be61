"""What a convention de prêt says, gathered from the facts of one reservation."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import undefer

from booking.db import db
from booking.dealings import BENEFICIARIES
from booking.documents import convention as paper
from booking.documents.words import share_of
from booking.models.catalogue import Share
from booking.models.conventions import Act, Convention
from booking.models.organizations import Organization
from booking.models.reservations import Line, Reservation
from booking.queries import depots, organizations, reservations
from booking.queries.files import logo_of
from booking.rules.access import Actor
from booking.vocabulary import STAFF, ActKind, OrganizationKind

EPCI_KINDS = {
    "CA": "communauté d’agglomération",
    "CC": "communauté de communes",
    "CU": "communauté urbaine",
    "ME": "métropole",
}
LOAN_BASIS = "prêt à usage gratuit (code civil, articles 1875 à 1891)"
SHARED_BASIS = "biens partagés (CGCT, article L. 5211-4-3)"

GROUNDS = {
    OrganizationKind.EPCI: {ActKind.RULES, ActKind.DELIBERATION},
    OrganizationKind.COMMUNE: {ActKind.DELIBERATION},
}
"""Which act a lender needs before a convention may be signed (domain § 2.2)."""


def issued(actor: Actor, reservation_id: int) -> Convention | None:
    """Return the issued convention of a reservation in view, its bytes included."""
    reservations.row(actor, reservation_id)
    found = select(Convention).filter_by(reservation_id=reservation_id)
    return db.session.scalars(found.options(undefer(Convention.pdf))).first()


def missing(reservation: Reservation, day: date) -> list[str]:
    """Return what keeps the convention from being issued for signature."""
    lender = _ground(reservation.owner, day)
    signatory = organizations.signatory(reservation.owner_id, day)
    return [
        *([] if lender else ["lender_act"]),
        *([] if signatory else ["lender_signatory"]),
    ]


def why_draft(actor: Actor, reservation_id: int, day: date) -> list[str]:
    """Return what a reservation in view lacks before its convention may be signed."""
    return missing(reservations.row(actor, reservation_id), day)


def draft(actor: Actor, reservation_id: int, now: datetime) -> paper.ConventionTerms:
    """Return the terms of a reservation in view as a draft; raises NotFound out of view."""
    return terms(reservations.row(actor, reservation_id), now, None)


def logo(actor: Actor, reservation_id: int) -> bytes | None:
    """Return the logo of the lender of a reservation in view, if it gave one."""
    return logo_of(reservations.row(actor, reservation_id).owner_id)


def terms(mine: Reservation, now: datetime, number: str | None) -> paper.ConventionTerms:
    """Return all that the convention of a reservation says, as known at an instant."""
    zone = ZoneInfo(mine.territory.time_zone)
    today = now.astimezone(zone).date()
    borrower = mine.request.borrower
    insured = organizations.insurance(borrower.id, mine.starts_at.astimezone(zone).date())
    framework = organizations.act(borrower.id, {ActKind.FRAMEWORK}, today)
    lines = [line for line in mine.lines if line.item.family != STAFF]
    return paper.ConventionTerms(
        number=number,
        issued_on=today,
        territory=mine.territory.name,
        lender=_party(mine.owner, today),
        borrower=_party(borrower, today),
        manager=_manager(mine),
        co_owners=_co_owners(mine),
        legal_basis=SHARED_BASIS if mine.owner.kind is OrganizationKind.EPCI else LOAN_BASIS,
        visas=tuple(_visas(mine, today)),
        framework=_cited(framework) if framework else None,
        purpose=mine.request.purpose,
        place=mine.request.place,
        beneficiary=mine.request.beneficiary_name,
        beneficiary_kind=_beneficiary_kind(mine),
        lines=tuple(each for line in lines for each in _lines(line)),
        starts_at=mine.starts_at.astimezone(zone),
        ends_at=mine.ends_at.astimezone(zone),
        depots=tuple(_depots(mine)),
        requirements=_requirements(mine),
        operators=tuple(line.item.name for line in mine.lines if line.item.family == STAFF),
        insurance=paper.Insurance(insured.insurer, insured.number, insured.ends_on)
        if insured
        else None,
        declared_value_cents=sum(line.quantity * line.item.replacement_cents for line in lines),
        mention=mine.owner.mention,
    )


def _party(organization: Organization, today: date) -> paper.Party:
    mandate = organizations.signatory(organization.id, today)
    ground = _ground(organization, today)
    return paper.Party(
        name=organization.name,
        kind=_kind(organization),
        siren=organization.siren or "",
        address=organization.address or f"{organization.postal_code} {organization.name}".strip(),
        representative=mandate.holder if mandate else "",
        representative_title=mandate.title if mandate else "",
        mandate=_cited(ground) if ground else "",
    )


def _kind(organization: Organization) -> str:
    if organization.kind is not OrganizationKind.EPCI:
        return organization.kind.label
    return EPCI_KINDS.get(organization.name.partition(" ")[0], organization.kind.label)


def _cited(act: Act) -> str:
    return f"{act.kind.label} n° {act.number}"


def _manager(mine: Reservation) -> paper.Manager | None:
    if mine.pool.manager_id == mine.owner_id:
        return None
    return paper.Manager(mine.pool.manager.name)


def _co_owners(mine: Reservation) -> tuple[paper.CoOwner, ...]:
    shares: dict[str, Share] = {
        share.organization.name: share for line in mine.lines for share in line.item.shares
    }
    return tuple(
        paper.CoOwner(name, share_of(share.numerator, share.denominator))
        for name, share in shares.items()
    )


def grounds(organization: Organization) -> set[ActKind]:
    """Return the kinds of act on which an organization's loans rest."""
    return GROUNDS.get(organization.kind, {ActKind.DELIBERATION})


def _ground(organization: Organization, day: date) -> Act | None:
    return organizations.act(organization.id, grounds(organization), day)


def _visas(mine: Reservation, today: date) -> list[paper.Act]:
    grounds = [_ground(mine.owner, today), _ground(mine.request.borrower, today)]
    return [
        paper.Act(act.kind.label, act.number, act.taken_on, act.organization.name, act.title)
        for act in grounds
        if act
    ]


def _beneficiary_kind(mine: Reservation) -> str:
    return BENEFICIARIES[mine.request.beneficiary_kind]


def _lines(line: Line) -> list[paper.Line]:
    """Return one printed line per depot; what is no longer held has none."""
    if not line.holds:
        return [_line(line, line.quantity, "")]
    return [_line(line, hold.quantity, hold.stock.depot.name) for hold in line.holds]


def _line(line: Line, quantity: int, depot: str) -> paper.Line:
    return paper.Line(
        reference=line.item.reference,
        name=line.item.name,
        quantity=quantity,
        depot=depot,
        unit_value_cents=line.item.replacement_cents or None,
        note=line.item.description,
    )


def _depots(mine: Reservation) -> list[paper.Depot]:
    found = {hold.stock.depot_id: hold.stock.depot for line in mine.lines for hold in line.holds}
    return [
        paper.Depot(depot.name, depot.address, depots.hours_said(depot)) for depot in found.values()
    ]


def _requirements(mine: Reservation) -> tuple[str, ...]:
    labels = {
        requirement.label: None for line in mine.lines for requirement in line.item.requirements
    }
    return tuple(labels)
