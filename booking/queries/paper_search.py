"""Papers that an organization looks for, and those that wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from booking.db import db
from booking.letters import plain
from booking.models.catalogue import Pool, Share
from booking.models.conventions import Convention, Signature
from booking.models.organizations import Organization
from booking.models.reservations import Line, Request, Reservation
from booking.numbers import among
from booking.paperwork import GROUNDS_A_LOAN, LIVING, PaperKind, PaperState, SignState
from booking.queries import paper_views, reservations
from booking.queries.paper_views import PaperView
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Role, Status

PER_PAGE = 50
READERS = frozenset(Role) - {Role.TECHNICIAN}
"""Who reads papers; who works at a depot prints what is needed from the reservation."""


class Side(StrEnum):
    """On which side of a paper one's organization stands."""

    LENDS = "lends"
    BORROWS = "borrows"


@dataclass(frozen=True)
class Filters:
    """What is looked for; nothing given: all."""

    kind: PaperKind | None = None
    state: PaperState | None = None
    side: Side | None = None
    year: int | None = None
    words: str = ""

    @property
    def any(self) -> bool:
        """Tell whether something is asked for."""
        return self != Filters()


@dataclass(frozen=True)
class Found:
    """One page of what was found, and how many there are."""

    papers: tuple[PaperView, ...]
    count: int
    page: int
    pages: int


def search(actor: Actor, filters: Filters, page: int = 1) -> Found:
    """Return a page of the papers that the actor's organization is party to, latest first."""
    ids = _ids(actor, filters)
    pages = max(1, -(-len(ids) // PER_PAGE))
    page = min(max(1, page), pages)
    shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Found(tuple(_views(shown)), len(ids), page, pages)


def every(actor: Actor, filters: Filters) -> list[PaperView]:
    """Return all that is found, for the table that one takes away."""
    return _views(_ids(actor, filters))


def reads(actor: Actor) -> bool:
    """Tell whether papers are the actor's business."""
    return bool(actor.roles & READERS)


def to_sign(actor: Actor) -> list[PaperView]:
    """Return the papers that wait for the signature of the actor's organization, oldest first."""
    if not reads(actor):
        return []
    ids = db.session.scalars(
        select(Convention.id).where(_asked(actor)).order_by(Convention.issued_at, Convention.id)
    )
    return _views(list(ids))


def count_to_sign(actor: Actor) -> int:
    """Return how many papers wait for the signature of the actor's organization."""
    if not reads(actor):
        return 0
    return db.session.scalars(select(func.count(Convention.id)).where(_asked(actor))).one()


def to_issue(actor: Actor) -> list[ReservationView]:
    """Return the loans agreed to that have no paper yet, to who may issue one, nearest first."""
    if Role.MANAGER not in actor.roles:
        return []
    grounded = exists().where(
        Convention.reservation_id == Reservation.id,
        Convention.kind.in_(GROUNDS_A_LOAN),
        Convention.state.in_(LIVING),
    )
    found = reservations.loaded(actor).where(
        Reservation.status == Status.APPROVED,
        or_(
            Pool.manager_id == actor.organization_id,
            Reservation.owner_id == actor.organization_id,
        ),
        ~grounded,
    )
    return reservations.seen(actor, found.order_by(Reservation.starts_at, Reservation.id))


def years(actor: Actor) -> list[int]:
    """Return the years of which the actor's organization has papers, the latest first."""
    found = select(Convention.year).where(_seen(actor), Convention.year.is_not(None)).distinct()
    return sorted(filter(None, db.session.scalars(found)), reverse=True)


def _asked(actor: Actor) -> ColumnElement[bool]:
    asked = exists().where(
        Signature.convention_id == Convention.id,
        Signature.organization_id == actor.organization_id,
        Signature.state == SignState.ASKED,
    )
    return and_(
        Convention.territory_id == actor.territory_id,
        Convention.state == PaperState.TO_SIGN,
        asked,
    )


def _seen(actor: Actor) -> ColumnElement[bool]:
    """Tell, as the table of rights does, whether the actor's organization is party to a paper."""
    own = actor.organization_id
    signs = exists().where(
        Signature.convention_id == Convention.id, Signature.organization_id == own
    )
    shares = (
        exists()
        .where(Line.reservation_id == Convention.reservation_id)
        .where(Share.item_id == Line.item_id, Share.organization_id == own)
    )
    lends = or_(Convention.owner_id == own, Convention.manager_id == own)
    numbered = and_(Convention.state != PaperState.DRAFT, Convention.rank.is_not(None))
    party = and_(numbered, or_(Convention.partner_id == own, signs, shares))
    return and_(Convention.territory_id == actor.territory_id, or_(lends, party))


def _ids(actor: Actor, filters: Filters) -> list[int]:
    """Return the papers found, by their ids: numbers and names are read as people write them."""
    partner = aliased(Organization)
    found = (
        select(Convention.id, Convention.year, Convention.rank, Convention.kind)
        .add_columns(Organization.name, partner.name, Request.purpose)
        .join(Organization, Organization.id == Convention.owner_id)
        .outerjoin(partner, partner.id == Convention.partner_id)
        .outerjoin(Reservation, Reservation.id == Convention.reservation_id)
        .outerjoin(Request, Request.id == Reservation.request_id)
        .where(_seen(actor), *_asked_for(actor, filters))
        .order_by(Convention.created_at.desc(), Convention.id.desc())
    )
    wanted = plain(filters.words).split()
    return [
        each
        for each, year, rank, kind, *names in db.session.execute(found)
        if not wanted or _matches(wanted, [f"{year}-{rank or 0:04d}", kind.label, *names])
    ]


def _matches(wanted: Sequence[str], texts: Sequence[str | None]) -> bool:
    read = " ".join(plain(each or "") for each in texts)
    return all(word in read for word in wanted)


def _asked_for(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    own, asked = actor.organization_id, []
    if filters.kind:
        asked.append(Convention.kind == filters.kind)
    if filters.state:
        asked.append(Convention.state == filters.state)
    if filters.year:
        asked.append(Convention.year == filters.year)
    if filters.side is Side.LENDS:
        asked.append(or_(Convention.owner_id == own, Convention.manager_id == own))
    if filters.side is Side.BORROWS:
        asked.append(Convention.partner_id == own)
    return asked


def _views(ids: list[int]) -> list[PaperView]:
    if not ids:
        return []
    rows = db.session.scalars(paper_views.loaded().where(among(Convention.id, ids))).unique()
    places = {each: rank for rank, each in enumerate(ids)}
    return paper_views.of_rows(sorted(rows, key=lambda each: places[each.id]))
