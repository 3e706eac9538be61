"""Handing over and taking back."""

from typing import Any

from booking import clock, journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import WrongMoment
from booking.fitness import Moment
from booking.handling import Direction
from booking.models.loans import Loan, PassageLine
from booking.models.reservations import Reservation
from booking.queries import loans, signatures
from booking.rules.access import Actor
from booking.rules.passages import EVERYTHING, Passing
from booking.usecases import (
    conventions,
    departures,
    envelopes,
    handing,
    partly,
    passages,
    shortages,
    usecase,
)
from booking.usecases.fitness import keep_judged, note_seen, require_fit
from booking.usecases.promoting import promote
from booking.usecases.reservations import load
from booking.usecases.telling import tell_borrower
from booking.vocabulary import MailKind


@usecase(after_refusal=shortages.remember_change)
def hand_over(
    actor: Actor, reservation_id: int, passing: Passing = EVERYTHING, *, key: str | None = None
) -> int:
    """What was counted leaves the depot, now; nothing counted: everything agreed.

    Early, or more than was agreed, asks the engine. What does not leave is free again, unless it
    is kept for later. Raises WrongMoment while no paper is issued under which it is lent.
    """
    reservation = load(actor, reservation_id, "hand_over")
    conventions.require_paper(reservation)
    envelopes.drop(reservation, ChangeState.LAPSED)  # what leaves is what was agreed
    if reservation.pool.needs_signed and not signatures.is_signed(reservation):
        raise WrongMoment("paper_unsigned")
    loan = Loan(
        territory_id=reservation.territory_id,
        reservation_id=reservation.id,
        handed_over_at=clock.now(),
        handed_over_by_id=actor.user_id,
    )
    return _leave(actor, reservation, loan, passing)


@usecase(after_refusal=shortages.remember_change)
def hand_over_more(
    actor: Actor, reservation_id: int, passing: Passing = EVERYTHING, *, key: str | None = None
) -> int:
    """More leaves of what was kept for later when the first things left.

    Raises WrongMoment when nothing was kept.
    """
    reservation = load(actor, reservation_id, "hand_over_more")
    loan = loans.of_reservation(reservation.id)
    if loan is None or not handing.stays(reservation):
        raise WrongMoment("nothing_kept")
    return _leave(actor, reservation, loan, passing)


def _leave(actor: Actor, reservation: Reservation, loan: Loan, passing: Passing) -> int:
    """Let what was counted leave: judged once each copy is known, then written, then told."""
    now, left, before = clock.now(), handing.out(reservation), partly.lines_of(reservation)
    leaving = handing.counted(reservation, passing, now)
    agreed = handing.accepted(leaving, passing)
    handing.settle(actor, reservation, leaving, now, kept=passing.kept)
    note_seen(actor, reservation, passing.seen)
    judged = require_fit(actor, reservation, Moment.HAND_OVER, passing.despite)
    keep_judged(actor, reservation, Moment.HAND_OVER, judged, passing.despite)
    db.session.add(loan)
    lines = handing.written(leaving, left)
    passages.write(actor, loan, Direction.OUT, passing, lines, agreed=agreed)
    act = "hand_over_more" if left else "hand_over"
    after = partly.lines_of(reservation)
    changed: dict[str, Any] = {} if after == before else {"before": before, "after": after}
    journal.record(actor, act, "reservation", reservation.id, **changed)
    tell_borrower(reservation, MailKind.HANDED_OVER)
    promote()
    conventions.amend_if_changed(actor, reservation)
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
    passages.write(actor, loan, Direction.BACK, passing, back)
    departures.end(reservation, loan.returned_at)
    _record(actor, reservation, "take_back", MailKind.TAKEN_BACK)
    promote()
    return reservation.id


def _whole(line_id: int, quantity: int, territory_id: int) -> PassageLine:
    return PassageLine(territory_id=territory_id, line_id=line_id, quantity=quantity)


def _record(actor: Actor, reservation: Reservation, act: str, kind: MailKind) -> None:
    journal.record(actor, act, "reservation", reservation.id)
    tell_borrower(reservation, kind)
