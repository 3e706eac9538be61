"""Lending at the counter: asked, agreed to and ready to leave at once, through the same rules."""

from booking import clock, journal
from booking.db import db
from booking.dealings import Channel
from booking.errors import Invalid, Refusal
from booking.models.reservations import Reservation
from booking.rules.access import Actor
from booking.rules.lending import Lent
from booking.usecases import conventions, shortages, usecase
from booking.usecases.asking import place
from booking.usecases.elected import require_elected
from booking.usecases.reservations import agree, move


def _remember(refusal: Refusal, actor: Actor, lent: Lent, **key: object) -> None:
    """Complete a refusal, and keep what was wanted; what was badly typed wanted nothing."""
    if not isinstance(refusal, Invalid):
        shortages.remember(refusal, actor, lent.as_asked(clock.now()), **key)


@usecase(after_refusal=_remember)
def lend(actor: Actor, lent: Lent, *, key: str | None = None) -> int:
    """Somebody at the counter lends what a borrower came for: asked and agreed to at once.

    Returns the request. The notice cannot apply and is waived, which the journal says. Raises as
    `asking.request` and `reservations.approve` do; Invalid for a return that is not to come.
    """
    now = clock.now()
    if lent.ends_at <= now:
        raise Invalid("invalid", errors={"ends_at": ["Le retour doit être à venir."]})
    placed = place(actor, lent.as_asked(now), Channel.COUNTER)
    ids = [part.id for part in placed.parts]
    journal.record_each(actor, "lend", "reservation", ids, waived=["notice"])
    placed.keep(actor)
    # in one order: each paper takes a number of its owner's year, which stays locked
    for part in sorted(placed.parts, key=lambda part: (part.owner_id, part.id)):
        _agree(actor, db.session.get_one(Reservation, part.id), lent.elected)
    return placed.made.id


def _agree(actor: Actor, mine: Reservation, elected: str) -> None:
    """Agree to what was just asked, as its manager does, and issue its paper."""
    named = require_elected(mine, elected)
    move(mine, "approve")
    agree(actor, mine, "", named)
    conventions.issue_if_ready(actor, mine)
