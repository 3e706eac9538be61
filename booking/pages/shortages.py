"""A refusal made useful: what each line lacks, and the click that would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from booking.documents import messages
from booking.errors import NotEnoughAvailable, Refusal
from booking.queries.catalogue import ItemView


@dataclass(frozen=True)
class Lack:
    """What a line lacks: so many wanted, so many free, where, and what would do instead."""

    wanted: int
    free: int
    parts: tuple[str, ...] = ()  # of a kit: what is missing of each
    depots: tuple[tuple[str, int], ...] = ()
    instead: tuple[Mapping[str, Any], ...] = ()
    due_on: date | None = None  # the day by which a control is to be made, when that is why


def by_line(
    lines: Sequence[Mapping[str, str]], items: Mapping[str, ItemView], refusal: Refusal | None
) -> dict[str, Lack]:
    """Return what each line lacks, by reference; a kit lacks what its parts do."""
    if not isinstance(refusal, NotEnoughAvailable):
        return {}
    shortages: Any = refusal.facts["shortages"]
    found = {each["item"]: _lack(each) for each in shortages}
    for line in lines:
        item = items.get(line.get("item", ""))
        if item and item.parts and (lack := _of_kit(item, line, shortages)):
            found[item.reference] = lack
    return found


def _lack(shortage: Mapping[str, Any]) -> Lack:
    depots = [(each["depot"], each["free"]) for each in shortage.get("depots", ())]
    return Lack(
        wanted=shortage["wanted"],
        free=shortage["free"],
        depots=tuple(depots) if len(depots) > 1 else (),
        instead=tuple(shortage.get("instead", ())),
        due_on=shortage.get("due_on"),
    )


def _of_kit(
    item: ItemView, line: Mapping[str, str], shortages: Sequence[Mapping[str, Any]]
) -> Lack | None:
    needed = {name: quantity for quantity, name in item.parts}
    short = [each for each in shortages if each["name"] in needed]
    if not short:
        return None
    return Lack(
        wanted=int(line.get("quantity", 0)),
        free=min(each["free"] // needed[each["name"]] for each in short),
        parts=tuple(
            messages.shortage(each["name"], each["wanted"], each["free"]) for each in short
        ),
    )


def sentences(refusal: Refusal | None) -> list[str]:
    """Return the sentences of a refusal: its own, then what its facts add."""
    if refusal is None:
        return []
    return [messages.refusal(refusal.code, refusal.facts), *messages.details(refusal.facts)]
