"""Returns that borrowers contest: who must answer, what was answered, what may still be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select

from booking import clock, journal
from booking.db import db
from booking.models.catalogue import Pool
from booking.models.loans import Loan, Passage
from booking.models.reservations import Request, Reservation
from booking.numbers import among
from booking.queries import disputes, reservations
from booking.queries.views import ReservationView, parties
from booking.rules import access
from booking.rules.access import Actor, Parties

ANSWERING = ("answer_contest", "close_loan")
"""The acts by which a contest was answered: alone, or while closing the loan."""


@dataclass(frozen=True)
class Noted:
    """A return as it was noted: of which loan, when, what is contested, until when one may."""

    reservation: ReservationView
    passage_id: int
    at: datetime
    borrower_name: str
    until: datetime | None
    said: str


@dataclass(frozen=True)
class Answer:
    """What was answered to a borrower who contested, and when."""

    at: datetime
    said: str


@dataclass(frozen=True)
class Contest:
    """What a borrower contests of a return, since when, and what it was answered."""

    at: datetime
    said: str
    answer: Answer | None


def to_answer(actor: Actor) -> list[Noted]:
    """Return the contested returns that the actor is to answer, the oldest contest first."""
    if not _answers(actor):
        return []
    return _noted(actor, _waiting(actor).order_by(Passage.contested_at, Passage.id))


def count_to_answer(actor: Actor) -> int:
    """Return how many contested returns the actor is to answer."""
    if not _answers(actor):
        return 0
    return db.session.scalars(_waiting(actor).with_only_columns(func.count(Passage.id))).one()


def to_contest(actor: Actor) -> list[Noted]:
    """Return what came back of the actor's loans without a signature, while it may be contested."""
    mine = Parties(actor.territory_id, borrower_id=actor.organization_id)
    if not access.may(actor, "reservation.contest", mine):
        return []
    open_still = and_(Passage.contest_until > clock.now(), Passage.contested_at.is_(None))
    found = _passages(actor, open_still, Request.borrower_id == actor.organization_id)
    return _noted(actor, found.order_by(Passage.contest_until, Passage.id))


def answers(reservation_id: int) -> list[Answer]:
    """Return what was answered to those who contested a return of a loan, first to last."""
    return [
        Answer(each.at, str(each.facts["reason"]))
        for each in journal.entries("reservation", reservation_id)
        if each.act in ANSWERING and each.facts.get("reason")
    ]


def unanswered(reservation_ids: Collection[int]) -> set[int]:
    """Return of which reservations a return is contested, and nobody has answered."""
    found = (
        select(Loan.reservation_id)
        .join(Passage, Passage.loan_id == Loan.id)
        .where(among(Loan.reservation_id, reservation_ids), disputes.UNANSWERED)
    )
    return set(db.session.scalars(found))


def of_loan(actor: Actor, reservation_id: int) -> list[Contest]:
    """Return what was contested of a loan and answered, first to last; nothing out of view."""
    found = select(Passage).join(Loan).where(Loan.reservation_id == reservation_id)
    rows = db.session.scalars(found.where(Passage.contested_at.is_not(None)).order_by(Passage.id))
    contested = [each for each in rows if _is_read(actor, each)]
    said = answers(reservation_id) if contested else []
    return [
        Contest(each.contested_at, each.contest, answer_to(each.contested_at, said))
        for each in contested
        if each.contested_at
    ]


def answer_to(contested_at: datetime | None, said: Sequence[Answer]) -> Answer | None:
    """Return what was answered first after a contest, if anything was."""
    return next((one for one in said if contested_at and one.at >= contested_at), None)


def _is_read(actor: Actor, passage: Passage) -> bool:
    return access.may(actor, "reservation.read", parties(passage.loan.reservation))


def _answers(actor: Actor) -> bool:
    mine = Parties(actor.territory_id, manager_id=actor.organization_id)
    return access.may(actor, "reservation.answer_contest", mine)


def _waiting(actor: Actor) -> Select[Passage]:
    return _passages(actor, disputes.UNANSWERED, Pool.manager_id == actor.organization_id)


def _passages(
    actor: Actor, which: ColumnElement[bool], whose: ColumnElement[bool]
) -> Select[Passage]:
    return (
        select(Passage)
        .join(Loan, Loan.id == Passage.loan_id)
        .join(Reservation, Reservation.id == Loan.reservation_id)
        .join(Request, Request.id == Reservation.request_id)
        .join(Pool, Pool.id == Reservation.pool_id)
        .where(Passage.territory_id == actor.territory_id, which, whose)
    )


def _noted(actor: Actor, found: Select[Passage]) -> list[Noted]:
    rows: Sequence[Passage] = db.session.scalars(found).all()
    if not rows:
        return []
    loans = {each.id: each.loan.reservation_id for each in rows}
    seen = {each.id: each for each in reservations.by_ids(actor, sorted({*loans.values()}))}
    return [
        Noted(
            reservation=seen[loans[each.id]],
            passage_id=each.id,
            at=each.at,
            borrower_name=each.borrower_name,
            until=each.contest_until,
            said=each.contest,
        )
        for each in rows
        if loans[each.id] in seen
    ]
