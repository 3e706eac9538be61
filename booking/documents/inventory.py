"""What an inventory plans, in French: each problem by its row and column."""

from collections.abc import Mapping
from typing import Any

from booking.rules.columns import TITLES, Header
from booking.rules.inventory import Problem

PROBLEMS: dict[str, str] = {
    "ambiguous_name": "plusieurs portent le nom « {said} » : donnez le SIREN.",
    "ambiguous_number": "« {said} » peut se lire de deux façons : écrivez 1234 ou 1,23.",
    "amount": "« {said} » n’est pas un montant admis.",
    "bounds": "« {said} » doit être entre {least} et {most}.",
    "cents": "« {said} » a plus de deux décimales.",
    "choice": "« {said} » n’est pas connu. Choix possibles : {known}.",
    "conflict": "la ligne {row}, du même matériel, dit autre chose.",
    "counted": "{had} en service, {found} dans le fichier : l’écart est laissé tel quel.",
    "day": "« {said} » n’est pas une date qui se lit.",
    "doubt": "plusieurs matériels ont cette désignation : donnez la référence.",
    "error_value": "la cellule contient {said} : une erreur, ou une formule sans valeur.",
    "fixed": "la différence est laissée telle quelle : elle se règle sur la fiche du matériel.",
    "foreign_depot": "« {said} » serait un dépôt d’une autre commune : demandez-lui de le créer.",
    "foreign_pool": "« {said} » n’est pas géré par votre organisme.",
    "formula": "« {said} » est une formule : collez sa valeur.",
    "kit": "cette référence est celle d’un lot : il se modifie sur sa fiche.",
    "missing": "il manque une valeur.",
    "nearest": "« {said} » n’est pas connu. Vouliez-vous dire « {nearest} » ?",
    "none": "la quantité doit être d’au moins 1.",
    "number": "« {said} » n’est pas un nombre.",
    "promised": "d’autres réservations y comptent : on peut en retirer {spare} au plus.",
    "shares": "« {said} » : les parts doivent faire 100 %, comme « Artres 30 % | Maing 70 % ».",
    "too_long": "{length} caractères pour {most} au plus.",
    "reference_taken": "cette référence est déjà prise : choisissez-en une autre.",
    "twin": "même référence et même dépôt qu’à la ligne {row}.",
    "unknown": "« {said} » n’est pas connu.",
    "unprintable": "caractères impossibles à imprimer : {characters}",
    "which_copies": "{many} de moins, suivis à l’unité : retirez-les par leur numéro sur la page "
    "du stock.",
    "whole": "« {said} » n’est pas un nombre entier.",
}


def problem(code: str, facts: Mapping[str, Any]) -> str:
    """Return what is wrong, or to be known, in a cell."""
    return PROBLEMS[code].format_map(facts)


def column(field: str, titles: Mapping[str, str]) -> str:
    """Return the name of a column as the file has it, else as our exports do."""
    return titles.get(field) or TITLES[field]


def sentence(number: int, found: Problem, header: Header) -> str:
    """Return what is wrong of a line, with its row and its column."""
    said = problem(found.code, found.facts)
    return f"Ligne {number}, {column(found.column, header.titles)} : {said}"


def summary(counts: Mapping[str, int]) -> str:
    """Return how many lines would be created, changed, left, and are to be corrected."""
    said = (
        f"{counts['create']} à créer",
        f"{counts['change']} à modifier",
        f"{counts['same']} déjà en place",
        f"{counts['wrong']} à corriger",
    )
    return ", ".join(said) + "."
