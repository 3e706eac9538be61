"""Hours of a week as people write them."""

from collections.abc import Iterable
from datetime import time
from itertools import groupby

from booking.rules.opening import Slot, hours_of

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def hour(at: time) -> str:
    """Return "8 h" or "13 h 30"."""
    return f"{at.hour} h {at.minute:02d}" if at.minute else f"{at.hour} h"


def spans(hours: Iterable[tuple[time, time]]) -> str:
    """Return the hours of one day: "8 h – 12 h, 13 h 30 – 16 h 30"; nothing when closed."""
    return ", ".join(f"{hour(opens)} – {hour(closes)}" for opens, closes in hours)


def week(slots: Iterable[Slot]) -> list[tuple[str, str]]:
    """Return (days, hours) of a week, days alike together: ("du lundi au vendredi", "8 h – 12 h").

    Days without hours are left out; a week without any is an empty list.
    """
    known = list(slots)
    days = [(rank, spans(hours_of(known, rank))) for rank in range(7)]
    runs = [list(run) for _, run in groupby(days, key=lambda day: day[1])]
    return [(_run(run[0][0], run[-1][0]), run[0][1]) for run in runs if run[0][1]]


def _run(first: int, last: int) -> str:
    if first == last:
        return str(DAYS[first])
    joined = " et " if last == first + 1 else " au "
    start = "" if last == first + 1 else "du "
    return f"{start}{DAYS[first]}{joined}{DAYS[last]}"


def said(slots: Iterable[Slot], otherwise: str = "") -> str:
    """Return a week in one line, or what was written by hand when no hours are kept."""
    found = week(slots)
    return " ; ".join(f"{days}\u00a0: {hours}" for days, hours in found) or otherwise
