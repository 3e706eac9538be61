"""Handing over and taking back."""

from datetime import timedelta

from sqlalchemy import select

from booking import clock, journal, mail
from booking.db import db
from booking.models.loans import Loan, LoanLine
from booking.models.reservations import Reservation
from booking.rules.access import Actor
from booking.usecases import holds, usecase
from booking.usecases.reservations import load
from booking.vocabulary import MailKind, Role


@usecase()
def hand_over(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """Everything agreed leaves the depot, now; an early departure needs the stock to be free."""
    reservation = load(actor, reservation_id, "hand_over")
    holds.start_early(actor, reservation, clock.now())
    db.session.add(
        Loan(
            territory_id=reservation.territory_id,
            reservation_id=reservation.id,
            handed_over_at=clock.now(),
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
    for line in reservation.lines:
        after = timedelta(hours=line.item.preparation_after_hours)
        holds.end_at(line, loan.returned_at + after)
    _record(actor, reservation, "take_back", MailKind.TAKEN_BACK)
    return reservation.id


def _record(actor: Actor, reservation: Reservation, act: str, kind: MailKind) -> None:
    journal.record(actor, act, "reservation", reservation.id)
    people = mail.people(reservation.request.borrower_id, Role.SECRETARY)
    mail.queue(reservation.territory_id, kind, people, reservation_id=reservation.id)
