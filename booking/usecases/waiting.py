"""The waiting list: offering a place that came free, and confirming it."""

from booking import clock, journal
from booking.errors import WrongMoment
from booking.fitness import Moment
from booking.queries import catalogue, delays, depots
from booking.rules import terms
from booking.rules.access import Actor
from booking.usecases import holds, promoting, usecase
from booking.usecases.depots import require_open
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.lines import require_lent
from booking.usecases.reservations import hold_fast, load
from booking.usecases.telling import tell_borrower, tell_managers
from booking.vocabulary import MailKind, Status


@usecase()
def confirm(
    actor: Actor, reservation_id: int, *, seen: int | None = None, key: str | None = None
) -> int:
    """The borrower takes the place offered: the request is now the manager's to answer.

    Raises WrongMoment when it no longer suits, NotEnoughAvailable when it is no longer there.
    """
    reservation = load(actor, reservation_id, "confirm", seen=seen)
    require_lent(actor, (), [line.item for line in reservation.lines], reservation.period)
    closing = depots.closing(reservation.territory_id, reservation.period)
    require_open(actor, reservation, closing=closing)
    holds.recheck(reservation)
    judged = require_fit(actor, reservation, Moment.REQUEST)
    keep_judged(actor, reservation, Moment.REQUEST, judged)
    pool = reservation.pool
    asked = (catalogue.terms_of(pool), clock.now(), reservation.starts_at, actor.zone)
    reservation.answer_due_at = terms.answer_due(*asked, days=delays.of_lender(pool))
    journal.record(actor, "confirm", "reservation", reservation.id)
    tell_borrower(reservation, MailKind.REQUESTED)
    tell_managers(reservation, MailKind.TO_ANSWER)
    return reservation.id


@usecase()
def offer(actor: Actor, reservation_id: int) -> int:
    """What came free by itself is offered to who waits for it; raises NotEnoughAvailable."""
    reservation = hold_fast(actor, reservation_id, "offer")
    if reservation.status is not Status.WAITLISTED or reservation.starts_at <= clock.now():
        raise WrongMoment("changed_meanwhile")
    promoting.hold_and_offer(reservation)
    return reservation.id
