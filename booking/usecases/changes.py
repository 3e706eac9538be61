"""Changing what was asked: other dates, other quantities, other copies."""

from collections.abc import Sequence
from typing import Any

from booking import journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import Invalid, NotFound, WrongMoment
from booking.models.reservations import Reservation
from booking.queries import reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.usecases import (
    amendments,
    conventions,
    envelopes,
    holds,
    replies,
    shortages,
    usecase,
    versions,
)
from booking.usecases.lines import require_lent
from booking.usecases.promoting import promote
from booking.usecases.reservations import load, overbooking
from booking.usecases.telling import tell_borrower, tell_managers
from booking.usecases.versions import Version
from booking.vocabulary import MailKind, Status


@usecase(after_refusal=shortages.remember_change)
def edit(actor: Actor, reservation_id: int, edited: Edited, *, key: str | None = None) -> int:
    """A reservation gets other dates, other quantities or other depots.

    Less is never refused. The borrower may ask for anything until the answer; more is asked of
    the manager after it, beside what is agreed. What is out may only come back at another time.
    Raises NotEnoughAvailable, unless a manager's `despite` says why it goes beyond the stock.
    """
    if edited.despite:
        seen = reservations.row(actor, reservation_id)
        access.require(actor, "reservation.overbook", views.parties(seen))
    reservation = load(actor, reservation_id, "edit", versions.items_of(actor, edited))
    version = versions.wanted(actor, reservation, edited)
    if version == versions.of(reservation):  # saved as it was: nobody is to be told
        return reservation.id
    if versions.is_less(reservation, version):
        become(actor, reservation, version, edited)
        return reservation.id
    _require_right(actor, reservation)
    taken = versions.newly_taken(reservation, version)
    require_lent(actor, edited.lines or (), taken, version.period)
    if _is_to_be_answered(actor, reservation):
        amendments.ask(actor, reservation, version, edited.reason)
        promote()  # it may replace another change
    else:
        become(actor, reservation, version, edited, judged=True)
    return reservation.id


def _require_right(actor: Actor, reservation: Reservation) -> None:
    if reservation.status is Status.OUT and not versions.manages(actor, reservation):
        raise WrongMoment("only_less", state=reservation.status)


def _is_to_be_answered(actor: Actor, reservation: Reservation) -> bool:
    """Tell whether more than was agreed is asked by somebody who does not decide on it."""
    agreed = reservation.status is Status.APPROVED
    return agreed and not versions.manages(actor, reservation)


def become(
    actor: Actor,
    reservation: Reservation,
    version: Version,
    edited: Edited,
    *,
    judged: bool = False,
) -> None:
    """Make a reservation another version at once; an open change makes no sense any more."""
    before, dates = versions.facts(reservation), reservation.period
    withdrawn = _withdrawn(reservation)
    versions.become(reservation, version, edited.despite)
    if reservation.period != dates:
        replies.due_again(actor, reservation)
    db.session.flush()  # the custodians are read from the new holds
    if judged:
        versions.require_allowed(actor, reservation)
        versions.judge(actor, reservation, edited.despite)
    journal.record(
        actor,
        "edit",
        "reservation",
        reservation.id,
        before=before,
        after=versions.facts(reservation),
        **withdrawn,
        **overbooking(reservation),
    )
    tell_borrower(reservation, MailKind.CHANGED, **withdrawn)
    tell_managers(reservation, MailKind.CHANGED, **withdrawn)
    promote()
    conventions.amend_if_changed(actor, reservation)


def _withdrawn(reservation: Reservation) -> dict[str, Any]:
    """Withdraw the open change of a reservation; return what is said of it."""
    return {"withdrawn": True} if envelopes.drop(reservation, ChangeState.WITHDRAWN) else {}


@usecase(after_refusal=shortages.propose)
def swap(actor: Actor, reservation_id: int, other_id: int, *, key: str | None = None) -> int:
    """The manager exchanges the dates of two reservations, both or neither.

    Raises NotEnoughAvailable when either does not fit at the other's dates.
    """
    first = load(actor, reservation_id, "swap", _items_of(actor, other_id))
    second = load(actor, other_id, "swap", _items_of(actor, reservation_id))
    if first is second or first.pool_id != second.pool_id:
        raise Invalid("invalid", errors={"other": ["Choisissez une autre réservation du parc."]})
    dates = (first.period, second.period)
    withdrawn = {each: _withdrawn(each) for each in (first, second)}
    for each in (first, second):
        holds.release(each)
    db.session.flush()  # each finds the place that the other leaves
    for each, period in zip((first, second), reversed(dates), strict=True):
        before = versions.facts(each)
        holds.place(each.lines, period)
        each.starts_at, each.ends_at = period.starts_at, period.ends_at
        replies.due_again(actor, each)
        db.session.flush()  # the second sees what the first took
        versions.judge(actor, each)
        after = versions.facts(each)
        journal.record(
            actor, "swap", "reservation", each.id, before=before, after=after, **withdrawn[each]
        )
        tell_borrower(each, MailKind.CHANGED, **withdrawn[each])
    promote()
    conventions.amend_if_changed(actor, first, second)
    return first.id


def _items_of(actor: Actor, reservation_id: int) -> set[int]:
    return envelopes.items_with(reservations.row(actor, reservation_id))


@usecase()
def name_copies(
    actor: Actor,
    reservation_id: int,
    line_id: int,
    numbers: Sequence[str] = (),
    *,
    key: str | None = None,
) -> int:
    """The manager says which copies a line will get; none: any will do.

    Raises NotEnoughAvailable when a copy is not free, or when naming it would leave another loan
    without any.
    """
    reservation = load(actor, reservation_id, "name_copies")
    line = next((each for each in reservation.lines if each.id == line_id), None)
    if line is None:
        raise NotFound("line_not_found")
    known = {unit.number: unit.id for stock in line.item.stocks for unit in stock.units}
    for number in numbers:
        if number not in known:
            raise NotFound("unit_not_found", unit=number)
    chosen = list(dict.fromkeys(known[number] for number in numbers))
    if len(chosen) > line.quantity:
        raise Invalid(
            "invalid", errors={"units": ["Plus d’exemplaires que la ligne n’en demande."]}
        )
    holds.place([line], reservation.period, units={line.id: chosen})
    journal.record(
        actor, "name_copies", "reservation", reservation.id, line=line.id, units=list(numbers)
    )
    promote()  # other copies may now be dealt otherwise
    return reservation.id
