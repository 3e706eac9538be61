"""Answering what was asked, and withdrawing."""

from collections.abc import Collection, Mapping
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.dealings import ChangeState, UsualReason
from booking.documents.words import plain_day
from booking.errors import Invalid, WrongMoment
from booking.fitness import Moment
from booking.models.reservations import Reservation
from booking.queries import cancelling, requests, reservations, views
from booking.rules import access, lifecycle
from booking.rules.access import Actor
from booking.usecases import conventions, envelopes, holds, partly, promoting, usecase, voiding
from booking.usecases.elected import require_elected
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.lines import require_lent
from booking.usecases.telling import for_itself, tell_borrower, tell_managers, tell_owner
from booking.vocabulary import MailKind

WITHDRAWN = "La réservation est annulée."
"""Why its paper is, when its borrower gave no other reason."""


def load(
    actor: Actor,
    reservation_id: int,
    act: str,
    items: Collection[int] = (),
    *,
    seen: int | None = None,
) -> Reservation:
    """Return a reservation, locked with its stocks, moved to the status the act leads to.

    The stocks of more items can be locked with them. `seen`: the revision that the actor read,
    when it is known: one agrees to nothing else.

    Raises NotFound out of view, NotAllowed for another's act, WrongMoment when it is not time.
    """
    reservation = hold_fast(actor, reservation_id, act, items)
    known = reservation.revision
    move_on(actor, reservation, act)
    if seen is not None and seen != known:
        raise WrongMoment("changed_meanwhile")
    return reservation


def hold_fast(
    actor: Actor, reservation_id: int, act: str, items: Collection[int] = ()
) -> Reservation:
    """Return a reservation as it is, locked with its stocks.

    What gives stock back locks what those who wait for it want, too: it is offered at once.
    """
    seen = reservations.row(actor, reservation_id)
    access.require(actor, f"reservation.{act}", views.parties(seen))
    locked = {*items, *envelopes.items_with(seen)}
    _lock_once(act, locked)
    db.session.expire_all()  # what was read before the lock may have changed since
    reservation = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    if not locked.issuperset(envelopes.items_with(reservation)):
        raise WrongMoment("changed_meanwhile")  # what was added since is not locked
    return reservation


def _lock_once(act: str, items: Collection[int]) -> None:
    """Lock the stocks of some items, unless the running act has: locks taken bit by bit cross.

    Raises WrongMoment when it has locked others, because some were added since.
    """
    if (known := holds.locked()).issuperset(items):
        return
    if known:
        raise WrongMoment("changed_meanwhile")
    if act in lifecycle.FREES:
        promoting.lock(items)
    else:
        holds.lock(items)


def move(reservation: Reservation, act: str) -> Reservation:
    """Move a locked reservation to the status an act leads to; raises WrongMoment."""
    changing = act in lifecycle.OF_CHANGES and envelopes.open_change(reservation) is not None
    became = lifecycle.move(reservation.status, act, reservation.awaited, changing=changing)
    if became is not reservation.status:  # what was awaited is so no more
        reservation.awaited = reservation.reply_due_at = reservation.reminded_at = None
    reservation.status = became
    reservation.revision += 1
    reservation.changed_at = clock.now()
    return reservation


def move_on(actor: Actor, reservation: Reservation, act: str) -> Reservation:
    """Move a locked reservation as `move` does; a refusal says who answered it, if need be."""
    try:
        return move(reservation, act)
    except WrongMoment as refusal:
        refusal.facts |= views.answered(actor, reservation)
        raise


@usecase()
def approve(
    actor: Actor,
    reservation_id: int,
    despite: str = "",
    quantities: Mapping[int, int] | None = None,
    *,
    reason: str = "",
    elected: str = "",
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """The manager agrees: availability is checked again, the convention is issued.

    `despite`: why, although the stock no longer suffices, from who may go beyond it: the manager.
    What is unfit is waived before.
    `quantities`: how many of some lines (by id), when less than was asked is granted, and `reason`
    why. `elected`: who decided, where only an elected person may.
    """
    if despite:
        mine = reservations.row(actor, reservation_id)
        access.require(actor, "reservation.overbook", views.parties(mine))
    reservation = load(actor, reservation_id, "approve", seen=seen)
    named = require_elected(reservation, elected)
    less = partly.lower(reservation, quantities or {}, reason)
    agree(actor, reservation, despite, named | less)
    if less:
        promoting.promote()
    conventions.issue_if_ready(actor, reservation)
    return reservation.id


def agree(
    actor: Actor, reservation: Reservation, despite: str, also: Mapping[str, Any] | None = None
) -> None:
    """Check again what is asked, and write that it is agreed to; `also` goes to the journal.

    Whoever agrees then issues the paper, last of all.
    """
    also = also or {}
    require_lent(actor, (), [line.item for line in reservation.lines], reservation.period)
    holds.recheck(reservation, despite)
    judged = require_fit(actor, reservation, Moment.APPROVAL)
    keep_judged(actor, reservation, Moment.APPROVAL, judged)
    decided(actor, reservation)
    journal.record(
        actor,
        "approve",
        "reservation",
        reservation.id,
        **mark(reservation),
        **overbooking(reservation),
        **also,
    )
    less = {name: also[name] for name in ("withheld", "reason") if name in also}
    tell_borrower(reservation, MailKind.APPROVED, **less)


@usecase()
def refuse(
    actor: Actor,
    reservation_id: int,
    reason: str = "",
    usual: UsualReason | None = None,
    *,
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """The manager declines, saying why in usual words, in others or in both; the stock is free."""
    reservation = load(actor, reservation_id, "refuse", seen=seen)
    holds.release(reservation)
    envelopes.drop(reservation, ChangeState.LAPSED)
    decided(actor, reservation)
    reservation.usual_reason = usual
    reservation.reason = " ".join(filter(None, [usual.label if usual else "", reason]))
    journal.record(
        actor,
        "refuse",
        "reservation",
        reservation.id,
        reason=reservation.reason,
        **mark(reservation),
    )
    tell_borrower(reservation, MailKind.REFUSED, rest=requests.rest_after(reservation))
    promoting.promote()
    return reservation.id


def decided(actor: Actor, reservation: Reservation) -> None:
    """Keep who answered and when; the owner hears of what a manager grants itself."""
    reservation.decided_at = reservation.changed_at
    reservation.decided_by_id = actor.user_id or None  # a rule of the pool is nobody
    tell_owner(reservation)


def overbooking(reservation: Reservation) -> dict[str, Any]:
    """Return what the journal adds when more is taken than is free."""
    holds = [hold for line in reservation.lines for hold in line.holds if hold.beyond]
    return (
        {"beyond": sum(hold.beyond for hold in holds), "despite": holds[0].despite} if holds else {}
    )


def mark(reservation: Reservation) -> dict[str, Any]:
    """Return what the journal adds when a manager decides for its own organization."""
    return {"for_itself": True} if for_itself(reservation) else {}


@usecase()
def cancel(
    actor: Actor,
    reservation_id: int,
    reason: str = "",
    *,
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """The borrower gives up, or the manager withdraws; both are told and the stock is free.

    Raises Invalid when what is agreed is given up too late, or by its manager, without a reason.
    """
    reservation = withdraw(actor, reservation_id, reason, seen=seen)
    tell_cancelled(reservation)
    return reservation.id


def tell_cancelled(reservation: Reservation) -> None:
    """Tell both sides that a reservation is withdrawn."""
    tell_borrower(reservation, MailKind.CANCELLED)
    tell_managers(reservation, MailKind.CANCELLED)


def withdraw(
    actor: Actor, reservation_id: int, reason: str, *, seen: int | None = None
) -> Reservation:
    """Cancel as `cancel` does, inside an act that tells people itself."""
    reservation = load(actor, reservation_id, "cancel", seen=seen)
    if not reason and cancelling.must_say_why(actor, reservation):
        raise Invalid("reason_needed", errors={"reason": [_why(actor, reservation)]})
    holds.release(reservation)
    envelopes.drop(reservation, ChangeState.WITHDRAWN)
    reservation.reason = reason
    marked = {"late": True} if cancelling.is_late(actor, reservation) else {}
    journal.record(actor, "cancel", "reservation", reservation.id, reason=reason, **marked)
    voiding.of_reservation(actor, reservation, reason or WITHDRAWN)
    promoting.promote()
    return reservation


def _why(actor: Actor, reservation: Reservation) -> str:
    """Return why a reason is needed to cancel what is agreed."""
    if actor.organization_id != reservation.request.borrower_id:
        return "Dites pourquoi : la commune compte sur cette réservation."
    until = plain_day(cancelling.free_until(actor, reservation))
    return f"Dites pourquoi : l’annulation était libre jusqu’au {until}."


@usecase()
def lapse(actor: Actor, reservation_id: int) -> int:
    """The start passed and nobody answered: the request ends, and is counted as such."""
    reservation = load(actor, reservation_id, "lapse")
    if reservation.starts_at > clock.now():
        raise WrongMoment("not_yet", until=reservation.starts_at)
    holds.release(reservation)
    envelopes.drop(reservation, ChangeState.LAPSED)
    reservation.reason = "no_answer"
    journal.record(
        actor, "lapse", "reservation", reservation.id, territory_id=reservation.territory_id
    )
    tell_borrower(reservation, MailKind.EXPIRED)
    tell_managers(reservation, MailKind.EXPIRED)
    promoting.promote()
    return reservation.id
