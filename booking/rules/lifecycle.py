"""Is it the moment: which act is possible in which status, and where it leads (design § 5)."""

from booking.errors import WrongMoment
from booking.vocabulary import Status

MOVES: dict[str, tuple[frozenset[Status], Status]] = {
    "approve": (frozenset({Status.REQUESTED}), Status.APPROVED),
    "refuse": (
        frozenset({Status.REQUESTED, Status.NEEDS_INFO, Status.WAITLISTED}),
        Status.REFUSED,
    ),
    "cancel": (
        frozenset({Status.REQUESTED, Status.NEEDS_INFO, Status.WAITLISTED, Status.APPROVED}),
        Status.CANCELLED,
    ),
    "lapse": (frozenset({Status.REQUESTED}), Status.EXPIRED),
    "hand_over": (frozenset({Status.APPROVED}), Status.OUT),
    "take_back": (frozenset({Status.OUT}), Status.RETURNED),
}


BY_THE_CLOCK = frozenset({"lapse"})


def possible(status: Status) -> list[str]:
    """Return what somebody may do in a status, whoever they are."""
    return [
        act for act, (sources, _) in MOVES.items() if status in sources and act not in BY_THE_CLOCK
    ]


def move(status: Status, act: str) -> Status:
    """Return the status an act leads to; raises WrongMoment with what is possible instead."""
    sources, target = MOVES[act]
    if status not in sources:
        raise WrongMoment("wrong_moment", act=act, state=status, possible=possible(status))
    return target
