"""Who owns how much of a thing bought together: exact parts, which make one whole (E12)."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

PERCENT = re.compile(r"(-?\d{1,3})(?:[.,](\d{1,4}))?\s*%")
RATIO = re.compile(r"(-?\d{1,6})\s*/\s*(\d{1,6})")


def read(text: str) -> Fraction | None:
    """Return an exact part written "25 %", "27,5 %" or "1/3"; None when it is none of these."""
    text = text.strip()
    if found := PERCENT.fullmatch(text):
        return Fraction(f"{found[1]}.{found[2] or 0}") / 100
    if (found := RATIO.fullmatch(text)) and int(found[2]):
        return Fraction(int(found[1]), int(found[2]))
    return None


def faults(parts: Sequence[tuple[int, Fraction]], lead: int) -> Iterator[tuple[int | None, str]]:
    """Yield what is wrong with the parts of organizations (by id): the row if any, and a code.

    No part at all is right: the thing has one owner. `lead` is who answers for the others.
    """
    owners = [owner for owner, _ in parts]
    wrong = False
    for rank, (owner, part) in enumerate(parts):
        if part <= 0 or owner in owners[:rank]:
            wrong = True
            yield rank, "not_positive" if part <= 0 else "twice"
    if wrong or not parts:
        return
    if len(parts) == 1:
        yield None, "alone"
    elif sum(part for _, part in parts) != 1:
        yield None, "not_whole"
    if lead not in owners:
        yield None, "lead"
