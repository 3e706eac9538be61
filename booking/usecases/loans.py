"""Handing over and taking back."""

from typing import Any

from booking import clock, journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import WrongMoment
from booking.fitness import Moment
from booking.handling import Direction
from booking.models.loans import Loan
from booking.models.reservations import Reservation
from booking.queries import loans, signatures
from booking.rules.access import Actor
from booking.rules.passages import EVERYTHING, Passing
from booking.usecases import (
    conventions,
    envelopes,
    handing,
    partly,
    passages,
    returning,
    shortages,
    shots,
    usecase,
)
from booking.usecases.fitness import keep_judged, note_seen, require_fit
from booking.usecases.promoting import promote
from booking.usecases.reservations import hold_fast, load


@usecase(before=shots.put_before("hand_over"), after_refusal=shortages.remember_change)
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


@usecase(before=shots.put_before("hand_over_more"), after_refusal=shortages.remember_change)
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
    lines = [line.id for line in reservation.lines]
    leaving = handing.counted(reservation, passing, now)
    agreed = handing.accepted(leaving, passing)
    handing.settle(actor, reservation, leaving, now, kept=passing.kept)
    note_seen(actor, reservation, passing.seen)
    judged = require_fit(actor, reservation, Moment.HAND_OVER, passing.despite)
    keep_judged(actor, reservation, Moment.HAND_OVER, judged, passing.despite)
    db.session.add(loan)
    gone = handing.written(leaving, left)
    made = passages.write(actor, loan, Direction.OUT, passing, gone, agreed=agreed)
    photos = shots.of_what_is_left(reservation, passing.photos, lines)
    shots.keep_shots(actor, reservation, photos, passage=made)
    act = "hand_over_more" if left else "hand_over"
    after = partly.lines_of(reservation)
    changed: dict[str, Any] = {} if after == before else {"before": before, "after": after}
    journal.record(actor, act, "reservation", reservation.id, **changed)
    promote()
    conventions.amend_if_changed(actor, reservation)
    passages.finish(actor, made)
    return reservation.id


@usecase(before=shots.put_before("take_back"))
def take_back(
    actor: Actor, reservation_id: int, passing: Passing = EVERYTHING, *, key: str | None = None
) -> int:
    """What comes back is counted: what is good serves again, what is damaged or missing does not.

    Nothing counted: all that is awaited is back, and good. The rest stays out. Raises WrongMoment
    when what is counted cannot be, as more than is out, or a copy of another loan.
    """
    reservation = hold_fast(actor, reservation_id, "take_back")
    made = returning.take_back(actor, reservation, passing)
    promote()
    passages.finish(actor, made)
    return reservation.id
