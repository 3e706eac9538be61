"""Whom a paper concerns: its sides, who signs for them, and who may read it by now."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Share
from booking.models.conventions import Convention
from booking.models.organizations import Mandate, Organization
from booking.paperwork import PaperKind, PaperState
from booking.queries import delegations, views
from booking.rules.parties import Parties
from booking.rules.signatures import Sides

ROLES = {
    PaperKind.STORAGE: ("Le propriétaire", "Le dépositaire"),
    PaperKind.MANAGEMENT: ("Le propriétaire", "Le gestionnaire"),
    PaperKind.CO_OWNERSHIP: ("La commune référente", "Copropriétaire"),
}
"""How a paper calls its sides; else lender and borrower."""


def parties(row: Convention) -> Parties:
    """Return the organizations a paper concerns; a draft concerns only those who lend."""
    lenders = Parties(row.territory_id, owner_id=row.owner_id, manager_id=row.manager_id)
    if row.state is PaperState.DRAFT or not row.rank:  # the other side never saw it
        return lenders
    mine = row.reservation
    stores = views.parties(mine).custodian_ids if mine else frozenset[int]()
    return Parties(
        row.territory_id,
        owner_id=row.owner_id,
        manager_id=row.manager_id,
        borrower_id=row.partner_id,
        custodian_ids=stores,
        co_owner_ids=frozenset(co_owner_ids(row)),
        signers=signers(row),
    )


def signed_as(row: Convention) -> PaperKind:
    """Return as which kind a paper is signed: an amendment as what it amends."""
    amends = row.kind is PaperKind.AMENDMENT and row.amends
    return amends.kind if amends else row.kind


def sides(row: Convention) -> Sides:
    """Return who signs a paper."""
    joint = tuple(co_owner_ids(row)) if signed_as(row) is PaperKind.CO_OWNERSHIP else ()
    today = clock.today(ZoneInfo(row.territory.time_zone))
    delegated = delegations.is_given(row.owner_id, row.manager_id, today)
    return Sides(row.owner_id, row.manager_id, row.partner_id, joint, delegated=delegated)


def named(row: Convention) -> list[tuple[str, Organization]]:
    """Return the parties as a paper names them, in order."""
    first, second = ROLES.get(signed_as(row), ("Le prêteur", "L’emprunteur"))
    others = (
        [db.session.get_one(Organization, each) for each in co_owner_ids(row)]
        if signed_as(row) is PaperKind.CO_OWNERSHIP
        else [row.partner]
    )
    rest = [(second, each) for each in others if each and each.id != row.owner_id]
    return [(first, row.owner), *rest]


def name(row: Convention, organization_id: int) -> str:
    """Return the name of an organization that signs a paper."""
    known = {each.id: each.name for each in (row.owner, row.manager, row.partner) if each}
    return known.get(organization_id) or db.session.get_one(Organization, organization_id).name


def co_owner_ids(row: Convention) -> list[int]:
    """Return who owns together what a paper is about, in the order of the shares."""
    if mine := row.reservation:
        shares = [share for line in mine.lines for share in line.item.shares]
        return list(dict.fromkeys(share.organization_id for share in shares))
    if row.pool_id is None or signed_as(row) is not PaperKind.CO_OWNERSHIP:
        return []
    found = (
        select(Share.organization_id)
        .join(Item, Item.id == Share.item_id)
        .where(Item.pool_id == row.pool_id)
        .order_by(Share.id)
    )
    return list(dict.fromkeys(db.session.scalars(found)))


def signers(row: Convention) -> frozenset[tuple[int, str]]:
    """Return who holds a mandate today of an organization that signs, whosever turn it is."""
    signing = [each.organization_id for each in row.signatures]
    today: date = clock.today(ZoneInfo(row.territory.time_zone))
    found = select(Mandate.organization_id, Mandate.email).where(
        Mandate.organization_id.in_(signing),
        Mandate.email != "",
        Mandate.starts_on <= today,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today),
    )
    return frozenset((body, email.casefold()) for body, email in db.session.execute(found))
