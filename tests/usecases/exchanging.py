"""What tests of two town halls that come to agree need."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.models.dealings import Change
from booking.models.mail import Message
from booking.models.reservations import Hold
from booking.period import Period
from booking.rules.asking import AskedLine, Edited
from booking.usecases import amendments, changes
from booking.vocabulary import HoldReason, MailKind
from tests.factories import (
    Scene,
    ask,
    next_weekend,
    row,
)
from tests.usecases.tending import DAY, agree

HOUR = timedelta(hours=1)
LONGER = Period(next_weekend().starts_at, next_weekend().ends_at + 2 * DAY)
AFTER = Period(next_weekend().ends_at, LONGER.ends_at)


def wanted(scene: Scene, quantity: int = 0, period: Period | None = None, **facts: Any) -> Edited:
    """Return so many chairs, or other dates, as an act takes them."""
    lines = (AskedLine(scene.chairs.reference, quantity),) if quantity else None
    dates = {"starts_at": period.starts_at, "ends_at": period.ends_at} if period else {}
    return Edited(lines=lines, **dates, **facts)


def asked_change(scene: Scene, quantity: int = 15, period: Period = LONGER) -> int:
    """Agree to ten chairs, then let the borrower ask for more, longer."""
    agreed_id = agree(scene, 10)
    reason = "Le bal est prolongé."
    changes.edit(scene.secretary, agreed_id, wanted(scene, quantity, period, reason=reason))
    return agreed_id


def proposed(scene: Scene, quantity: int = 6, period: Period | None = None) -> int:
    """Let the manager propose another version of ten chairs asked for."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    edited = wanted(scene, quantity, period, reason="Six seulement.")
    amendments.propose(scene.manager, asked_id, edited)
    return asked_id


def change_of(reservation_id: int) -> Change:
    """Return the latest change of a reservation."""
    found = select(Change).filter_by(reservation_id=reservation_id).order_by(Change.id.desc())
    return db.session.scalars(found).first()  # type: ignore[return-value]


def extras(reservation_id: int) -> list[tuple[int, int, Period]]:
    """Return what the latest change of a reservation holds."""
    found = change_of(reservation_id).holds
    assert all((hold.line_id, hold.reason) == (None, HoldReason.RESERVATION) for hold in found)
    return [(hold.stock_id, hold.quantity, hold.period) for hold in found]


def all_of(reservation_id: int) -> list[tuple[Any, ...]]:
    """Return the holds of a reservation as the table has them, to the byte."""
    ids = [line.id for line in row(reservation_id).lines]
    table = Hold.__table__
    found = select(table).where(table.c.line_id.in_(ids)).order_by(table.c.id)
    return [tuple(each) for each in db.session.execute(found)]


def told(kind: MailKind) -> list[str]:
    """Return who was told something."""
    return list(db.session.scalars(select(Message.to).filter_by(kind=kind).order_by(Message.id)))


def acts(reservation_id: int) -> list[str]:
    """Return what happened to a reservation, judgements apart."""
    return [e.act for e in journal.entries("reservation", reservation_id) if e.act != "judge"]
