"""The outbox as an administrator reads it, and what a message tells."""

from collections.abc import Mapping, Sequence
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
from booking.queries.views import ReservationView
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
    invited: tuple[int, str] | None  # (user id, stamp) of an invitation that has not served


def outbox(actor: Actor) -> list[MessageView]:
    """Return the latest messages of the actor's territory; raises NotFound to others."""
    access.require(actor, "outbox.read", Parties(actor.territory_id))
    found = select(Message).where(Message.territory_id == actor.territory_id)
    return _views(db.session.scalars(found.order_by(Message.id.desc()).limit(PAGE)).all())


def show(actor: Actor, message_id: int) -> MessageView:
    """Return one message of the actor's territory; raises NotFound."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound("outbox_not_found")
    access.require(actor, "outbox.read", Parties(message.territory_id))
    return _views([message])[0]


def unsent(now: datetime) -> list[int]:
    """Return the messages whose turn has come, oldest first."""
    found = select(Message.id).where(Message.sent_at.is_(None), Message.next_try_at <= now)
    return list(db.session.scalars(found.order_by(Message.id)))


def _views(messages: Sequence[Message]) -> list[MessageView]:
    told = {message.facts.get("reservation_id", 0) for message in messages}
    people = {message.facts.get("user_id", 0) for message in messages}
    found = {view.id: view for view in reservations.by_ids(SERVICE, told)}
    stamps = dict(db.session.execute(select(User.id, User.stamp).where(User.id.in_(people))).all())
    zones = dict(db.session.execute(select(Territory.id, Territory.time_zone)).all())
    return [
        MessageView(
            id=message.id,
            kind=message.kind,
            to=message.to,
            created_at=message.created_at,
            sent_at=message.sent_at,
            attempts=message.attempts,
            zone=ZoneInfo(zones[message.territory_id]),
            reservation=found.get(message.facts.get("reservation_id", 0)),
            invited=_invited(message, stamps),
        )
        for message in messages
    ]


def _invited(message: Message, stamps: Mapping[int, str]) -> tuple[int, str] | None:
    """Return whom an invitation is for, unless it has served: the stamp has changed since."""
    user_id, stamp = message.facts.get("user_id", 0), message.facts.get("stamp")
    return (user_id, stamp) if stamp and stamps.get(user_id) == stamp else None
