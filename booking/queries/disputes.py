"""Which loans are in dispute, and which may be closed by themselves."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from booking.db import db
from booking.handling import IncidentState
from booking.models.incidents import Incident
from booking.models.journal import JournalEntry
from booking.models.loans import Loan, Passage
from booking.models.reservations import Reservation
from booking.numbers import among as within
from booking.vocabulary import Status

INCIDENT = exists().where(
    Incident.reservation_id == Reservation.id, Incident.state != IncidentState.CLOSED
)
"""Something went wrong in a loan, and nobody has said yet what comes of it."""
ANSWERED = exists().where(
    JournalEntry.thing == "reservation",
    JournalEntry.thing_id == Loan.reservation_id,
    JournalEntry.act == "answer_contest",
    JournalEntry.at >= Passage.contested_at,
)
"""Who lends answered since a passage was contested; kept by the journal alone."""
UNANSWERED = and_(Passage.contested_at.is_not(None), Loan.closed_at.is_(None), ~ANSWERED)
"""A passage of a loan is contested: an answer ends it, which closing the loan gives too."""
CONTEST = exists().where(
    Loan.reservation_id == Reservation.id, Passage.loan_id == Loan.id, UNANSWERED
)
"""A report of a loan is contested, and nobody has answered."""


def among(reservation_ids: Collection[int]) -> set[int]:
    """Return which of some reservations, of which something left, are in dispute."""
    ids = list(reservation_ids)
    if not ids:
        return set()
    found = select(Reservation.id).where(within(Reservation.id, "ids"), or_(INCIDENT, CONTEST))
    return set(db.session.scalars(found, {"ids": ids}))


def has_incident(reservation_id: int) -> bool:
    """Tell whether an incident of a loan is still open."""
    return bool(db.session.scalar(_of(INCIDENT, reservation_id)))


def is_contested(reservation_id: int) -> bool:
    """Tell whether a report of a loan is contested, and nobody has answered."""
    return bool(db.session.scalar(_of(CONTEST, reservation_id)))


def _of(what: ColumnElement[bool], reservation_id: int) -> Select[bool]:
    return select(what).select_from(Reservation).where(Reservation.id == reservation_id)


def to_close(now: datetime) -> list[int]:
    """Return the loans that are back, undisputed and contested by nobody any more, for the clock.

    Whether their working days are over is for the act to reckon.
    """
    running = exists().where(Passage.loan_id == Loan.id, Passage.contest_until > now)
    found = (
        select(Reservation.id)
        .join(Loan, Loan.reservation_id == Reservation.id)
        .where(Reservation.status == Status.RETURNED, ~INCIDENT, ~CONTEST, ~running)
        .order_by(Reservation.id)
    )
    return list(db.session.scalars(found))
