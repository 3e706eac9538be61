"""What sort of equipment a thing seems to be, and how large, by the words that name it."""

import re
from collections.abc import Mapping

from booking.fitness import Equipment
from booking.rules.cells import fold
from booking.vocabulary import STAFF

WORDS: Mapping[Equipment, str] = {
    Equipment.TRAILER: r"(?:podiums?|scenes?) (?:roulante?s?|remorques?)|remorques?",
    Equipment.INFLATABLE: r"(?:structures?|chateaux?|toboggans?) gonflables?",
    Equipment.LIFTING_ACCESSORY: r"hayons?|grues? auxiliaires?|chargeurs? front(?:al|aux)",
    Equipment.PLATFORM: r"(?:camions? |fourgons? )?nacelles?|pemp",
    Equipment.LIFTING_MACHINE: r"chariots? (?:elevateurs?|telescopiques?)|telescopiques?",
    Equipment.EARTHMOVER: r"mini ?pelles?|pelles? mecaniques?|tracto ?pelles?|chargeuses?|"
    r"pelleteuses?|dumpers?",
    Equipment.COMPACTOR: r"compacteurs?|bennes? a ordures",
    Equipment.GARDEN_MACHINE: r"broyeurs?|motoculteurs?|motobineuses?|debroussailleuses?|"
    r"tondeuses?|tronconneuses?|taille haies?|souffleurs?",
    Equipment.HEAVY_VEHICLE: r"balayeuses?|poids lourds?|camions?",
    Equipment.COACH: r"autocars?|autobus|bus",
    Equipment.CAR: r"mini ?bus|fourgons?|fourgonnettes?|utilitaires?|voitures?",
    Equipment.TENT: r"tentes?|chapiteaux?|barnums?",
    Equipment.STAGE: r"estrades?|praticables?|podiums?|scenes?|tribunes?|gradins?|portiques?",
    Equipment.DRONE: r"drones?",
    Equipment.SURVEY: r"recepteurs? gps|gps|gnss|theodolites?",
    Equipment.ELECTRICAL: r"(?:coffrets?|armoires?) electriques?|groupes? electrogenes?|"
    r"sonorisations?|sonos?|enceintes?",
    Equipment.MAT: r"tatamis?|tapis",
    Equipment.GOAL: r"buts?|paniers? de basket",
    Equipment.EXTINGUISHER: r"extincteurs?",
    Equipment.SCAFFOLD: r"echafaudages?|echelles?",
    Equipment.BARRIER: r"barrieres?|cones?|feux? tricolores?|"
    r"panneaux?(?! (?:d affichage|d exposition|electora|solaire))",
}
PARTS = re.compile(
    r"(?:baches?|bancs?|cables?|chaises?|chariots? (?:a|de|pour)|cles?|filets?|grilles?|housses?|"
    r"kits?|lames?|lests?|parois?|rallonges?|rampes?|supports?|tables?)\b"
)
"""What begins so is a part of a thing, or carries it: the rules of the thing are not its own."""
LIFTING = re.compile(r"\b(?:levage|leve|fourches?)\b")
NAMED = [(each, re.compile(rf"\b(?:{words})\b")) for each, words in WORDS.items()]


def guess(name: str) -> Equipment | None:
    """Return what sort of equipment a name speaks of: the word that comes first decides."""
    said = fold(name)
    if PARTS.match(said):
        return None
    found = [(match.start(), -match.end(), each) for each, match in _matches(said)]
    equipment = min(found)[2] if found else None
    if equipment is Equipment.EARTHMOVER and LIFTING.search(said):
        return Equipment.LIFTING_MACHINE
    return equipment


def _matches(said: str) -> list[tuple[Equipment, re.Match[str]]]:
    return [(each, match) for each, pattern in NAMED if (match := pattern.search(said))]


def of_new(name: str, family: str) -> Equipment | None:
    """Return the same of something new, whose sort nobody gave; those who operate have none."""
    return None if family == STAFF else guess(name)


SEATS = re.compile(r"\b(\d{1,3})\s*places?\b", re.IGNORECASE)
AREA = re.compile(r"\b(\d{1,4})\s*m²")
SIDES = re.compile(r"\b(\d{1,2})\s*[x×]\s*(\d{1,2})\s*m\b", re.IGNORECASE)
WEIGHT = re.compile(r"\b(?:ptac\s*)?(\d{3,4})\s*kg\b", re.IGNORECASE)


def figures(equipment: Equipment | None, name: str, description: str = "") -> dict[str, int]:
    """Return how large a thing is, when its words say it: one person per m² of a tent.

    The seats of a vehicle stand in its name or description, the weight of a trailer in its name.
    """
    said = f"{name} {description}"
    if equipment in (Equipment.CAR, Equipment.COACH):
        return _first("seats", SEATS.search(said))
    if equipment is Equipment.TENT:
        return _first("people", AREA.search(said)) or _first("people", SIDES.search(name))
    if equipment is Equipment.TRAILER and "utile" not in fold(said):
        return _first("gross_kg", WEIGHT.search(name))
    return {}


def _first(measure: str, match: re.Match[str] | None) -> dict[str, int]:
    if match is None:
        return {}
    made = 1
    for digits in match.groups():
        made *= int(digits)
    return {measure: made}
