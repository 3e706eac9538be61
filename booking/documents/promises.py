"""What becomes of promises made elsewhere, in French: each problem by its row and column."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from booking.documents import inventory, words
from booking.documents.sheets import Value
from booking.intake import Outcome
from booking.period import Period
from booking.rules.columns import Header
from booking.rules.inventory import Problem
from booking.rules.promises import TITLES, Row

OWN: dict[str, str] = {
    "begun": "ce prêt a déjà commencé : enregistrez sa remise dès qu’il est repris.",
    "far": "« {said} » est trop loin, ou le prêt dépasse un an : vérifiez l’année.",
    "had": "{reference} porte déjà {had} à ces dates : modifiez-la.",
    "known": "déjà enregistrée : {reference}.",
    "not_eligible": "{reasons} La promesse est honorée malgré tout.",
    "not_published": "ce matériel n’est pas publié : il ne se demande pas encore.",
    "order": "« {said} » : la fin vient avant le début.",
    "overlapping": "cet emprunteur en a déjà à des dates qui se recoupent : {reference}.",
    "past": "ce prêt est fini depuis le {said} : il n’y a rien à reprendre.",
    "retired": "ce matériel est réformé.",
    "short": "{free} {name} pour {wanted} à ces dates.",
    "twin_promise": "même promesse qu’à la ligne {row} : supprimez l’une des deux, ou réunissez "
    "les quantités.",
    "withdrawn": "cette promesse a déjà été reprise, puis annulée : {reference}.",
}
PROBLEMS = inventory.PROBLEMS | OWN
CORRECT = "À corriger"
OUTCOMES = {
    Outcome.CREATE: "à valider",
    Outcome.DONE: "validée",
    Outcome.SAME: "déjà enregistrée",
    Outcome.SHORT: "en conflit",
    Outcome.WRONG: "à corriger",
}
EXAMPLE = ("", "Chaise pliante", 40, "", "", "Quérénaing", "Fête de la Saint-Jean")


def problem(code: str, facts: Mapping[str, Any]) -> str:
    """Return what is wrong, or to be known, of a line."""
    given = dict(facts)
    if code == "short":
        given["free"] = words.number(facts["free"]) if facts["free"] else "Aucun"
        given["name"] = f"libre{'s' if facts['free'] > 1 else ''} ({facts['name']})"
    return PROBLEMS[code].format_map(given)


def column(field: str, titles: Mapping[str, str]) -> str:
    """Return the name of a column as the file has it, else as our model does."""
    return titles.get(field) or TITLES[field]


def sentence(number: int, found: Problem, header: Header) -> str:
    """Return what is wrong of a line, with its row and its column."""
    said = problem(found.code, found.facts)
    return f"Ligne {number}, {column(found.column, header.titles)} : {said}"


def summary(rows: Iterable[Row]) -> str:
    """Return how many lines would be entered, are there already, lack stock or are wrong."""
    found = [row.outcome for row in rows]
    told = {each: found.count(each) for each in OUTCOMES}
    said = [f"{many} {_plural(OUTCOMES[each], many)}" for each, many in told.items() if many]
    return (", ".join(said) or "rien") + "."


def _plural(word: str, many: int) -> str:
    return f"{word}s" if many > 1 and word.endswith("ée") else word


def told(quantity: int, name: str, period: Period, zone: ZoneInfo) -> str:
    """Return a promise in one line, as the message to its borrower lists it."""
    when = words.span(period.starts_at.astimezone(zone), period.ends_at.astimezone(zone))
    return f"{words.counted(quantity, name)}, {when}"


def left(rows: Iterable[tuple[int, Mapping[str, str], str]]) -> list[Sequence[Value]]:
    """Return what was not entered as a table that can be corrected and brought again."""
    head: list[Value] = [*TITLES.values(), CORRECT, "Ligne d’origine"]
    found: list[Sequence[Value]] = [head]
    for number, said, why in rows:
        found.append([*(said.get(field, "") for field in TITLES), why, number])
    return found


def model(today: date) -> list[Sequence[Value]]:
    """Return a table to fill, with one line as an example."""
    example: list[Value] = list(EXAMPLE)
    example[3:5] = [today + timedelta(days=30), today + timedelta(days=32)]
    return [list(TITLES.values()), example]
