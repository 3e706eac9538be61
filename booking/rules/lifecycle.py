"""Is it the moment: which act is possible in which status, and where it leads (design § 5)."""

from booking.dealings import Awaited
from booking.errors import WrongMoment
from booking.vocabulary import Status

UNANSWERED = frozenset({Status.REQUESTED, Status.NEEDS_INFO, Status.WAITLISTED})
"""Asked for, and neither agreed nor over."""

MOVES: dict[str, tuple[frozenset[Status], Status]] = {
    "approve": (frozenset({Status.REQUESTED}), Status.APPROVED),
    "refuse": (UNANSWERED, Status.REFUSED),
    "ask_details": (frozenset({Status.REQUESTED}), Status.NEEDS_INFO),
    "propose": (frozenset({Status.REQUESTED}), Status.NEEDS_INFO),
    "resume": (frozenset({Status.NEEDS_INFO}), Status.REQUESTED),
    "answer": (frozenset({Status.NEEDS_INFO}), Status.REQUESTED),
    "accept": (frozenset({Status.NEEDS_INFO}), Status.APPROVED),
    "decline": (frozenset({Status.NEEDS_INFO}), Status.REQUESTED),
    "offer": (frozenset({Status.WAITLISTED}), Status.NEEDS_INFO),
    "confirm": (frozenset({Status.NEEDS_INFO}), Status.REQUESTED),
    "cancel": (UNANSWERED | {Status.APPROVED}, Status.CANCELLED),
    "lapse": (frozenset({Status.REQUESTED}), Status.EXPIRED),
    "expire": (frozenset({Status.NEEDS_INFO, Status.WAITLISTED}), Status.EXPIRED),
    "hand_over": (frozenset({Status.APPROVED}), Status.OUT),
    "take_back": (frozenset({Status.OUT}), Status.RETURNED),
    "close": (frozenset({Status.RETURNED}), Status.CLOSED),
    "reopen": (frozenset({Status.CLOSED}), Status.RETURNED),
}


STAYS: dict[str, frozenset[Status]] = {
    "edit": frozenset({Status.REQUESTED, Status.NEEDS_INFO, Status.APPROVED, Status.OUT}),
    "swap": frozenset({Status.REQUESTED, Status.APPROVED}),
    "name_copies": frozenset({Status.REQUESTED, Status.APPROVED}),
    "hand_over_more": frozenset({Status.OUT}),
    "take_back_part": frozenset({Status.OUT}),
    "accept_change": frozenset({Status.APPROVED}),
    "refuse_change": frozenset({Status.APPROVED}),
    "withdraw_change": frozenset({Status.APPROVED}),
}
"""What changes a reservation without moving it on."""

AWAITING: dict[str, frozenset[Awaited]] = {
    "edit": frozenset({Awaited.DETAILS}),
    "answer": frozenset({Awaited.DETAILS}),
    "accept": frozenset({Awaited.PROPOSAL}),
    "decline": frozenset({Awaited.PROPOSAL}),
    "resume": frozenset({Awaited.DETAILS, Awaited.PROPOSAL}),
    "confirm": frozenset({Awaited.PLACE}),
}
"""What must be awaited of the borrower for an act to make sense while it is."""

OF_CHANGES = frozenset({"accept_change", "refuse_change", "withdraw_change"})
"""What may be done while a change is asked for."""

FREES = frozenset(
    {"approve", "refuse", "resume", "decline", "accept", "cancel", "lapse", "expire"}
    | {"edit", "swap", "name_copies", "hand_over", "take_back"}
    | {"hand_over_more", "take_back_part"}
    | {"accept_change", "refuse_change", "withdraw_change"}
)
"""What may give stock back, which those who wait for it are then offered."""

BY_THE_CLOCK = frozenset({"lapse", "expire", "offer"})

BY_A_CONTEST = frozenset({"reopen"})
"""What follows from contesting a report in time, and is not chosen as an act."""

IN_PARTS = frozenset({"hand_over_more", "take_back_part"})
"""What leaves or comes back in several times: how many is counted, not chosen as an act."""

UNCHOSEN = BY_THE_CLOCK | BY_A_CONTEST


def possible(
    status: Status, awaited: Awaited | None = None, *, changing: bool = False
) -> list[str]:
    """Return what somebody may do in a status, whoever they are."""
    moves = {act: sources for act, (sources, _) in MOVES.items() if act not in UNCHOSEN}
    return [
        act
        for act, sources in (moves | STAYS).items()
        if status in sources
        and act not in IN_PARTS
        and _awaits(status, awaited, act)
        and (changing or act not in OF_CHANGES)
    ]


def move(
    status: Status, act: str, awaited: Awaited | None = None, *, changing: bool = False
) -> Status:
    """Return the status an act leads to, maybe the same; raises WrongMoment saying what may be."""
    sources, target = MOVES[act] if act in MOVES else (STAYS[act], status)
    in_time = status in sources and _awaits(status, awaited, act)
    if not in_time or (act in OF_CHANGES and not changing):
        known = possible(status, awaited, changing=changing)
        raise WrongMoment("wrong_moment", act=act, state=status, possible=known)
    return target


def _awaits(status: Status, awaited: Awaited | None, act: str) -> bool:
    """Tell whether an act answers what is awaited, when something is."""
    return status is not Status.NEEDS_INFO or act not in AWAITING or awaited in AWAITING[act]
