"""At a glance: what waits for somebody, what leaves, what comes back, what is late."""

from booking.rules.access import Actor
from booking.rules.turns import REPLIES
from booking.vocabulary import Role, Word


class Glance(Word):
    """What one wants to know first, and how a list is narrowed to it."""

    WAITING = "attente", "À répondre"
    LEAVING = "departs", "Départs"
    RETURNING = "retours", "Retours"
    LATE = "retards", "En retard"


NEAR = ("today", "tomorrow", "week")
"""The terms that are counted as to come; what is later can wait."""
PASSING = {"hand_over": Glance.LEAVING, "take_back": Glance.RETURNING}
"""What passes the counter."""
WHOLE = frozenset({Role.ELECTED, Role.ADMINISTRATOR})
"""Who looks after all that concerns the organization."""


def concerns(actor: Actor, *, borrows: bool, manages: bool) -> bool:
    """Tell whether somebody of a concerned organization looks after a reservation, by role.

    A secretary after what is borrowed, a manager after the organization's own pools, a technician
    after all that its depots give out and take back: there it lends, whoever manages.
    """
    mine = {
        Role.SECRETARY: borrows,
        Role.MANAGER: manages,
        Role.TECHNICIAN: manages or not borrows,
    }
    return bool(actor.roles & WHOLE) or any(mine.get(role, False) for role in actor.roles)


def glances(actor: Actor, act: str, when: str, *, borrows: bool) -> frozenset[Glance]:
    """Return under what a reservation is seen by what is next on it and how near that is."""
    found = set()
    if when == "late":
        found.add(Glance.LATE)
    elif act in PASSING and when in NEAR:
        found.add(PASSING[act])
    if borrows and Role.SECRETARY in actor.roles and act in (*REPLIES.values(), "complete"):
        found.add(Glance.WAITING)
    return frozenset(found)
