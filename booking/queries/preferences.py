"""What a person chose of our messages."""

from booking.db import db
from booking.models.accounts import User
from booking.rules.access import Actor
from booking.rules.preferences import Wants


def of(actor: Actor) -> Wants:
    """Return what the actor wants of our messages."""
    user = db.session.get_one(User, actor.user_id)
    return Wants(user.daily, user.invitations, frozenset(user.muted))
