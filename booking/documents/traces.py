"""What became of a reservation, in French: its dates and its lines, before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking.documents.paper_trail import WORDS
from booking.documents.words import counted, due, moment, several

DOORS = {
    "api": "par un programme",
    "mail": "depuis un courriel",
    "command": "par le service",
}
"""From where something was done, when it was not from a page."""

DATES = {"starts_at": "retrait", "ends_at": "retour"}


@dataclass(frozen=True)
class Names:
    """What the numbers kept in the journal are called today."""

    items: Mapping[str, str]
    depots: Mapping[int, str]


def changes(facts: Mapping[str, Any], zone: ZoneInfo, names: Names) -> list[tuple[str, str, str]]:
    """Return (what, before, after) of each date, of the money and of the lines that differ."""
    before, after = facts.get("before", {}), facts.get("after", {})
    found = [
        (word, _said(name, before[name], zone), _said(name, after[name], zone))
        for name, word in DATES.items()
        if name in before and name in after and before[name] != after[name]
    ]
    found += [
        (word, before[name] or "rien", after[name] or "rien")
        for name, word in WORDS.items()
        if name in before and name in after and before[name] != after[name]
    ]
    if "lines" in before and "lines" in after and before["lines"] != after["lines"]:
        found.append(("matériel", _lines(before["lines"], names), _lines(after["lines"], names)))
    return found


def _said(name: str, text: str, zone: ZoneInfo) -> str:
    when = datetime.fromisoformat(text).astimezone(zone)
    return due(when) if name == "ends_at" else moment(when)


def _lines(lines: Sequence[Sequence[Any]], names: Names) -> str:
    """Return lines in a phrase, each with its depot when one was named."""
    said = []
    for reference, quantity, depot_id in lines:
        depot = names.depots.get(depot_id, "")
        thing = counted(quantity, names.items.get(reference, reference))
        said.append(f"{thing} ({depot})" if depot else thing)
    return several(said) or "rien"
