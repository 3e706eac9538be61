"""What a loan came to once it is over: days, hours, kilometres; pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from booking.handling import Direction

READ = ("hours", "km", "energy")
"""The meters, as the columns of a passage name them."""


class Metered(Protocol):
    """A line of a passage, with what was read on its meters."""

    line_id: int
    unit_id: int | None
    hours: int | None
    km: int | None
    energy: int | None


Passed = Iterable[tuple[Direction, Metered]]
"""What passed the counter, first to last."""


def days(handed_over_at: datetime, returned_at: datetime, zone: ZoneInfo) -> int:
    """Return how many days a loan began on, where it was lent: one when back on the same day."""
    first, last = (each.astimezone(zone).date() for each in (handed_over_at, returned_at))
    return (last - first).days + 1


def run(passed: Passed, meter: str) -> int | None:
    """Return what all the things of a loan ran together by one meter; None when nobody read it.

    Each counts from its first departure to its last return; a meter that went back counts nothing.
    """
    first: dict[tuple[int, int | None], int] = {}
    last: dict[tuple[int, int | None], int] = {}
    for direction, each in passed:
        read = getattr(each, meter)
        if read is None:
            continue
        place = (each.line_id, each.unit_id)
        if direction is Direction.OUT:
            first.setdefault(place, read)
        else:
            last[place] = read
    both = [last[place] - first[place] for place in last if place in first]
    return sum(max(0, each) for each in both) if both else None
