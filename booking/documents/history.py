"""The journal in French: what each act did, and the name of each thing it changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from booking.documents.words import money, plain_day
from booking.vocabulary import Formality, LegalBasis, LifeStage, Role, Tracking, Word

ACTS: dict[str, str] = {
    "edit": "a modifié",
    "add": "a ajouté",
    "set_stage": "a changé l’étape",
    "remove": "a retiré",
    "move": "a changé le stock",
    "make": "a créé",
    "load": "a repris",
    "invite": "a invité",
    "change_access": "a modifié l’accès de",
    "end_access": "a mis fin à l’accès de",
    "resend_invitation": "a renvoyé l’invitation à",
    "accept_invitation": "a accepté l’invitation faite à",
    "ask_reset": "a envoyé un lien de mot de passe à",
    "reset_password": "a choisi, par ce lien, un mot de passe pour",
    "change_password": "a changé le mot de passe de",
    "request": "a demandé",
    "approve": "a validé",
    "refuse": "a refusé",
    "cancel": "a annulé",
    "hand_over": "a remis",
    "take_back": "a repris au retour",
    "withhold": "a retiré du prêt",
    "restore": "a remis au prêt",
    "add_photo": "a ajouté une photo",
    "add_document": "a ajouté un document",
    "add_logo": "a changé le blason ou logo",
    "describe_file": "a décrit un fichier",
    "remove_file": "a retiré un fichier",
    "restore_file": "a remis un fichier",
}

FIELDS: dict[str, str] = {
    "access": "accès",
    "accessories": "accessoires",
    "address": "adresse",
    "companions": "accompagnement",
    "contact": "contact",
    "family": "famille",
    "formality": "formalité",
    "legal_basis": "cadre juridique",
    "owner": "propriétaire",
    "pool": "parc",
    "preparation_after_hours": "heures de remise en état",
    "preparation_before_hours": "heures de préparation",
    "purchase_cents": "prix d’achat",
    "purchased_on": "date d’achat",
    "reference": "référence",
    "renew_on": "renouvellement prévu",
    "replacement_cents": "valeur de remplacement",
    "requirements": "à présenter",
    "shares": "parts",
    "stage": "étape",
    "tracking": "suivi",
    "transport": "transport conseillé",
    "name": "nom",
    "description": "description",
    "roles": "rôles",
    "ends_on": "dernier jour",
    "shared": "boîte partagée",
    "alt": "ce que montre la photo",
    "place": "place",
}


WORDS: dict[str, type[Word]] = {
    "formality": Formality,
    "legal_basis": LegalBasis,
    "stage": LifeStage,
    "tracking": Tracking,
}
"""Fields that hold a member of a closed list, said by its French word."""


def sentence(act: str, about: str = "") -> str:
    """Return what an act did, and to whom, after the name of who did it."""
    return f"{ACTS.get(act, 'a agi')} {about}".strip()


def changes(facts: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return (what, before, after) of each thing changed."""
    found: Mapping[str, Any] = facts.get("changes", {})
    return tuple(
        (FIELDS.get(name, name), _said(name, before), _said(name, after))
        for name, (before, after) in found.items()
    )


def _said(name: str, value: object) -> str:
    if name == "ends_on" and value is None:
        return "sans fin"
    if value in (None, "", []):
        return "rien"
    if name in WORDS:
        return next((word.label for word in WORDS[name] if word == value), str(value))
    if name == "roles" and isinstance(value, list):
        return ", ".join(role.label for role in Role if role.value in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name.endswith("_cents") and isinstance(value, int):
        return money(value)
    if name.endswith("_on"):
        return plain_day(date.fromisoformat(str(value)))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
