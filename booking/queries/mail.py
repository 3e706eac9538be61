"""The outbox as an administrator reads it, and what a message tells."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking.db import db
from booking.errors import NotFound
from booking.models.accounts import User
from booking.models.mail import Message
from booking.models.organizations import Territory
from booking.queries import reservations
from booking.queries.reservations import ReservationView
from booking.rules import access
from booking.rules.access import SERVICE, Actor, Parties
from booking.vocabulary import MailKind

PAGE = 100


@dataclass(frozen=True)
class MessageView:
    """One message with what its text is drawn from."""

    id: int
    kind: MailKind
    to: str
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    zone: ZoneInfo
    reservation: ReservationView | None
    invited: tuple[int, str] | None  # (user id, stamp) of an invitation


def outbox(actor: Actor) -> list[MessageView]:
    """Return the latest messages of the actor's territory; raises NotFound to others."""
    access.require(actor, "outbox.read", Parties(actor.territory_id))
    found = select(Message).where(Message.territory_id == actor.territory_id)
    latest = found.order_by(Message.id.desc()).limit(PAGE)
    return [_view(message) for message in db.session.scalars(latest)]


def show(actor: Actor, message_id: int) -> MessageView:
    """Return one message of the actor's territory; raises NotFound."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound("outbox_not_found")
    access.require(actor, "outbox.read", Parties(message.territory_id))
    return _view(message)


def unsent(now: datetime) -> list[int]:
    """Return the messages whose turn has come, oldest first."""
    found = select(Message.id).where(Message.sent_at.is_(None), Message.next_try_at <= now)
    return list(db.session.scalars(found.order_by(Message.id)))


def _view(message: Message) -> MessageView:
    reservation_id = message.facts.get("reservation_id")
    user = db.session.get(User, message.facts.get("user_id") or 0)
    return MessageView(
        id=message.id,
        kind=message.kind,
        to=message.to,
        created_at=message.created_at,
        sent_at=message.sent_at,
        attempts=message.attempts,
        zone=ZoneInfo(db.session.get_one(Territory, message.territory_id).time_zone),
        reservation=reservations.show(SERVICE, reservation_id) if reservation_id else None,
        invited=(user.id, user.stamp) if user else None,
    )
