"""What a cell of each column says of an item."""

from collections.abc import Callable
from typing import Any

from booking.fitness import Equipment
from booking.rules.cells import Cell, cents, choice, day, fold, line, short, text, whole, words
from booking.rules.equipment import guess
from booking.vocabulary import Formality, LifeStage, Tracking

MOST, HOURS = 1_000_000, 8_760
MANDATORY, OPTIONAL = "obligatoire", "facultatif"
TRACKINGS = {
    **dict.fromkeys(("lot", "en nombre", "nombre", "quantite", "vrac", "non"), Tracking.BULK),
    **dict.fromkeys(("unite", "a l unite", "unitaire", "numerote", "oui"), Tracking.NUMBERED),
}
UNRULED = "aucun"
"""What a thing is whose sort has no rules: said, so that nobody guesses."""
EQUIPMENTS = {fold(each.label): each for each in Equipment} | {UNRULED: ""}
STAGES = {fold(each.label): each for each in LifeStage}
FORMALITIES = {fold(each.label): each for each in Formality} | {
    "bon": Formality.SLIP,
    "convention": Formality.SIMPLE,
}


def _requirements(cell: Cell) -> tuple[str, ...]:
    parts = words(cell, 5_000).replace("\n", "|").split("|")
    return tuple(short(part.strip(), 160) for part in parts if part.strip())


def _companions(cell: Cell) -> tuple[tuple[str, bool], ...]:
    """Return the trade of each who goes with an item, and whether it must."""
    found = []
    for part in filter(None, (each.strip() for each in words(cell, 5_000).split("|"))):
        trade, _, how = part.rpartition(" ")
        if fold(how) not in (MANDATORY, OPTIONAL):
            trade, how = part, OPTIONAL
        found.append((short(trade, 160).capitalize(), fold(how) == MANDATORY))
    return tuple(found)


def _equipment(cell: Cell) -> str | None:
    """Return a sort of equipment by its label, or by a name that it is guessed from."""
    said = text(cell)
    guessed = None if fold(said) in EQUIPMENTS else guess(said)
    return guessed or choice(cell, EQUIPMENTS) or None


READERS: dict[str, Callable[[Cell], Any]] = {
    "reference": lambda cell: line(cell, 30),
    "name": lambda cell: line(cell, 160),
    "family": lambda cell: line(cell, 60),
    "tracking": lambda cell: choice(cell, TRACKINGS),
    "quantity": lambda cell: whole(cell, 0, MOST),
    "replacement_cents": cents,
    "preparation_before_hours": lambda cell: whole(cell, 0, HOURS),
    "preparation_after_hours": lambda cell: whole(cell, 0, HOURS),
    "requirements": _requirements,
    "equipment": _equipment,
    "companion": _companions,
    "transport": lambda cell: line(cell, 120),
    "description": lambda cell: words(cell, 5_000),
    "purchase_cents": cents,
    "purchased_on": day,
    "renew_on": day,
    "stage": lambda cell: choice(cell, STAGES),
    "formality": lambda cell: choice(cell, FORMALITIES),
    "contact": lambda cell: line(cell, 200),
    "instructions": lambda cell: words(cell, 4_000),
    "pack_quantity": lambda cell: whole(cell, 1, 100_000),
    "pack_name": lambda cell: line(cell, 40),
}
