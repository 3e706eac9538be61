"""The register of acts of an organization, for those who may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Item, Pool
from booking.models.conventions import Act
from booking.models.files import StoredFile
from booking.models.organizations import Organization
from booking.models.reservations import Request, Reservation
from booking.queries import files, organizations
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.acts import TRANSMITTED
from booking.rules.mandates import is_to_review
from booking.rules.organizations import standing
from booking.vocabulary import ActKind, Standing


@dataclass(frozen=True)
class Sought:
    """Which acts are asked for: of a kind, where they stand, transmitted or not; None: all."""

    kind: ActKind | None = None
    standing: Standing | None = None
    transmitted: bool | None = None


@dataclass(frozen=True)
class ActView:
    """An act, where it stands today and what is kept of it."""

    id: int
    organization_id: int
    organization: str
    kind: ActKind
    number: str
    title: str
    taken_on: date
    starts_on: date
    ends_on: date | None
    transmitted_on: date | None
    partner_id: int | None
    partner: str
    file_id: int | None
    file: str
    standing: Standing
    untransmitted: bool  # although it has to be
    outdated: bool  # a delegation older than the present council
    may_change: bool


def parties(actor: Actor, organization: Organization) -> Parties:
    """Return whom its acts concern: those who lend to it, and who answers for it, among them."""
    return files.papers_of(actor, organization.id)


def bound(organization: Organization, lender_id: int | None) -> Parties:
    """Return whom a framework binds: the borrower, its lender, who manages the lender's things.

    One without a lender binds them all, and no one of them.
    """
    managers = select(Pool.manager_id).join(Item, Item.pool_id == Pool.id)
    found = managers.where(Item.owner_id == lender_id, Pool.manager_id != organization.id)
    return Parties(
        organization.territory_id,
        organization_id=organization.id,
        owner_id=lender_id,
        lender_ids=frozenset(db.session.scalars(found) if lender_id else ()),
    )


def may_record_framework(actor: Actor, organization_id: int) -> bool:
    """Tell whether the actor may write, in another's register, the framework it signed with it."""
    mine = organizations.get(actor, organization_id)
    lends = bound(mine, actor.organization_id)
    return mine.id != actor.organization_id and access.may(actor, "act.record_framework", lends)


def require_entry(actor: Actor, organization_id: int) -> Organization:
    """Return an organization in whose register the actor may write: all, or its framework.

    Raises NotFound or NotAllowed.
    """
    mine = organizations.get(actor, organization_id)
    if not may_record_framework(actor, organization_id):
        access.require(actor, "act.change", parties(actor, mine))
    return mine


def readable(actor: Actor, organization_id: int) -> Organization:
    """Return an organization whose acts the actor may read; raises NotFound."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "act.read", parties(actor, mine))
    return mine


def row(actor: Actor, act_id: int) -> Act:
    """Return an act that the actor may read; raises NotFound."""
    found = db.session.get(Act, act_id)
    if found is None or found.territory_id != actor.territory_id:
        raise NotFound("act_not_found")
    access.require(actor, "act.read", parties(actor, found.organization))
    return found


def require_change(actor: Actor, organization_id: int) -> Organization:
    """Return an organization whose acts the actor may write; raises NotFound or NotAllowed."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "act.change", parties(actor, mine))
    return mine


def may_change(actor: Actor, organization_id: int) -> bool:
    """Tell whether the actor may write the acts of an organization."""
    mine = organizations.get(actor, organization_id)
    return access.may(actor, "act.change", parties(actor, mine))


def show(actor: Actor, act_id: int) -> ActView:
    """Return one act in view; raises NotFound."""
    found = row(actor, act_id)
    kept = db.session.get(StoredFile, found.file_id) if found.file_id else None
    return _view(actor, found, kept, writes=may_change(actor, found.organization_id))


def index(actor: Actor, organization_id: int, sought: Sought) -> list[ActView]:
    """Return the acts of an organization, the latest first; raises NotFound out of view."""
    mine = readable(actor, organization_id)
    writes = may_change(actor, mine.id)
    found = (
        select(Act, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == Act.file_id)
        .where(Act.organization_id == mine.id)
        .options(joinedload(Act.organization), joinedload(Act.partner))
        .order_by(Act.taken_on.desc(), Act.id.desc())
    )
    if sought.kind:
        found = found.where(Act.kind == sought.kind)
    if sought.transmitted is not None:
        told = Act.transmitted_on.is_not(None)
        owed = and_(~told, Act.kind.in_(TRANSMITTED))
        found = found.where(told if sought.transmitted else owed)
    views = [_view(actor, act, kept, writes=writes) for act, kept in db.session.execute(found)]
    return [each for each in views if _stands(each, sought.standing)]


def _stands(view: ActView, asked: Standing | None) -> bool:
    """Tell whether an act stands as asked; what ends soon is still in force."""
    where = Standing.CURRENT if view.standing is Standing.ENDING else view.standing
    return asked is None or asked in (where, view.standing)


def choices(actor: Actor) -> list[tuple[int, str]]:
    """Return the organizations whose acts the actor may read, by name, its own first."""
    found = (
        select(Organization)
        .where(
            Organization.territory_id == actor.territory_id,
            Organization.id != actor.organization_id,
        )
        .order_by(Organization.name, Organization.id)
    )
    if not access.may(actor, "act.read", Parties(actor.territory_id)):
        found = found.where(or_(*_read_besides(actor)))
    named = [(each.id, each.name) for each in db.session.scalars(found)]
    return [(actor.organization_id, actor.organization_name), *named]


def _read_besides(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """Yield which other acts one reads: of those one lends to, of those one answers for."""
    mine = actor.organization_id
    yield false()
    if access.may(actor, "act.read", Parties(actor.territory_id, lender_ids=frozenset({mine}))):
        borrowers = (
            select(Request.borrower_id)
            .join(Reservation, Reservation.request_id == Request.id)
            .join(Pool, Pool.id == Reservation.pool_id)
            .where(Pool.manager_id == mine, Reservation.status.in_(files.BORROWING))
        )
        yield Organization.id.in_(borrowers)
    if access.may(actor, "act.read", Parties(actor.territory_id, answerable_id=mine)):
        yield Organization.answerable_id == mine


def partners(actor: Actor, organization_id: int) -> list[tuple[int, str]]:
    """Return the organizations that an act of another may name, by name."""
    found = select(Organization.id, Organization.name).where(
        Organization.territory_id == actor.territory_id, Organization.id != organization_id
    )
    return [(known, name) for known, name in db.session.execute(found.order_by(Organization.name))]


def _view(actor: Actor, act: Act, kept: StoredFile | None, *, writes: bool) -> ActView:
    today = clock.today(actor.zone)
    old = act.kind is ActKind.DELEGATION and is_to_review(
        act.organization.kind, act.starts_on, act.ends_on, today
    )
    return ActView(
        id=act.id,
        organization_id=act.organization_id,
        organization=act.organization.name,
        kind=act.kind,
        number=act.number,
        title=act.title,
        taken_on=act.taken_on,
        starts_on=act.starts_on,
        ends_on=act.ends_on,
        transmitted_on=act.transmitted_on,
        partner_id=act.partner_id,
        partner=act.partner.name if act.partner else "",
        file_id=kept.id if kept else None,
        file=kept.name if kept else "",
        standing=standing(act.starts_on, act.ends_on, today),
        untransmitted=act.transmitted_on is None and act.kind in TRANSMITTED,
        outdated=old,
        may_change=writes,
    )
