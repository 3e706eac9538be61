"""What is out is to come back: its return is asked for, or a later one is agreed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking import clock, journal
from booking.db import db
from booking.documents import lateness as words
from booking.errors import WrongMoment
from booking.models.reservations import Reservation
from booking.queries import lateness, loans, reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.usecases import usecase
from booking.usecases.telling import tell_borrower, tell_managers
from booking.vocabulary import MailKind


@usecase()
def remind(actor: Actor, reservation_id: int) -> int:
    """The service asks for a return, on the days that the pool chose: once for each.

    The borrower is told before the day and after; once it is overdue, the manager too. Raises
    WrongMoment when it is not the day, or somebody was quicker.
    """
    seen = reservations.row(actor, reservation_id)
    access.require(actor, "reservation.remind", views.parties(seen))
    db.session.expire_all()  # what was read before the lock may have changed since
    mine = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    loan, now = loans.of_reservation(mine.id), clock.now()
    step = lateness.step(mine, loan, now)
    if loan is None or step is None:
        raise WrongMoment("changed_meanwhile")
    loan.reminded_at = now
    facts = {"territory_id": mine.territory_id, "step": step}
    journal.record(actor, "remind_return", "reservation", mine.id, **facts)
    _tell(mine, now)
    return mine.id


def _tell(mine: Reservation, now: datetime) -> None:
    """Say what is awaited to the borrower; once it is overdue, to the manager too."""
    found, zone = lateness.awaited(mine, now), ZoneInfo(mine.territory.time_zone)
    if not found.things:  # who went along comes back by themselves
        return
    told: dict[str, Any] = {
        "things": [list(each) for each in found.things],
        "depots": list(found.depots),
        "next": words.next_ones(found.next, zone),
    }
    if mine.ends_at >= now:
        when = words.until(mine.ends_at, now, zone)
        tell_borrower(mine, MailKind.RETURN_DUE, when=when, **told)
        return
    told["since"] = words.since(mine.ends_at, now, zone)
    tell_borrower(mine, MailKind.RETURN_LATE, to_borrower=True, **told)
    tell_managers(mine, MailKind.RETURN_LATE, **told)
