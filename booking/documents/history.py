"""The journal in French: what each act did, and the name of each thing it changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from booking.documents.words import money, plain_day
from booking.vocabulary import LegalBasis, OrganizationKind, Word

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
    "fill": "a ajouté du matériel",
    "grant": "a confié un rôle",
    "move_pool": "a changé le parc",
}

FIELDS: dict[str, str] = {
    "access": "accès",
    "address": "adresse",
    "name": "nom",
    "description": "description",
    "pool": "parc",
    "items": "matériel",
    "kinds": "emprunteurs",
    "by_list": "réservé aux membres du parc",
    "for_associations": "ouvert aux associations",
    "below_population": "seuil d’habitants",
    "notice_days": "délai de demande (jours ouvrés)",
    "answer_days": "délai de réponse (jours ouvrés)",
    "horizon_months": "horizon (mois)",
    "longest_days": "durée maximale (jours)",
    "late_grace_hours": "tolérance de retard (heures)",
    "others_horizon_days": "priorité aux propriétaires (jours)",
    "quota_loans": "nombre de prêts",
    "quota_months": "mois où les prêts se comptent",
    "legal_basis": "base juridique",
    "hidden": "connu de son cercle seulement",
    "slug": "page publique",
}

CHOICES: dict[str, type[Word]] = {"kinds": OrganizationKind, "legal_basis": LegalBasis}
"""The list whose words a field of codes is told in."""


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
    if name in CHOICES:
        labels = {word.value: word.label for word in CHOICES[name]}
        codes = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(code), str(code)) for code in codes)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name.endswith("_cents") and isinstance(value, int):
        return money(value)
    if name.endswith("_on"):
        return plain_day(date.fromisoformat(str(value)))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
