"""What a link in a mail asks for, as it stands today."""

from dataclasses import dataclass, replace

from sqlalchemy import exists, select

from booking.db import db
from booking.links import Errand
from booking.models.accounts import RequestKey
from booking.models.reservations import Request, Reservation
from booking.queries import accounts, reservations
from booking.queries.views import ReservationView
from booking.rules.access import SERVICE, Actor


@dataclass(frozen=True)
class Found:
    """Who would act, and on what."""

    actor: Actor
    reservation: ReservationView


def find(errand: Errand) -> Found | None:
    """Return who acts and on what; None once it is done, changed, or no more that person's to do.

    The person acts for the borrower, with the roles of today.
    """
    stored = reservations.by_ids(SERVICE, [errand.reservation_id])
    person = accounts.account(errand.user_id)
    actor = person.acting(stored[0].borrower_id) if stored and person else None
    if actor is None or stored[0].revision != errand.revision:
        return None
    actor = replace(actor, door="mail")
    mine = reservations.show(actor, errand.reservation_id)
    return Found(actor, mine) if errand.act in mine.possible else None


def is_done(errand: Errand, key: str) -> bool:
    """Tell whether what a link asks for was done, under the key that only the link gives."""
    known = (
        exists()
        .where(Reservation.id == errand.reservation_id, Request.id == Reservation.request_id)
        .where(RequestKey.organization_id == Request.borrower_id)
        .where(RequestKey.key == key, RequestKey.result_id == Reservation.id)
    )
    return bool(db.session.scalar(select(known)))
