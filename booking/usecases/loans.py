"""Handing over and taking back."""

from booking import clock, journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import WrongMoment
from booking.fitness import Moment
from booking.handling import Direction
from booking.models.loans import Loan, PassageLine
from booking.queries import loans, signatures
from booking.rules.access import Actor
from booking.rules.passages import EVERYTHING, Passing
from booking.usecases import conventions, departures, envelopes, passages, usecase
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.promoting import promote
from booking.usecases.reservations import load


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
    made = passages.write(actor, loan, Direction.OUT, passing, left)
    journal.record(actor, "hand_over", "reservation", reservation.id)
    promote()
    passages.finish(actor, made)
    return reservation.id


@usecase()
def take_back(
    actor: Actor, reservation_id: int, passing: Passing = EVERYTHING, *, key: str | None = None
) -> int:
    """Everything is back: what remains held is the preparation, counted from now."""
    reservation = load(actor, reservation_id, "take_back")
    loan = loans.of_reservation(reservation.id)
    assert loan is not None  # noqa: S101 # what is out has left
    loan.returned_at = clock.now()
    loan.returned_by_id = actor.user_id
    back = [
        _whole(line_id, each.awaited, loan.territory_id)
        for line_id, each in loans.tally(loan).items()
    ]
    made = passages.write(actor, loan, Direction.BACK, passing, back)
    departures.end(reservation, loan.returned_at)
    journal.record(actor, "take_back", "reservation", reservation.id)
    promote()
    passages.finish(actor, made)
    return reservation.id


def _whole(line_id: int, quantity: int, territory_id: int) -> PassageLine:
    return PassageLine(territory_id=territory_id, line_id=line_id, quantity=quantity)
