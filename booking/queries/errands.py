"""What a link in a mail asks for, as it stands today."""

from dataclasses import dataclass, replace

from booking.links import Errand
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
