"""Questions of the manager, answers of the borrower: what is missing before one can decide."""

from datetime import datetime

from booking import clock, journal
from booking.db import append
from booking.dealings import Awaited, ChangeState
from booking.models.reservations import Reservation
from booking.queries import catalogue, delays, views
from booking.rules import terms
from booking.rules.access import Actor
from booking.usecases import usecase
from booking.usecases.comments import new_comment
from booking.usecases.envelopes import drop
from booking.usecases.promoting import promote
from booking.usecases.reservations import load
from booking.usecases.telling import tell_borrower, tell_managers
from booking.vocabulary import MailKind, Status


def reply_due(actor: Actor, reservation: Reservation) -> datetime:
    """Return by when the borrower must reply: the pool's delay, never after the start."""
    days = reservation.pool.reply_days
    asked = (days, clock.now(), reservation.starts_at, actor.zone)
    return terms.due(*asked, worked=delays.of_borrower(reservation.pool))


def answer_due(actor: Actor, reservation: Reservation, before: datetime | None = None) -> datetime:
    """Return by when the manager must answer, counted from now; at the pick-up at last."""
    known = catalogue.terms_of(reservation.pool)
    asked = (known, clock.now(), before or reservation.starts_at, actor.zone)
    return terms.answer_due(*asked, days=delays.of_lender(reservation.pool))


def say(actor: Actor, reservation: Reservation, text: str) -> None:
    """Write what one party tells the other, when it tells something."""
    if text:
        append([new_comment(actor, reservation, text)])


def wait_for(actor: Actor, reservation: Reservation, awaited: Awaited) -> None:
    """Wait for the borrower, who is to reply in the pool's delay."""
    reservation.awaited = awaited
    reservation.reply_due_at = reply_due(actor, reservation)


def hand_back(actor: Actor, reservation: Reservation) -> None:
    """Let the manager answer again, in the delay that its pool gives: nobody has decided yet."""
    reservation.elected = ""
    reservation.answer_due_at = answer_due(actor, reservation)


def due_again(actor: Actor, reservation: Reservation) -> None:
    """Reckon again what is due once the dates are others: never after the start.

    Whoever is to act, and is reminded again, cannot give themselves more time.
    """
    if reservation.status not in (Status.REQUESTED, Status.NEEDS_INFO):
        return
    if reservation.reply_due_at:
        reservation.reply_due_at = min(reservation.reply_due_at, reply_due(actor, reservation))
    due, mine = answer_due(actor, reservation), views.parties(reservation)
    asks = actor.organization_id == mine.borrower_id != mine.manager_id
    reservation.answer_due_at = due if asks else min(reservation.answer_due_at, due)
    reservation.reminded_at = None


@usecase()
def ask_details(actor: Actor, reservation_id: int, question: str, *, key: str | None = None) -> int:
    """The manager asks the borrower for what is missing; the stock stays held meanwhile."""
    reservation = load(actor, reservation_id, "ask_details")
    wait_for(actor, reservation, Awaited.DETAILS)
    say(actor, reservation, question)
    journal.record(actor, "ask_details", "reservation", reservation.id, text=question)
    tell_borrower(reservation, MailKind.NEEDS_DETAILS, text=question)
    return reservation.id


@usecase()
def answer(actor: Actor, reservation_id: int, text: str, *, key: str | None = None) -> int:
    """The borrower answers what was asked; the manager has its delay again to decide."""
    reservation = load(actor, reservation_id, "answer")
    hand_back(actor, reservation)
    say(actor, reservation, text)
    journal.record(actor, "answer", "reservation", reservation.id, text=text)
    tell_managers(reservation, MailKind.REPLIED, reply="answer", text=text)
    return reservation.id


@usecase()
def resume(actor: Actor, reservation_id: int, text: str = "", *, key: str | None = None) -> int:
    """The manager no longer waits: it had the answer otherwise, or withdraws what it proposed."""
    reservation = load(actor, reservation_id, "resume")
    proposed = drop(reservation, ChangeState.WITHDRAWN) is not None
    hand_back(actor, reservation)
    say(actor, reservation, text)
    journal.record(actor, "resume", "reservation", reservation.id, text=text)
    kind = MailKind.PROPOSED if proposed else MailKind.NEEDS_DETAILS
    tell_borrower(reservation, kind, resumed=True, text=text)
    promote()
    return reservation.id
