"""Handing over and taking back."""

from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import WrongMoment
from booking.fitness import Moment
from booking.models.loans import Loan, LoanLine
from booking.models.reservations import Reservation
from booking.queries import signatures
from booking.rules.access import Actor
from booking.usecases import conventions, departures, envelopes, usecase
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.promoting import promote
from booking.usecases.reservations import load
from booking.usecases.telling import tell_borrower
from booking.vocabulary import MailKind


@usecase()
def hand_over(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """Everything agreed leaves the depot, now; an early departure needs the stock to be free.

    Raises WrongMoment while no paper is issued under which it is lent.
    """
    reservation = load(actor, reservation_id, "hand_over")
    conventions.require_paper(reservation)
    now = clock.now()
    envelopes.drop(reservation, ChangeState.LAPSED)  # what leaves is what was agreed
    if reservation.pool.needs_signed and not signatures.is_signed(reservation):
        raise WrongMoment("paper_unsigned")
    departures.leave(actor, reservation, now)
    judged = require_fit(actor, reservation, Moment.HAND_OVER)
    keep_judged(actor, reservation, Moment.HAND_OVER, judged)
    db.session.add(
        Loan(
            territory_id=reservation.territory_id,
            reservation_id=reservation.id,
            handed_over_at=now,
            handed_over_by_id=actor.user_id,
            lines=[
                LoanLine(
                    territory_id=reservation.territory_id,
                    line_id=line.id,
                    quantity_out=line.quantity,
                )
                for line in reservation.lines
            ],
        )
    )
    _record(actor, reservation, "hand_over", MailKind.HANDED_OVER)
    promote()
    return reservation.id


@usecase()
def take_back(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """Everything is back: what remains held is the preparation, counted from now."""
    reservation = load(actor, reservation_id, "take_back")
    loan = db.session.scalars(select(Loan).filter_by(reservation_id=reservation.id)).one()
    loan.returned_at = clock.now()
    loan.returned_by_id = actor.user_id
    for counted in loan.lines:
        counted.quantity_back = counted.quantity_out
    departures.end(reservation, loan.returned_at)
    _record(actor, reservation, "take_back", MailKind.TAKEN_BACK)
    promote()
    return reservation.id


def _record(actor: Actor, reservation: Reservation, act: str, kind: MailKind) -> None:
    journal.record(actor, act, "reservation", reservation.id)
    tell_borrower(reservation, kind)
