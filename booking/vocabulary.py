"""The closed lists of the field, each member with its French word."""

from enum import Enum
from typing import Self


class Word(str, Enum):  # noqa: UP042 # StrEnum leaves no room for the label
    """A stable code that carries the word shown on screens."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Make the member from its code, keeping the label beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)


class OrganizationKind(Word):
    """Who may own, manage or borrow (E68)."""

    COMMUNE = "commune", "commune"
    EPCI = "epci", "intercommunalité"
    SYNDICATE = "syndicate", "syndicat"
    CCAS = "ccas", "CCAS"
    ASSOCIATION = "association", "association"
    PROVIDER = "provider", "prestataire"


class Role(Word):
    """What a person does in an organization; signing comes from a mandate, not from here."""

    SECRETARY = "secretary", "secrétariat"
    MANAGER = "manager", "gestionnaire"
    TECHNICIAN = "technician", "technique"
    ELECTED = "elected", "élu"
    OBSERVER = "observer", "lecture"
    ADMINISTRATOR = "administrator", "administration"


STAFF = "Personnel"
"""The family of those who operate: a person is an item too, with the same calendar."""


class Tracking(Word):
    """How an item is counted."""

    BULK = "bulk", "en nombre"
    NUMBERED = "numbered", "à l’unité"
    KIT = "kit", "lot"  # made of others, which alone are counted


class Movement(Word):
    """Why a stock changed for good."""

    PURCHASE = "purchase", "entrée"
    LOSS = "loss", "perte"
    TRANSFER = "transfer", "transfert"
    COUNT = "count", "inventaire"


class HoldReason(Word):
    """Why so many of a stock are taken."""

    RESERVATION = "reservation", "réservation"
    MAINTENANCE = "maintenance", "entretien"
    BREAKDOWN = "breakdown", "panne"
    OWNER = "owner", "réservé au propriétaire"
    ABSENCE = "absence", "indisponible"
    EMERGENCY = "emergency", "urgence"


class BeneficiaryKind(Word):
    """For whom a commune asks (E58)."""

    COMMUNE = "commune", "la commune elle-même"
    ASSOCIATION = "association", "une association dont la commune répond"


class Status(Word):
    """Where a reservation stands (design § 5)."""

    DRAFT = "draft", "Brouillon"
    REQUESTED = "requested", "Déposée"
    NEEDS_INFO = "needs_info", "À compléter"
    WAITLISTED = "waitlisted", "Liste d’attente"
    APPROVED = "approved", "Validée"
    OUT = "out", "Sortie"
    RETURNED = "returned", "Retournée, à contrôler"
    CLOSED = "closed", "Clôturée"
    REFUSED = "refused", "Refusée"
    CANCELLED = "cancelled", "Annulée"
    EXPIRED = "expired", "Expirée"


class Derived(Word):
    """Labels computed from facts, shown before the status when they say more."""

    LATE = "late", "En retard"
    NO_ANSWER = "no_answer", "Sans réponse"


class ActKind(Word):
    """Decisions that give a loan its ground (domain § 2.2)."""

    DELIBERATION = "deliberation", "délibération"
    DECISION = "decision", "décision"
    DELEGATION = "delegation", "délégation"
    RULES = "rules", "règlement de mise à disposition"
    FRAMEWORK = "framework", "convention-cadre"


class FeedScope(Word):
    """What a calendar shows."""

    ME = "me", "mes réservations"


class MailKind(Word):
    """What a message tells."""

    REQUESTED = "requested", "Demande déposée"
    TO_ANSWER = "to_answer", "Demande à traiter"
    APPROVED = "approved", "Demande validée"
    REFUSED = "refused", "Demande refusée"
    CANCELLED = "cancelled", "Réservation annulée"
    EXPIRED = "expired", "Demande restée sans réponse"
    HANDED_OVER = "handed_over", "Matériel remis"
    TAKEN_BACK = "taken_back", "Matériel rendu"
    CHANGED = "changed", "Réservation modifiée"
    OWN_DECISION = "own_decision", "Décision pour soi-même"
    INVITED = "invited", "Votre accès"
