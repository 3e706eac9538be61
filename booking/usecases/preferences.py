"""Which messages a person wants, and how."""

from booking.db import db
from booking.models.accounts import User
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.preferences import Wants, kept
from booking.usecases import usecase


@usecase()
def choose(actor: Actor, wants: Wants) -> int:
    """A person says which messages they want, at once or once a day, and whether as invitations.

    What cannot be done without is never muted. What waited for a summary that is no longer wanted
    goes at the next sending.
    """
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    access.require(actor, "account.choose_mail", Parties(actor.territory_id, user_id=user.id))
    user.daily, user.invitations = wants.daily, wants.invitations
    user.muted = kept(wants.muted)
    return user.id
