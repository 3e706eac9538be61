"""The journal in French: what each act did, and the name of each thing it changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from booking.documents import agenda_trail, counter_trail, incident_trail, paper_trail
from booking.documents.words import money, plain_day
from booking.fitness import Effect, Equipment, Measure, Skill
from booking.vocabulary import (
    ContactFunction,
    Formality,
    LegalBasis,
    LifeStage,
    OrganizationKind,
    Role,
    SchoolRule,
    Tracking,
    Word,
)

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
    "accept": "a accepté la proposition",
    "accept_change": "a accepté le changement",
    "answer": "a répondu à la question",
    "approve": "a validé",
    "add_rule": "a ajouté la règle de validation automatique",
    "end_rule": "a mis fin à la règle de validation automatique",
    "ask_change": "a demandé un changement",
    "ask_details": "a demandé des précisions",
    "decline": "a décliné la proposition",
    "propose": "a proposé autre chose",
    "refuse_change": "a refusé le changement",
    "resume": "a repris l’examen",
    "withdraw_change": "a retiré le changement demandé",
    "refuse": "a refusé",
    "cancel": "a annulé",
    "offer": "a offert une place à",
    "confirm": "a confirmé la place offerte",
    "remind": "a rappelé l’échéance à",
    "pass_on": "a transmis la demande restée sans réponse",
    "lapse": "a clos, faute de réponse,",
    "lapse_change": "a clos, faute de réponse, le changement demandé",
    "expire": "a clos, sans réponse ni place,",
    "name_substitute": "a désigné une suppléance",
    "end_substitute": "a mis fin à la suppléance",
    "withhold": "a retiré du prêt",
    "restore": "a remis au prêt",
    "add_photo": "a ajouté une photo",
    "add_document": "a ajouté un document",
    "add_logo": "a changé le blason ou logo",
    "describe_file": "a décrit un fichier",
    "remove_file": "a retiré un fichier",
    "restore_file": "a remis un fichier",
    "close": "a annoncé une fermeture",
    "reopen": "a rouvert",
    "fill": "a ajouté du matériel",
    "grant": "a confié un rôle",
    "move_pool": "a changé le parc",
    "join": "a inscrit l’adhésion",
    "remove_contact": "a retiré un contact",
    "open_campaign": "a ouvert la vérification",
    "check": "a vérifié",
    "undo_check": "a annulé la vérification de",
    "close_campaign": "a clos la vérification",
    "keep_own": "a gardé le texte du territoire",
    "follow": "est revenu à la table livrée",
    "be_away": "a noté une indisponibilité",
    "be_back": "a mis fin à une indisponibilité",
    "link_account": "a relié une personne à son compte",
    "unlink_account": "a délié une personne de son compte",
    "plan_inspection": "a prévu un contrôle",
    "move_inspection": "a déplacé un contrôle",
    "cancel_inspection": "a annulé un contrôle prévu",
    "record_inspection": "a enregistré un contrôle",
    "refresh": "a appliqué les chiffres officiels",
    "override": "a dérogé à une exigence",
    "see": "a vu une pièce ou une condition",
    "swap": "a échangé les dates avec une autre réservation",
    "name_copies": "a choisi les exemplaires",
    "attach": "a joint une pièce",
    "detach": "a retiré une pièce",
    "comment": "a écrit un message",
    "note": "a écrit une note interne",
    "keep_rest": "a gardé le reste de la demande",
    "settle_broken": "a réglé une réservation après une panne",
    "tell_broken": "a prévenu les emprunteurs d’une panne",
    "sign": "a signé",
    "refuse_to_sign": "a refusé de signer",
    "forward": "a transmis à un autre signataire",
    "remind_sign": "a relancé la signature de",
    "deposit_signed": "a déposé l’exemplaire signé de",
    "bring": "a repris une promesse faite avant le service",
    "issue": "a établi :",
    "prepare_paper": "a préparé :",
    "cancel_paper": "a annulé :",
    "reword": "a réécrit le modèle",
    "word_again": "est revenu à une version du modèle",
    "unword": "a abandonné son texte du modèle",
} | paper_trail.ACTS

FIELDS: dict[str, str] = {
    "access": "accès",
    "accessories": "accessoires",
    "address": "adresse",
    "hours": "remarque d’horaires",
    "slots": "horaires",
    "slots_block": "horaires impératifs",
    "open_on_holidays": "ouvert les jours fériés",
    "school_rule": "calendrier scolaire",
    "companions": "accompagnement",
    "contact": "contact",
    "instructions": "consignes",
    "pack_quantity": "conditionné par",
    "pack_name": "conditionnement",
    "family": "famille",
    "formality": "formalité",
    "equipment": "genre de matériel",
    "people": "personnes accueillies",
    "seats": "places",
    "gross_kg": "poids total (kg)",
    "legal_basis": "base juridique",
    "owner": "propriétaire",
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
    "planned_on": "jour prévu",
    "name": "nom",
    "description": "description",
    "companion": "accompagnateur",
    "quantity": "quantité",
    "roles": "rôles",
    "ends_on": "dernier jour",
    "shared": "boîte partagée",
    "alt": "ce que montre la photo",
    "place": "place",
    "pool": "parc",
    "items": "matériel",
    "kinds": "emprunteurs",
    "by_list": "réservé aux membres du parc",
    "for_associations": "ouvert aux associations",
    "below_population": "seuil d’habitants",
    "notice_days": "délai de demande (jours ouvrés)",
    "answer_days": "délai de réponse (jours ouvrés)",
    "cancel_days": "délai d’annulation sans motif (jours ouvrés)",
    "contest_days": "délai pour contester un constat (jours ouvrés)",
    "remind_days": "rappels de retour (jours autour du retour)",
    "confirm_days": "délai pour confirmer une place (jours ouvrés)",
    "reply_days": "délai de l’emprunteur pour répondre (jours ouvrés)",
    "horizon_months": "horizon (mois)",
    "longest_days": "durée maximale (jours)",
    "late_grace_hours": "tolérance de retard (heures)",
    "others_horizon_days": "priorité aux propriétaires (jours)",
    "quota_loans": "nombre de prêts",
    "quota_months": "mois où les prêts se comptent",
    "needs_signed": "document signé avant la remise",
    "hidden": "connu de son cercle seulement",
    "slug": "page publique",
    "act": "acte",
    "answerable_id": "commune qui en répond (n°)",
    "email": "courriel",
    "function": "fonction",
    "guarantees": "garanties",
    "holder": "représentant",
    "insurer": "assureur",
    "joining_act": "acte d’adhésion",
    "leaving_act": "acte de fin",
    "mention": "mention sur les documents",
    "number": "numéro",
    "phone": "téléphone",
    "population": "population",
    "postal_code": "code postal",
    "rna": "numéro RNA",
    "siren": "SIREN",
    "starts_on": "début",
    "renewable": "tacite reconduction",
    "acts_of": "actes exigés",
    "options": "texte à compléter",
    "substitute": "suppléant",
    "substitute_from": "suppléance à partir du",
    "substitute_until": "suppléance jusqu’au",
    "seen_on": "pièce vue le",
    "skill": "habilitation",
    "title": "qualité",
    "label": "libellé",
    "months": "périodicité (mois)",
    "at_request": "à la demande",
    "at_approval": "à la validation",
    "at_hand_over": "à la remise",
    "measure": "ce qui est mesuré",
    "days_before": "jours avant le prêt",
    "at_least": "à partir de",
    "below": "moins de",
    "borrowers": "emprunteurs visés",
    "source": "source",
    "as_of": "source lue le",
    "verified": "vérifié",
} | paper_trail.FIELDS

CHOICES: dict[str, type[Word]] = {
    "equipment": Equipment,
    "formality": Formality,
    "function": ContactFunction,
    "kinds": OrganizationKind,
    "legal_basis": LegalBasis,
    "roles": Role,
    "school_rule": SchoolRule,
    "at_request": Effect,
    "at_approval": Effect,
    "at_hand_over": Effect,
    "skill": Skill,
    "measure": Measure,
    "borrowers": OrganizationKind,
    "stage": LifeStage,
    "tracking": Tracking,
} | paper_trail.CHOICES
"""The list whose words a field of codes is told in."""

THINGS: dict[str, str] = {
    "mandate": "un représentant",
    "certificate": "une attestation d’assurance",
    "contact": "un contact",
    "adhesion": "une adhésion",
    "qualification": "une habilitation",
} | paper_trail.THINGS
"""What is told among the history of the organization it belongs to."""
ACTS |= counter_trail.ACTS | incident_trail.ACTS | agenda_trail.ACTS
FIELDS |= incident_trail.FIELDS
CHOICES |= incident_trail.CHOICES
THINGS |= incident_trail.THINGS


def sentence_on(act: str, thing: str, facts: Mapping[str, Any]) -> str:
    """Return what an act did to one of several kinds of things, with its name when known."""
    object_of = f" {THINGS[thing]}" if thing in THINGS and act in ("add", "edit", "remove") else ""
    named = f" : {facts['name']}" if facts.get("name") else ""
    return f"{sentence(act)}{object_of}{named}"


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
    if name in CHOICES:
        codes = value if isinstance(value, list) else [value]
        labels = [word.label for word in CHOICES[name] if word.value in codes]
        return ", ".join(labels or map(str, codes))  # inventories write the labels themselves
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name.endswith("_cents") and isinstance(value, int):
        return money(value)
    if name.endswith(("_on", "as_of")):
        return plain_day(date.fromisoformat(str(value)))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
