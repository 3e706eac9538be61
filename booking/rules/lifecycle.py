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


STAYS: dict[str, frozenset[Status]] = {
    "edit": frozenset({Status.REQUESTED, Status.APPROVED, Status.OUT}),
    "swap": frozenset({Status.REQUESTED, Status.APPROVED}),
    "name_copies": frozenset({Status.REQUESTED, Status.APPROVED}),
}
"""What changes a reservation without moving it on."""

BY_THE_CLOCK = frozenset({"lapse"})


def possible(status: Status) -> list[str]:
    """Return what somebody may do in a status, whoever they are."""
    moves = {act: sources for act, (sources, _) in MOVES.items() if act not in BY_THE_CLOCK}
    return [act for act, sources in (moves | STAYS).items() if status in sources]


def move(status: Status, act: str) -> Status:
    """Return the status an act leads to, maybe the same; raises WrongMoment saying what may be."""
    sources, target = MOVES[act] if act in MOVES else (STAYS[act], status)
    if status not in sources:
        raise WrongMoment("wrong_moment", act=act, state=status, possible=possible(status))
    return target
