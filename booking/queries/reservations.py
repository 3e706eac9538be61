"""Reservations in the actor's view: one, a town hall's own, a manager's queue."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from booking.db import db
from booking.dealings import ChangeState
from booking.errors import NotFound
from booking.models.catalogue import Depot, Item, Pool, Stock
from booking.models.conventions import Convention, Signature
from booking.models.dealings import Change
from booking.models.loans import Loan
from booking.models.organizations import Organization
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.numbers import among
from booking.paperwork import GROUNDS_A_LOAN, PaperKind, PaperState, SignState
from booking.queries import disputes, silence, standing
from booking.queries.standing import Papers
from booking.queries.views import (
    RequestView,
    ReservationView,
    parties,
    view,
)
from booking.rules import access, turns
from booking.rules.access import Actor
from booking.vocabulary import Status


def row(actor: Actor, reservation_id: int) -> Reservation:
    """Return the reservation itself, for use-cases; raises NotFound out of view."""
    found = db.session.get(Reservation, reservation_id)
    if found is None or not access.may(actor, "reservation.read", parties(found)):
        raise NotFound("reservation_not_found")
    return found


def show(actor: Actor, reservation_id: int) -> ReservationView:
    """Return one reservation in the actor's view; raises NotFound."""
    return views_of(actor, [row(actor, reservation_id)])[0]


def show_request(actor: Actor, request_id: int) -> RequestView:
    """Return a request with the parts the actor may see; raises NotFound when there is none."""
    found = loaded(actor).where(Reservation.request_id == request_id)
    parts = seen(actor, found.order_by(Reservation.id))  # PostgreSQL keeps no order of its own
    if not parts:
        raise NotFound("request_not_found")
    first = parts[0]
    return RequestView(request_id, first.purpose, first.borrower, tuple(parts))


def by_ids(actor: Actor, ids: Collection[int]) -> list[ReservationView]:
    """Return the reservations of some ids that the actor may see; the service sees them all."""
    return seen(actor, loaded(actor, ids).order_by(Reservation.id))


def of_borrower(actor: Actor) -> list[ReservationView]:
    """Return what the actor's organization asked for, latest first."""
    found = loaded(actor).where(Request.borrower_id == actor.organization_id)
    return seen(actor, found.order_by(Reservation.starts_at.desc(), Reservation.id))


def to_answer(actor: Actor) -> list[ReservationView]:
    """Return what waits for the actor's answer, most urgent first; raises NotFound to others."""
    silence.require_queue(actor)
    found = loaded(actor).where(silence.answered_by(actor), _awaits_answer(actor))
    waiting = seen(actor, found.order_by(Reservation.answer_due_at, Reservation.id))
    return sorted(waiting, key=lambda each: each.change_due_at or each.answer_due_at)


def _awaits_answer(actor: Actor) -> ColumnElement[bool]:
    """Tell whether a manager is to answer a request, or a change asked of what is agreed."""
    changing = exists().where(
        Change.reservation_id == Reservation.id, Change.state == ChangeState.OPEN
    )
    agreed = and_(Reservation.status.in_(silence.AGREED), changing)
    # said twice, so that the index leads past all that is over, however long the past
    pools = select(Pool.id).where(Pool.territory_id == actor.territory_id).correlate(None)
    living = Reservation.status.in_((Status.REQUESTED, *silence.AGREED))
    waiting = or_(Reservation.status == Status.REQUESTED, agreed)
    return and_(Reservation.pool_id.in_(pools), living, waiting)


def under_way(actor: Actor) -> list[ReservationView]:
    """Return what the actor's organization asked for, lends or stores, and is not over yet."""
    found = loaded(actor).where(
        or_(
            Request.borrower_id == actor.organization_id,
            Pool.manager_id == actor.organization_id,
            stored_by(actor),
        ),
        Reservation.status.in_(turns.OPEN),
    )
    return seen(actor, found.order_by(Reservation.id))


def stored_by(actor: Actor) -> ColumnElement[bool]:
    """Tell whether some of a reservation is taken from a depot of the actor's organization."""
    return exists().where(
        Line.reservation_id == Reservation.id,
        Hold.line_id == Line.id,
        Stock.id == Hold.stock_id,
        Depot.id == Stock.depot_id,
        Depot.custodian_id == actor.organization_id,
    )


def count_to_answer(actor: Actor) -> int:
    """Return how many requests wait for the actor's answer."""
    waiting = select(func.count(Reservation.id)).join(Reservation.pool)
    return db.session.scalars(
        waiting.where(
            Reservation.territory_id == actor.territory_id,
            silence.answered_by(actor),
            _awaits_answer(actor),
        )
    ).one()


def unanswered(now: datetime) -> list[int]:
    """Return the requests whose start passed without an answer, for the clock."""
    found = select(Reservation.id).where(
        Reservation.status == Status.REQUESTED, Reservation.starts_at <= now
    )
    return list(db.session.scalars(found.order_by(Reservation.id)))


def loaded(actor: Actor, ids: Collection[int] | None = None) -> Select[Reservation]:
    """Return the territory's reservations with all that a view shows; the service has them all.

    `ids`: only those of some ids, which alone lead to them: SQLite, which counts nothing, would
    rather read the whole territory by an index of it.
    """
    found = select(Reservation)
    here = Reservation.territory_id == actor.territory_id
    if ids is not None:
        found = found.where(among(Reservation.id, ids))
        here = Reservation.territory_id + 0 == actor.territory_id
    if not actor.service:
        found = found.where(here)
    return (
        found.join(Reservation.request)
        .join(Reservation.pool)
        .options(
            joinedload(Reservation.request).joinedload(Request.borrower),
            joinedload(Reservation.request).joinedload(Request.asked_by),
            joinedload(Reservation.pool).joinedload(Pool.manager),
            joinedload(Reservation.owner),
            joinedload(Reservation.territory),
            selectinload(Reservation.lines).options(
                joinedload(Line.item).selectinload(Item.requirements),
                selectinload(Line.holds).options(
                    joinedload(Hold.stock).joinedload(Stock.depot).joinedload(Depot.custodian),
                    joinedload(Hold.unit),
                ),
            ),
        )
    )


def seen(actor: Actor, found: Select[Reservation]) -> list[ReservationView]:
    """Return what the actor may read of a selection: the same table judges lists and pages."""
    rows = db.session.scalars(found).unique().all()
    seen = [each for each in rows if access.may(actor, "reservation.read", parties(each))]
    return views_of(actor, seen)


def views_of(actor: Actor, rows: Sequence[Reservation]) -> list[ReservationView]:
    """Return reservations, all that a view shows being loaded, as the actor reads them."""
    ids = [each.id for each in rows]
    loans = {
        loan.reservation_id: loan
        for loan in db.session.scalars(select(Loan).where(Loan.reservation_id.in_(ids)))
    }
    papers = _papers(ids)
    asked = _changes(each.id for each in rows if each.status in silence.AGREED)
    disputed = disputes.among(loans)
    return [
        view(
            actor,
            each,
            loans.get(each.id),
            papers.get(each.id),
            asked.get(each.id),
            disputed=each.id in disputed,
        )
        for each in rows
    ]


def _papers(ids: list[int]) -> dict[int, Papers]:
    """Return under what each reservation is lent, and whose signature is asked for."""
    asked = and_(Signature.convention_id == Convention.id, Signature.state == SignState.ASKED)
    found = (
        select(Convention, Organization.id, Organization.name)
        .outerjoin(Signature, asked)
        .outerjoin(Organization, Organization.id == Signature.organization_id)
        .where(
            Convention.reservation_id.in_(ids),
            Convention.kind.in_((*GROUNDS_A_LOAN, PaperKind.AMENDMENT)),
            Convention.state.in_((PaperState.TO_SIGN, PaperState.SIGNED)),
        )
    )
    rows = db.session.execute(found.order_by(Convention.id, Signature.rank)).all()
    return standing.gather([(paper, known, name) for paper, known, name in rows])


def _changes(ids: Iterable[int]) -> dict[int, datetime]:
    """Return of which reservations agreed a change is asked, and by when it is answered."""
    if not (agreed := list(ids)):
        return {}
    found = select(Change.reservation_id, Change.answer_due_at).where(
        Change.reservation_id.in_(agreed), Change.state == ChangeState.OPEN
    )
    return dict(db.session.execute(found).all())
