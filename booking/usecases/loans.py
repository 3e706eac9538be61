"""Handing over and taking back."""

from booking import clock, journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import WrongMoment
from booking.fitness import Moment
from booking.handling import Direction
from booking.models.loans import Loan, PassageLine
from booking.models.reservations import Reservation
from booking.queries import signatures
from booking.rules.access import Actor
from booking.rules.passages import EVERYTHING, Passing
from booking.usecases import conventions, departures, envelopes, passages, returning, usecase
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.promoting import promote
from booking.usecases.reservations import hold_fast, load
from booking.usecases.telling import tell_borrower
from booking.vocabulary import MailKind


@usecase()
def hand_over(
    actor: Actor, reservation_id: int, passing: Passing = EVERYTHING, *, key: str | None = None
) -> int:
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
    loan = Loan(
        territory_id=reservation.territory_id,
        reservation_id=reservation.id,
        handed_over_at=now,
        handed_over_by_id=actor.user_id,
    )
    db.session.add(loan)
    left = [_whole(line.id, line.quantity, line.territory_id) for line in reservation.lines]
    passages.write(actor, loan, Direction.OUT, passing, left)
    _record(actor, reservation, "hand_over", MailKind.HANDED_OVER)
    promote()
    return reservation.id


@usecase()
def take_back(
    actor: Actor, reservation_id: int, passing: Passing = EVERYTHING, *, key: str | None = None
) -> int:
    """What comes back is counted: what is good serves again, what is damaged or missing does not.

    Nothing counted: all that is awaited is back, and good. The rest stays out. Raises WrongMoment
    when what is counted cannot be, as more than is out, or a copy of another loan.
    """
    reservation = hold_fast(actor, reservation_id, "take_back")
    returning.take_back(actor, reservation, passing)
    promote()
    return reservation.id


def _whole(line_id: int, quantity: int, territory_id: int) -> PassageLine:
    return PassageLine(territory_id=territory_id, line_id=line_id, quantity=quantity)


def _record(actor: Actor, reservation: Reservation, act: str, kind: MailKind) -> None:
    journal.record(actor, act, "reservation", reservation.id)
    tell_borrower(reservation, kind)
