"""The journal in French: what each act did, and the name of each thing it changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from booking.documents.words import money, plain_day
from booking.vocabulary import ContactFunction

ACTS: dict[str, str] = {
    "edit": "a modifié",
    "add": "a ajouté",
    "remove": "a retiré",
    "move": "a changé le stock",
    "make": "a créé",
    "load": "a repris",
    "invite": "a invité",
    "request": "a demandé",
    "approve": "a validé",
    "refuse": "a refusé",
    "cancel": "a annulé",
    "hand_over": "a remis",
    "take_back": "a repris au retour",
    "withhold": "a retiré du prêt",
    "restore": "a remis au prêt",
    "join": "a inscrit l’adhésion",
    "remove_contact": "a retiré un contact",
    "refresh": "a appliqué les chiffres officiels",
}

FIELDS: dict[str, str] = {
    "access": "accès",
    "address": "adresse",
    "name": "nom",
    "description": "description",
    "act": "acte",
    "answerable_id": "commune qui en répond (n°)",
    "email": "courriel",
    "ends_on": "fin",
    "function": "fonction",
    "guarantees": "garanties",
    "holder": "représentant",
    "insurer": "assureur",
    "joining_act": "acte d’adhésion",
    "leaving_act": "acte de fin",
    "mention": "mention sur les papiers",
    "number": "numéro",
    "phone": "téléphone",
    "population": "population",
    "postal_code": "code postal",
    "rna": "numéro RNA",
    "siren": "SIREN",
    "starts_on": "début",
    "substitute": "suppléant",
    "title": "qualité",
}


FUNCTIONS = {each.value: each.label for each in ContactFunction}
THINGS: dict[str, str] = {
    "mandate": "un représentant",
    "certificate": "une attestation d’assurance",
    "contact": "un contact",
    "adhesion": "une adhésion",
}
"""What is told among the history of the organization it belongs to."""


def sentence_on(act: str, thing: str, facts: Mapping[str, Any]) -> str:
    """Return what an act did to one of several kinds of things, with its name when known."""
    object_of = f" {THINGS[thing]}" if thing in THINGS and act in ("add", "edit") else ""
    named = f" : {facts['name']}" if facts.get("name") else ""
    return f"{sentence(act)}{object_of}{named}"


def sentence(act: str) -> str:
    """Return what an act did, after the name of who did it."""
    return ACTS.get(act, "a agi")


def changes(facts: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return (what, before, after) of each thing changed."""
    found: Mapping[str, Any] = facts.get("changes", {})
    return tuple(
        (FIELDS.get(name, name), _said(name, before), _said(name, after))
        for name, (before, after) in found.items()
    )


def _said(name: str, value: object) -> str:
    if value is None or value == "":
        return "rien"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name == "function":
        return FUNCTIONS[str(value)]
    if name.endswith("_cents") and isinstance(value, int):
        return money(value)
    if name.endswith("_on"):
        return plain_day(date.fromisoformat(str(value)))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
