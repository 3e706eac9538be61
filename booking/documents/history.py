"""The journal in French: what each act did, and the name of each thing it changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from booking.documents.words import money, plain_day

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
}

FIELDS: dict[str, str] = {
    "access": "accès",
    "address": "adresse",
    "name": "nom",
    "description": "description",
    "companion": "accompagnateur",
    "contact": "contact",
    "family": "famille",
    "formality": "formalité",
    "owner": "propriétaire",
    "preparation_after_hours": "heures de remise en état",
    "preparation_before_hours": "heures de préparation",
    "purchase_cents": "prix d’achat",
    "purchased_on": "date d’achat",
    "quantity": "quantité",
    "renew_on": "renouvellement prévu",
    "replacement_cents": "valeur unitaire",
    "requirements": "exigences",
    "transport": "transport",
}


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
    if name.endswith("_cents") and isinstance(value, int):
        return money(value)
    if name.endswith("_on"):
        return plain_day(date.fromisoformat(str(value)))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
