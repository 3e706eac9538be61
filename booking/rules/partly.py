"""Granting less than was asked: never more, nor nothing, nor a thing without its operator."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from booking.errors import Invalid, WrongMoment


@dataclass(frozen=True)
class Part:
    """One line: so many of an item, and the items that may not stay behind, by id."""

    line_id: int
    item_id: int
    name: str
    quantity: int
    along: tuple[int, ...] = ()


def needed(parts: Iterable[Part], granted: Mapping[int, int]) -> Counter[int]:
    """Return how many of each item the others cannot go without, when so many are granted."""
    found: Counter[int] = Counter()
    for part in parts:
        for item_id in part.along:
            found[item_id] += granted[part.line_id]
    return found


def granted(
    parts: Sequence[Part], wanted: Mapping[int, int], elsewhere: Mapping[int, int]
) -> dict[int, int]:
    """Return how many of each line are granted; what only goes along follows what it goes with.

    `elsewhere` is how many of each item other lenders' parts of the request need. Raises Invalid
    for more than was asked or nothing at all, WrongMoment when a thing would go without its
    companion.
    """
    asked = {part.line_id: part.quantity for part in parts}
    given = asked | dict(wanted)
    for part in parts:
        if given[part.line_id] > part.quantity:
            raise _invalid(f"{part.name} : {part.quantity} au plus, comme demandé.")
    before, after = (needed(parts, each) + Counter(elsewhere) for each in (asked, given))
    for item_id in before:
        given |= _following(parts, given, item_id, (before[item_id], after[item_id]))
    _require_company(parts, given, after)
    if not sum(given.values()):
        raise _invalid("Gardez au moins un matériel, ou refusez la demande.")
    return given


def _following(
    parts: Iterable[Part], given: Mapping[int, int], item_id: int, need: tuple[int, int]
) -> dict[int, int]:
    """Return what the lines of a companion come to: asked as needed, it is lowered alike."""
    lines = [part for part in parts if part.item_id == item_id]
    asked = sum(part.quantity for part in lines)
    untouched = asked == sum(given[part.line_id] for part in lines)
    left = need[1] if untouched and asked == need[0] else None
    found: dict[int, int] = {}
    for part in lines if left is not None else ():
        found[part.line_id] = min(part.quantity, left or 0)
        left = (left or 0) - found[part.line_id]
    return found


def _require_company(
    parts: Sequence[Part], given: Mapping[int, int], after: Mapping[int, int]
) -> None:
    """Raise WrongMoment when fewer companions are granted than what is granted needs."""
    for item_id, need in after.items():
        lines = [part for part in parts if part.item_id == item_id]
        asked = sum(part.quantity for part in lines)
        have = sum(given[part.line_id] for part in lines)
        if lines and have < min(need, asked):
            raise WrongMoment("left_behind", name=lines[0].name, needed=need, granted=have)


def _invalid(sentence: str) -> Invalid:
    return Invalid("invalid", errors={"lines": [sentence]})
