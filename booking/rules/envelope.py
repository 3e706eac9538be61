"""What another version of a reservation takes beyond what is agreed (design § 5)."""

from collections.abc import Iterable
from datetime import datetime

from booking.period import Period

Span = tuple[Period, int]
"""So many of one stock over a period, preparation included."""


def extras(agreed: Iterable[Span], asked: Iterable[Span]) -> list[Span]:
    """Return what is needed of one stock beyond what is agreed, so that either version fits.

    Agreed and extras together are, at every instant, the greater of agreed and asked.
    """
    changes: dict[datetime, tuple[int, int]] = {}
    for spans, (one, other) in ((agreed, (1, 0)), (asked, (0, 1))):
        for period, quantity in spans:
            _step(changes, period.starts_at, (quantity * one, quantity * other))
            _step(changes, period.ends_at, (-quantity * one, -quantity * other))
    found: list[Span] = []
    held = wanted = beyond = 0
    since: datetime | None = None
    for at in sorted(changes):
        held, wanted = held + changes[at][0], wanted + changes[at][1]
        if max(0, wanted - held) != beyond:
            if beyond and since:
                found.append((Period(since, at), beyond))
            since, beyond = at, max(0, wanted - held)
    return found


def _step(changes: dict[datetime, tuple[int, int]], at: datetime, by: tuple[int, int]) -> None:
    held, wanted = changes.get(at, (0, 0))
    changes[at] = (held + by[0], wanted + by[1])
