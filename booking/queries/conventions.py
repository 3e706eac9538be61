"""The papers of loans and organizations, read in the actor's view."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import undefer

from booking.db import db
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, PaperKind, PaperState
from booking.queries import acts, composing, reservations
from booking.queries.composing import Composed
from booking.rules.access import Actor
from booking.rules.paperwork import kind_for

LIVING = (PaperState.TO_SIGN, PaperState.SIGNED)


def issued(actor: Actor, reservation_id: int) -> Convention | None:
    """Return the paper under which a reservation in view is lent, its bytes included."""
    reservations.row(actor, reservation_id)
    found = select(Convention).where(
        Convention.reservation_id == reservation_id,
        Convention.kind.in_(GROUNDS_A_LOAN),
        Convention.state.in_(LIVING),
    )
    last = found.options(undefer(Convention.pdf)).order_by(Convention.id.desc())
    return db.session.scalars(last).first()


def why_draft(actor: Actor, reservation_id: int, day: date) -> list[str]:
    """Return what a reservation in view lacks before its paper may be signed."""
    return acts.missing(reservations.row(actor, reservation_id), day)


def draft(actor: Actor, reservation_id: int, now: datetime) -> Composed:
    """Return the paper of a reservation in view as a draft; raises NotFound out of view."""
    mine = reservations.row(actor, reservation_id)
    return composing.of_reservation(mine, kind_of(mine) or PaperKind.LOAN, now)


def kind_of(mine: Reservation) -> PaperKind | None:
    """Return the paper a reservation takes today, None while that is to be chosen."""
    day = mine.starts_at.astimezone(ZoneInfo(mine.territory.time_zone)).date()
    framework = acts.framework(mine.request.borrower_id, mine.owner_id, day)
    return kind_for([line.item.formality for line in mine.lines], framework=bool(framework))
