"""Drafts of papers, as those who lend prepare them: what they say, what may be chosen."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from booking.db import db
from booking.models.catalogue import Depot, Item, Pool, Share
from booking.models.conventions import Convention
from booking.models.organizations import Organization
from booking.paperwork import ActsOf, PaperKind, PaperState
from booking.queries import (
    conventions,
    modifications,
    paper_parties,
    paper_views,
    reservations,
    standing,
    views,
)
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.paperwork import DRAFTED
from booking.vocabulary import Status

Chosen = list[tuple[int, str]]


@dataclass(frozen=True)
class DraftView:
    """A paper, as its draft is written: of what kind, between whom, what is typed by now."""

    id: int
    kind: PaperKind
    state: PaperState
    number: str | None
    owner: str
    partner: str
    about: str  # the loan or the paper it goes with
    owner_id: int
    partner_id: int | None
    pool_id: int | None
    depot_id: int | None
    reservation_id: int | None
    starts_on: date | None
    ends_on: date | None
    renewable: bool
    acts_of: ActsOf | None
    options: dict[str, str]


@dataclass(frozen=True)
class Choices:
    """What may be chosen for a kind of paper, by field."""

    owner: Chosen
    partner: Chosen
    pool: Chosen
    depot: Chosen


@dataclass(frozen=True)
class Due:
    """What a loan still wants of its papers, for those who issue them.

    `waits`: neither a framework nor a choice says under which paper it is lent.
    """

    waits: bool
    kind: PaperKind | None  # what it takes without a choice, and is not issued yet
    amendment: bool
    borrower_id: int
    may_issue: bool


def draft(actor: Actor, convention_id: int) -> DraftView:
    """Return a paper in view as it is written; raises NotFound, as to who may not prepare it."""
    found = paper_views.row(actor, convention_id)
    access.require(actor, "convention.prepare", paper_parties.parties(found))
    return DraftView(
        id=found.id,
        kind=found.kind,
        state=found.state,
        number=found.number,
        owner=found.owner.name,
        partner=found.partner.name if found.partner else "",
        about=about(found),
        owner_id=found.owner_id,
        partner_id=found.partner_id,
        pool_id=found.pool_id,
        depot_id=found.depot_id,
        reservation_id=found.reservation_id,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        renewable=found.renewable,
        acts_of=found.acts_of,
        options=dict(found.options or {}),
    )


def about(paper: Convention) -> str:
    """Return what a paper goes with: the paper it amends, the loan it is beside."""
    if paper.amends:
        return modifications.cited(paper.amends)
    mine = paper.reservation
    return f"« {mine.request.purpose} » ({views.reference(mine.id)})" if mine else ""


def cited(actor: Actor, convention_id: int) -> str:
    """Return how a paper in view is cited; raises NotFound."""
    return modifications.cited(paper_views.row(actor, convention_id))


def drafts_of(actor: Actor) -> list[PaperKind]:
    """Return the kinds an actor may prepare for its own organization."""
    own = Parties(actor.territory_id, owner_id=actor.organization_id)
    return list(DRAFTED) if access.may(actor, "convention.prepare", own) else []


def due(actor: Actor, reservation_id: int) -> Due:
    """Return what the papers of a reservation in view still want."""
    mine = reservations.row(actor, reservation_id)
    papers = modifications.papers(mine.id)
    agreed = mine.status in (Status.APPROVED, Status.OUT)
    kind = conventions.kind_of(mine) if agreed and not papers else None
    return Due(
        waits=agreed and not papers and kind is None,
        kind=kind,
        amendment=agreed and bool(papers) and standing.is_amended(mine, papers[-1]),
        borrower_id=mine.request.borrower_id,
        may_issue=access.may(actor, "convention.issue", views.parties(mine)),
    )


def choices(actor: Actor, kind: PaperKind) -> Choices:
    """Return what an actor may choose for a kind of paper."""
    owners = _owners(actor)
    named = {each for each, _ in owners} if kind is PaperKind.STORAGE else {actor.organization_id}
    return Choices(
        owner=owners,
        partner=_partners(actor),
        pool=_shared(actor) if kind is PaperKind.CO_OWNERSHIP else _managed(actor),
        depot=_depots(actor, named),
    )


def lends_for(actor: Actor) -> set[int]:
    """Return whose things the pools of an actor's organization lend, its own included."""
    return {each for each, _ in _owners(actor)}


def _owners(actor: Actor) -> Chosen:
    found = (
        select(Organization.id, Organization.name)
        .join(Item, Item.owner_id == Organization.id)
        .join(Pool, Pool.id == Item.pool_id)
        .where(Pool.manager_id == actor.organization_id, Organization.id != actor.organization_id)
        .distinct()
        .order_by(Organization.name)
    )
    own = (actor.organization_id, actor.organization_name)
    return [own, *((each, name) for each, name in db.session.execute(found))]


def _partners(actor: Actor) -> Chosen:
    found = select(Organization.id, Organization.name).where(
        Organization.territory_id == actor.territory_id
    )
    return [(each, name) for each, name in db.session.execute(found.order_by(Organization.name))]


def _managed(actor: Actor) -> Chosen:
    """Return the pools of others in which the organization has things."""
    found = (
        select(Pool.id, Pool.name)
        .join(Item, Item.pool_id == Pool.id)
        .where(Item.owner_id == actor.organization_id, Pool.manager_id != actor.organization_id)
        .distinct()
        .order_by(Pool.name)
    )
    return [(each, name) for each, name in db.session.execute(found)]


def _shared(actor: Actor) -> Chosen:
    """Return the pools in which the organization leads for co-owners."""
    found = (
        select(Pool.id, Pool.name)
        .join(Item, Item.pool_id == Pool.id)
        .join(Share, Share.item_id == Item.id)
        .where(Item.owner_id == actor.organization_id)
        .distinct()
        .order_by(Pool.name)
    )
    return [(each, name) for each, name in db.session.execute(found)]


def _depots(actor: Actor, owners: set[int]) -> Chosen:
    """Return the depots of others than who has things stored there."""
    found = select(Depot.id, Depot.name).where(
        Depot.territory_id == actor.territory_id,
        Depot.custodian_id.not_in(owners if len(owners) == 1 else ()),
    )
    return [(each, name) for each, name in db.session.execute(found.order_by(Depot.name))]
