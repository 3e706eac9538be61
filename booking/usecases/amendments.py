"""Other versions of a reservation: proposed before the answer, asked for after it (design § 5)."""

from datetime import datetime
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.dealings import Awaited, ChangeState
from booking.documents import mails
from booking.documents.words import moment
from booking.errors import Invalid
from booking.models.dealings import Change
from booking.models.reservations import Reservation
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.usecases import conventions, envelopes, replies, shortages, usecase, versions
from booking.usecases.elected import require_elected
from booking.usecases.envelopes import Taken, drop
from booking.usecases.fitness import require_fit
from booking.usecases.lines import require_lent
from booking.usecases.promoting import promote
from booking.usecases.reservations import decided, load
from booking.usecases.telling import tell_borrower, tell_managers
from booking.usecases.versions import Version
from booking.vocabulary import MailKind, Status


@usecase(after_refusal=shortages.propose)
def propose(
    actor: Actor,
    reservation_id: int,
    edited: Edited,
    *,
    elected: str = "",
    key: str | None = None,
) -> int:
    """The manager proposes other dates or quantities, held besides what was asked for.

    `elected`: who decided, where only an elected person may: accepting needs no other answer.
    Raises NotEnoughAvailable when what is proposed does not fit.
    """
    reservation = load(actor, reservation_id, "propose", versions.items_of(actor, edited))
    version = versions.wanted(actor, reservation, edited)
    if version == versions.of(reservation):
        raise Invalid("invalid", errors={"lines": ["Changez une date, une quantité ou un dépôt."]})
    taken = versions.newly_taken(reservation, version)
    require_lent(actor, edited.lines or (), taken, version.period)
    named = require_elected(reservation, elected)
    replies.wait_for(actor, reservation, Awaited.PROPOSAL)
    due = replies.reply_due(actor, reservation)
    change = _beside(actor, reservation, version, due, by_lender=True)
    change.reason = edited.reason
    replies.say(actor, reservation, edited.reason)
    _record(actor, "propose", reservation, version, **named)
    told = _said(actor, version)
    tell_borrower(reservation, MailKind.PROPOSED, text=edited.reason, version=told)
    return reservation.id


@usecase(after_refusal=shortages.remember_change)
def accept(
    actor: Actor, reservation_id: int, *, seen: int | None = None, key: str | None = None
) -> int:
    """The borrower accepts what was proposed, which is agreed at once.

    Raises NotEnoughAvailable, or WrongMoment saying what makes it unfit by now.
    """
    reservation = load(actor, reservation_id, "accept", seen=seen)
    require_elected(reservation, reservation.elected)
    before = versions.facts(reservation)
    asked = {line.id: line.quantity for line in reservation.lines}
    change = _take(actor, reservation)
    for line in reservation.lines:
        if asked.get(line.id, 0) > line.quantity:
            line.asked = line.asked or asked[line.id]
    versions.judge(actor, reservation)
    decided(actor, reservation)
    reservation.decided_by_id = change.asked_by_id  # who proposed it
    after = versions.facts(reservation)
    journal.record(actor, "accept", "reservation", reservation.id, before=before, after=after)
    tell_borrower(reservation, MailKind.APPROVED)
    tell_managers(reservation, MailKind.REPLIED, reply="accept")
    promote()
    conventions.issue_if_ready(actor, reservation)
    return reservation.id


@usecase()
def decline(
    actor: Actor,
    reservation_id: int,
    text: str = "",
    *,
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """The borrower declines what was proposed; what it asked for waits for the answer again."""
    reservation = load(actor, reservation_id, "decline", seen=seen)
    _answered(actor, drop(reservation, ChangeState.REFUSED), text)
    replies.hand_back(actor, reservation)
    replies.say(actor, reservation, text)
    journal.record(actor, "decline", "reservation", reservation.id, text=text)
    tell_managers(reservation, MailKind.REPLIED, reply="decline", text=text)
    promote()
    return reservation.id


def ask(actor: Actor, reservation: Reservation, version: Version, reason: str) -> None:
    """Ask the manager to change what is agreed, which stays held meanwhile.

    Another change replaces the one that was open. Raises NotEnoughAvailable when it cannot fit.
    """
    reservation.reminded_at = None
    if drop(reservation, ChangeState.WITHDRAWN) is None:  # the manager's to answer first, again
        reservation.substitute_told_at = reservation.substitute_told_id = None
        reservation.owner_told_at = None
    due = replies.answer_due(actor, reservation, _ends(reservation, version))
    change = _beside(actor, reservation, version, due, by_lender=False)
    change.reason = reason
    replies.say(actor, reservation, reason)
    _record(actor, "ask_change", reservation, version)
    told = {
        "text": reason,
        "version": _said(actor, version),
        "due": moment(due.astimezone(actor.zone)),
    }
    tell_managers(reservation, MailKind.CHANGE_ASKED, **told)


@usecase(after_refusal=shortages.remember_change)
def accept_change(
    actor: Actor, reservation_id: int, *, seen: int | None = None, key: str | None = None
) -> int:
    """The manager agrees to the change that the borrower asks for.

    Raises NotEnoughAvailable, or WrongMoment saying what makes it unfit by now.
    """
    reservation = load(actor, reservation_id, "accept_change", seen=seen)
    before = versions.facts(reservation)
    _take(actor, reservation)
    versions.judge(actor, reservation)
    after = versions.facts(reservation)
    journal.record(
        actor, "accept_change", "reservation", reservation.id, before=before, after=after
    )
    tell_borrower(reservation, MailKind.CHANGED)
    tell_managers(reservation, MailKind.CHANGED)
    promote()
    conventions.amend_if_changed(actor, reservation)
    return reservation.id


@usecase()
def refuse_change(
    actor: Actor,
    reservation_id: int,
    reason: str,
    *,
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """The manager declines a change, saying why; what was agreed stays agreed."""
    reservation = load(actor, reservation_id, "refuse_change", seen=seen)
    _answered(actor, drop(reservation, ChangeState.REFUSED), reason)
    replies.say(actor, reservation, reason)
    journal.record(actor, "refuse_change", "reservation", reservation.id, reason=reason)
    tell_borrower(reservation, MailKind.CHANGE_REFUSED, text=reason)
    promote()
    return reservation.id


@usecase()
def withdraw_change(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """The borrower no longer asks for the change; what was agreed stays agreed."""
    reservation = load(actor, reservation_id, "withdraw_change")
    _answered(actor, drop(reservation, ChangeState.WITHDRAWN), "")
    journal.record(actor, "withdraw_change", "reservation", reservation.id)
    tell_managers(reservation, MailKind.CHANGE_ASKED, withdrawn=True)
    promote()
    return reservation.id


def _answered(actor: Actor, change: Change | None, answer: str) -> None:
    if change:
        change.answered_by_id, change.answer = actor.user_id, answer


def _take(actor: Actor, reservation: Reservation) -> Change:
    """Make a reservation what its open change says, held in place of both."""
    change = drop(reservation, ChangeState.ACCEPTED)
    assert change is not None  # noqa: S101 # the table of moves has seen to it
    _answered(actor, change, "")
    version = versions.of_change(change)
    taken = versions.newly_taken(reservation, version)
    require_lent(actor, (), taken, version.period)
    versions.become(reservation, version)
    db.session.flush()  # the custodians are read from the new holds
    return change


def _ends(reservation: Reservation, version: Version) -> datetime:
    """Return when a change makes no sense any more: at the pick-up; of what is out, at its end."""
    out = reservation.status is Status.OUT
    return version.period.ends_at if out else reservation.starts_at


def _beside(
    actor: Actor, reservation: Reservation, version: Version, due: datetime, *, by_lender: bool
) -> Change:
    """Keep another version beside a reservation, holding only what it takes more."""
    agreed = envelopes.taken(reservation)
    asked = _tried(actor, reservation, version, by_lender=by_lender)
    change = Change(
        territory_id=reservation.territory_id,
        reservation_id=reservation.id,
        by_lender=by_lender,
        starts_at=version.period.starts_at,
        ends_at=version.period.ends_at,
        lines=versions.as_lines(version),
        asked_at=clock.now(),
        asked_by_id=actor.user_id,
        answer_due_at=due,
    )
    db.session.add(change)
    db.session.flush()  # its holds refer to it
    if reservation.status is Status.OUT:
        envelopes.prolong(change, reservation)
    else:
        envelopes.enclose(change, agreed, asked)
    return change


def _tried(actor: Actor, reservation: Reservation, version: Version, *, by_lender: bool) -> Taken:
    """Return what a version would hold of each stock if it replaced what is agreed.

    All that would be asked of it then is asked now; nothing of it remains.
    """
    attempt = db.session.begin_nested()
    try:
        versions.become(reservation, version)
        db.session.flush()  # the custodians are read from the new holds
        if not by_lender:
            versions.require_allowed(actor, reservation)
        require_fit(actor, reservation, versions.moment_of(reservation))
        return envelopes.taken(reservation)
    finally:
        attempt.rollback()


def _said(actor: Actor, version: Version) -> list[str]:
    """Return a version as a message tells it."""
    lines = [(many, item.name) for (item, _), many in version.places.items()]
    return mails.version(version.period, lines, actor.zone)


def _record(
    actor: Actor, act: str, reservation: Reservation, version: Version, **also: Any
) -> None:
    """Write in the journal what it is, and what it would become."""
    after = {
        "starts_at": version.period.starts_at.isoformat(),
        "ends_at": version.period.ends_at.isoformat(),
        "lines": [
            [item.reference, many, depot_id] for (item, depot_id), many in version.places.items()
        ],
    }
    before = versions.facts(reservation)
    journal.record(actor, act, "reservation", reservation.id, before=before, after=after, **also)
