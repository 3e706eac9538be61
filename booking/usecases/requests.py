"""A request of which a part was lost: the borrower keeps the rest, or gives it up."""

from booking import clock, journal
from booking.db import db
from booking.errors import NotFound, WrongMoment
from booking.models.reservations import Request, Reservation
from booking.queries import requests, views
from booking.rules import access
from booking.rules.access import Actor
from booking.usecases import envelopes, promoting, usecase
from booking.usecases.reservations import tell_cancelled, withdraw


@usecase()
def keep_rest(actor: Actor, request_id: int, *, key: str | None = None) -> int:
    """The borrower keeps what is left of a request although a part of it was lost."""
    left = _unsettled(actor, request_id)
    db.session.get_one(Request, request_id).kept_at = clock.now()
    journal.record_each(actor, "keep_rest", "reservation", [part.id for part in left])
    return request_id


@usecase()
def cancel_rest(actor: Actor, request_id: int, reason: str = "", *, key: str | None = None) -> int:
    """The borrower gives up all that is left of a request; each manager is told."""
    parts = _parts(actor, request_id)
    promoting.lock({item for part in parts for item in envelopes.items_with(part)})
    db.session.expire_all()  # a part may have been answered before the lock
    for part_id in [part.id for part in _unsettled(actor, request_id)]:
        tell_cancelled(withdraw(actor, part_id, reason))
    return request_id


def _unsettled(actor: Actor, request_id: int) -> list[Reservation]:
    """Return what is left of a request, which is locked: two answers come one after the other.

    What gives stock back has locked it before. Raises NotFound, NotAllowed to who may not settle
    it, WrongMoment when nothing was lost of it.
    """
    parts = _parts(actor, request_id)
    db.session.get_one(Request, request_id, with_for_update=True)
    lost, left = requests.split(parts)
    if not lost or not left:
        raise WrongMoment("nothing_to_settle")
    return left


def _parts(actor: Actor, request_id: int) -> list[Reservation]:
    """Return all of a request; raises NotFound, NotAllowed to who may not settle it."""
    parts = requests.parts_of(actor, request_id)
    if not parts:
        raise NotFound("request_not_found")
    for part in parts:
        access.require(actor, "reservation.settle_rest", views.parties(part))
    return parts
