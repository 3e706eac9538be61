"""What the clock does when nobody acts: remind, pass on, and end what its borrower gave up."""

from booking import clock, journal, mail
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import WrongMoment
from booking.models.reservations import Reservation
from booking.queries import catalogue, delays, reservations, silence, views
from booking.rules import access, terms
from booking.rules import delays as rules
from booking.rules.access import Actor
from booking.rules.delays import Step
from booking.usecases import envelopes, holds, usecase
from booking.usecases.promoting import promote
from booking.usecases.reservations import hold_fast, move
from booking.usecases.telling import tell_answering, tell_borrower, tell_managers
from booking.vocabulary import MailKind, Status


@usecase()
def remind(actor: Actor, reservation_id: int) -> int:
    """Whoever is to act is reminded, once, a working day before it is due."""
    reservation = _watched(actor, reservation_id, "remind")
    now = clock.now()
    _require(reservation, Step.REMIND)
    if reservation.status is Status.NEEDS_INFO:
        zone, days = delays.zone_of(reservation.pool), delays.of_borrower(reservation.pool)
        waiting = silence.of_borrower(reservation)
        reservation.reply_due_at = rules.due_once_reminded(waiting, now, zone, days)
        tell_borrower(reservation, MailKind.REMIND_REPLY)
    else:
        tell_answering(reservation, MailKind.REMIND_ANSWER)
    reservation.reminded_at = now
    _record(actor, reservation, "remind")
    return reservation.id


@usecase()
def pass_on(actor: Actor, reservation_id: int) -> int:
    """What is left unanswered goes to the substitute, then to the owner; it stays held.

    Each has as many working days as the manager had, and the borrower reads who was told.
    """
    reservation = _watched(actor, reservation_id, "pass_on")
    step = _require(reservation, Step.SUBSTITUTE, Step.OWNER)
    waiting = silence.asked(reservation) or reservation
    now, before = clock.now(), waiting.answer_due_at
    if step is Step.SUBSTITUTE:
        reservation.substitute_told_at = now
        reservation.substitute_told_id = reservation.pool.substitute_id
    else:
        reservation.owner_told_at = now
    pool = reservation.pool
    out = reservation.status is Status.OUT
    last = waiting.ends_at if out else reservation.starts_at
    asked = (catalogue.terms_of(pool), now, last, delays.zone_of(pool))
    waiting.answer_due_at = terms.answer_due(*asked, days=delays.of_lender(pool))
    reservation.reminded_at = None
    people = silence.instead(reservation)
    facts = {"reservation_id": reservation.id, "was_due_at": before.isoformat()}
    mail.queue(reservation.territory_id, MailKind.ESCALATED, people, **facts)
    tell_borrower(reservation, MailKind.PASSED_ON)
    _record(actor, reservation, "pass_on", to=step.name.lower(), was_due_at=before.isoformat())
    return reservation.id


@usecase()
def expire(actor: Actor, reservation_id: int) -> int:
    """The borrower did not reply, or no place came free in time: the request ends.

    A change that nobody answered before the start ends alone: what was agreed stays agreed.
    """
    reservation = hold_fast(actor, reservation_id, "expire")
    _require(reservation, Step.EXPIRE)
    if reservation.status in silence.AGREED:
        return _lapse_change(actor, reservation)
    waited = reservation.status is Status.WAITLISTED
    move(reservation, "expire")
    reservation.reason = "no_place" if waited else "no_reply"
    holds.release(reservation)
    envelopes.drop(reservation, ChangeState.LAPSED)
    _record(actor, reservation, "expire", reason=reservation.reason)
    tell_borrower(reservation, MailKind.EXPIRED, to_borrower=True)
    if not waited:  # whoever only waited was nobody's work
        tell_managers(reservation, MailKind.EXPIRED)
    promote()
    return reservation.id


def _lapse_change(actor: Actor, reservation: Reservation) -> int:
    envelopes.drop(reservation, ChangeState.LAPSED)
    _record(actor, reservation, "lapse_change")
    tell_borrower(reservation, MailKind.CHANGE_REFUSED, lapsed=True)
    tell_managers(reservation, MailKind.CHANGE_ASKED, lapsed=True)
    promote()
    return reservation.id


def _watched(actor: Actor, reservation_id: int, act: str) -> Reservation:
    """Return a reservation whose own row alone is locked: its stock is not touched."""
    seen = reservations.row(actor, reservation_id)
    access.require(actor, f"reservation.{act}", views.parties(seen))
    db.session.expire_all()  # what was read before the lock may have changed since
    return db.session.get_one(Reservation, reservation_id, with_for_update=True)


def _require(reservation: Reservation, *steps: Step) -> Step:
    """Return the step that is due; raises WrongMoment when somebody took it meanwhile."""
    step = silence.step(reservation, clock.now())
    if step not in steps:
        raise WrongMoment("changed_meanwhile")
    return step


def _record(actor: Actor, reservation: Reservation, act: str, **facts: object) -> None:
    known = {"territory_id": reservation.territory_id, **facts}
    journal.record(actor, act, "reservation", reservation.id, **known)  # type: ignore[arg-type]
