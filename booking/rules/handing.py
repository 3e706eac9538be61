"""What leaves, as it was counted: whether it makes sense, and what goes with it; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from booking.errors import Invalid, WrongMoment
from booking.rules.partly import Part, needed
from booking.rules.passages import Counted

ACCEPT = "Faites lire les consignes, puis cochez cette case."
NOTHING = "Rien ne part : comptez au moins un matériel."


@dataclass(frozen=True)
class Goes:
    """What goes with each of a thing, as its peg or its key."""

    name: str
    quantity: int


def by_line(counted: Iterable[Counted]) -> dict[int, list[Counted]]:
    """Return what was counted of each line, by its id; what comes to nothing is left out.

    Raises Invalid when one copy is counted twice, or nothing at all.
    """
    found: dict[int, list[Counted]] = {}
    units: set[str] = set()
    for each in counted:
        if each.unit in units:
            raise Invalid("unit_twice", unit=each.unit)
        units |= {each.unit} - {""}
        if each.quantity:
            found.setdefault(each.line_id, []).append(each)
    if not found:
        raise Invalid("nothing_leaves", errors={"lines": [NOTHING]})
    return found


def require_company(
    parts: Sequence[Part], leaving: Mapping[int, int], elsewhere: Mapping[int, int]
) -> None:
    """Raise WrongMoment when a thing would leave without the companion that goes along with it.

    `leaving`: how many of each line, by its id. A companion that was agreed beside its thing goes
    along as often as it was agreed, no more. `elsewhere`: what other lenders' parts need of it.
    """
    asked = {part.line_id: part.quantity for part in parts}
    after = needed(parts, leaving) + Counter(elsewhere)
    for item_id, need in after.items():
        lines = [part for part in parts if part.item_id == item_id]
        have = sum(leaving.get(part.line_id, 0) for part in lines)
        if lines and have < min(need, sum(asked[part.line_id] for part in lines)):
            raise WrongMoment("left_at_depot", name=lines[0].name, needed=need, leaving=have)


def accessories(
    goes: Sequence[Goes], told: Sequence[tuple[str, int]], quantity: int
) -> list[dict[str, Any]]:
    """Return what is expected and counted with so many of a thing; what nobody told is there."""
    counted = dict(told)
    return [
        {
            "name": each.name,
            "expected": each.quantity * quantity,
            "counted": counted.get(each.name, each.quantity * quantity),
        }
        for each in goes
    ]


def told_apart(rows: Sequence[Counted], units: Sequence[str]) -> list[Counted]:
    """Return one row for each copy of a line, in order, then one for what has no number.

    `units` are the copies that leave. Those counted by their number keep what was told of them;
    the others share out what was told of so many together.
    """
    named = {row.unit: row for row in rows if row.unit}
    left = [unit for unit in units if unit not in named]
    found = [named[unit] for unit in units if unit in named]
    for row in (row for row in rows if not row.unit):
        given, left = left[: row.quantity], left[row.quantity :]
        parts = [(1, unit) for unit in given]
        parts += [(row.quantity - len(given), "")] if row.quantity > len(given) else []
        for rank, (quantity, unit) in enumerate(parts):
            goes = () if rank else row.accessories  # counted once, for all of the row
            found.append(replace(row, quantity=quantity, unit=unit, accessories=goes))
    return found


def with_accessories(
    rows: Sequence[Counted], goes: Sequence[Goes]
) -> list[tuple[Counted, list[dict[str, Any]]]]:
    """Return each row of a line with what goes with it: what was counted for all, on the first."""
    told = [row for row in rows if row.accessories]
    if not told or len(told) == len(rows):
        return [(row, accessories(goes, row.accessories, row.quantity)) for row in rows]
    counted: Counter[str] = Counter()
    for row in told:
        counted.update(dict(row.accessories))
    whole = accessories(goes, tuple(counted.items()), sum(row.quantity for row in rows))
    return [(row, [] if rank else whole) for rank, row in enumerate(rows)]


def instructions(items: Iterable[tuple[str, str]]) -> str:
    """Return the instructions of things, each once under its name; none: an empty text."""
    return "\n\n".join(dict.fromkeys(f"{name} : {said}" for name, said in items if said))
