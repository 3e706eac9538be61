"""Of a request in several parts: what was lost, and what the borrower may still keep."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from booking.rules.lifecycle import MOVES
from booking.vocabulary import Status

LOST = frozenset({Status.REFUSED, Status.EXPIRED})
"""What ended without the borrower wanting it."""
LEFT, _ = MOVES["cancel"]
"""What may still be given up."""


@dataclass(frozen=True)
class Part:
    """One lender's part: where it stands, since when."""

    status: Status
    changed_at: datetime
    withdrawn: bool = False  # by its lender: it was cancelled, and not by the borrower


def is_lost(part: Part, kept_at: datetime | None) -> bool:
    """Tell whether a part was lost since the borrower last kept the rest."""
    lost = part.status in LOST or part.withdrawn
    return lost and (kept_at is None or part.changed_at > kept_at)


def is_left(part: Part) -> bool:
    """Tell whether a part may still be kept or given up."""
    return part.status in LEFT


def counted(statuses: Iterable[Status]) -> list[tuple[Status, int]]:
    """Return how many parts stand in each status, in the order of a reservation's life."""
    counts = Counter(statuses)
    return [(status, counts[status]) for status in Status if counts[status]]
