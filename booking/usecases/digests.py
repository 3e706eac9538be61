"""The summary of the day: one message in place of all those that waited for it."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock, mail
from booking.db import db
from booking.models.accounts import User
from booking.models.mail import Message
from booking.models.organizations import Territory
from booking.queries.digests import is_due
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.delays import Days
from booking.usecases import usecase
from booking.vocabulary import MailKind


@usecase()
def send_due(actor: Actor, user_id: int) -> int:
    """A person's waiting messages become one, from seven on a working day; they count as sent.

    One per territory: an outbox is read there. Twice on a day, or too early, does nothing.
    """
    access.require(actor, "reminder.send", Parties(0))
    user = db.session.get_one(User, user_id, with_for_update=True)
    last, now = user.digested_at, clock.now()
    for territory, waiting in _waiting(user).items():
        worked = Days(territory.holiday_region)
        if is_due(last, now, ZoneInfo(territory.time_zone), worked):
            told = [message.id for message in waiting]
            mail.queue(territory.id, MailKind.DIGEST, [user.email], messages=told)
            for message in waiting:
                message.sent_at = now
            user.digested_at = now
    return user.id


def _waiting(user: User) -> dict[Territory, list[Message]]:
    """Return what waits for a person's summary, by territory, oldest first."""
    found = (
        select(Message, Territory)
        .join(Territory, Territory.id == Message.territory_id)
        .where(Message.to == user.email, Message.daily, Message.sent_at.is_(None))
        .where(Message.attempts == 0)
        .order_by(Message.id)
    )
    waiting: dict[Territory, list[Message]] = {}
    if user.daily:
        for message, territory in db.session.execute(found):
            waiting.setdefault(territory, []).append(message)
    return waiting
