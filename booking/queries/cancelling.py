"""Until when what is agreed may be cancelled without a word, and who must say why."""

from datetime import date

from booking import clock
from booking.models.reservations import Reservation
from booking.rules import terms
from booking.rules.access import Actor
from booking.rules.delays import Days


def free_until(actor: Actor, mine: Reservation) -> date:
    """Return the last day on which a reservation may be cancelled without saying why."""
    worked = Days(mine.territory.holiday_region)
    return terms.free_until(mine.pool.cancel_days, mine.starts_at, actor.zone, worked=worked)


def is_late(actor: Actor, mine: Reservation) -> bool:
    """Tell whether that day has passed, for what is agreed: a mere request is free to go."""
    agreed = mine.decided_at is not None
    return agreed and clock.today(actor.zone) > free_until(actor, mine)


def must_say_why(actor: Actor, mine: Reservation) -> bool:
    """Tell whether the actor must say why it cancels what is agreed: its manager always must."""
    others = actor.organization_id != mine.request.borrower_id
    return mine.decided_at is not None and (others or is_late(actor, mine))
