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


class AccessState(Word):
    """Where somebody's access to an organization stands today."""

    CURRENT = "current", "En cours"
    INVITED = "invited", "Invitation envoyée"
    ENDED = "ended", "Terminé"


class Subject(Word):
    """What a commune needs in order, before its loans are sound (domain § 2.2)."""

    ADHESION = "adhesion", "Adhésion"
    DELIBERATION = "deliberation", "Délibération"
    FRAMEWORK = "framework", "Convention-cadre"
    INSURANCE = "insurance", "Assurance"
    SIGNATORY = "signatory", "Signataire"


class Readiness(Word):
    """Where one of these stands."""

    DONE = "done", "Fait"
    SOON = "soon", "Bientôt échu"
    TODO = "todo", "À faire"


STAFF = "Personnel"
"""The family of those who operate: a person is an item too, with the same calendar."""

FAMILIES = (
    *("Événementiel", "Voirie", "Espaces verts", "Bâtiments", "Propreté"),
    *("Sport", "Véhicules", "Topographie", "Informatique", STAFF),
)
"""The families everybody means the same by (E48); others may be typed."""


class Tracking(Word):
    """How an item is counted."""

    BULK = "bulk", "en nombre"
    NUMBERED = "numbered", "à l’unité"
    KIT = "kit", "lot"  # made of others, which alone are counted


class LifeStage(Word):
    """Where an item stands between its census and its end (E55); only published ones are lent."""

    LISTED = "listed", "Recensé"
    CHECKED = "checked", "Vérifié"
    PUBLISHED = "published", "Publié"
    SUSPENDED = "suspended", "Suspendu"
    RETIRED = "retired", "Réformé"


class Lack(Word):
    """What is still missing of an item that is to be lent."""

    STOCK = "stock", "un dépôt et une quantité"
    PARTS = "parts", "des éléments qui se prêtent tous"
    VALUE = "value", "la valeur de remplacement"
    CONTACT = "contact", "la personne à contacter"
    DESCRIPTION = "description", "la description"


class Formality(Word):
    """How much paper a loan of an item takes (E14)."""

    SLIP = "slip", "bon de prêt"
    SIMPLE = "simple", "convention simple"
    FULL = "full", "convention avec pièces"


class LegalBasis(Word):
    """On which ground things are lent (domain § 2.1, E20, E84)."""

    SHARED_GOODS = "shared_goods", "biens partagés par l’EPCI (CGCT, L. 5211-4-3)"
    FREE_LOAN = "free_loan", "prêt à usage, gratuit (code civil, art. 1875)"
    PAID_MEANS = "paid_means", "mise à disposition avec remboursement (CGCT, L. 5111-1)"
    ENTENTE = "entente", "entente (CGCT, L. 5221-1)"
    CO_OWNERSHIP = "co_ownership", "copropriété et usage en commun"
    WITH_STAFF = "with_staff", "service avec agent (CGCT, L. 5211-4-1 et L. 5211-56)"
    MANAGEMENT = "management", "gestion confiée à une commune (CGCT, L. 5216-7-1)"


class ContactFunction(Word):
    """For what an organization names somebody to call (E19)."""

    MANAGEMENT = "management", "direction ou secrétariat général"
    TECHNICAL = "technical", "services techniques"
    EQUIPMENT = "equipment", "prêt de matériel"
    DEPOT = "depot", "dépôt"
    DELEGATE = "delegate", "élu délégué"
    PRIVACY = "privacy", "délégué à la protection des données"


class SchoolRule(Word):
    """When a pool lends, by the school calendar of its zone (E21, E31)."""

    ANY = "any", "toute l’année"
    HOLIDAYS = "holidays", "pendant les vacances scolaires seulement"
    TERM = "term", "hors vacances scolaires seulement"


class FileKind(Word):
    """What a kept file is."""

    PHOTO = "photo", "photo"
    LOGO = "logo", "blason ou logo"
    MANUAL = "manual", "notice"
    REPORT = "report", "rapport"
    CERTIFICATE = "certificate", "attestation"
    PAPER = "paper", "pièce d’une demande"
    ACT = "act", "acte"
    SIGNED = "signed", "document signé"
    CONDITION = "condition", "photo d’état"
    OTHER = "other", "autre document"


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
    INSPECTION = "inspection", "contrôle"
    EXTERNAL = "external", "occupé ailleurs"  # by an agenda that is not ours


class BeneficiaryKind(Word):
    """For whom a commune asks (E58); the last two are for an elected person to judge."""

    COMMUNE = "commune", "la commune elle-même"
    ASSOCIATION = "association", "une association dont la commune répond"
    CANDIDATE = "candidate", "un candidat ou un parti"
    WORSHIP = "worship", "un culte"


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
    NO_REPLY = "no_reply", "Expirée sans réponse de l’emprunteur"
    NO_PLACE = "no_place", "Aucune place libérée"
    PROPOSAL = "proposal", "Autre proposition"
    OFFERED = "offered", "Place offerte"
    TO_SIGN = "to_sign", "Convention à signer"
    READY = "ready", "Prête au retrait"
    DISPUTED = "dispute", "Litige en cours"


class ActKind(Word):
    """Decisions that give a loan its ground (domain § 2.2)."""

    DELIBERATION = "deliberation", "délibération"
    DECISION = "decision", "décision"
    DELEGATION = "delegation", "délégation"
    RULES = "rules", "règlement de mise à disposition"
    FRAMEWORK = "framework", "convention-cadre"


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
    CONTESTED = "contested", "Retour contesté"
    CHANGED = "changed", "Réservation modifiée"
    OWN_DECISION = "own_decision", "Décision pour soi-même"
    INVITED = "invited", "Votre accès"
    RESET = "reset", "Nouveau mot de passe"
    TO_REVIEW = "to_review", "Réservations à revoir"
    ENTERED = "entered", "Demande saisie pour vous"
    NEEDS_DETAILS = "needs_details", "Précisions demandées"
    PROPOSED = "proposed", "Autre proposition"
    REPLIED = "replied", "Réponse de l’emprunteur"
    CHANGE_ASKED = "change_asked", "Changement demandé"
    CHANGE_REFUSED = "change_refused", "Changement refusé"
    WAITLISTED = "waitlisted", "Liste d’attente"
    OFFERED = "offered", "Une place se libère"
    REMIND_ANSWER = "remind_answer", "Réponse attendue"
    REMIND_REPLY = "remind_reply", "Votre réponse est attendue"
    ESCALATED = "escalated", "Demande en attente, à votre tour"
    PASSED_ON = "passed_on", "Demande transmise"
    COMMENTED = "commented", "Message"
    BROKEN = "broken", "Matériel en panne"
    SUBSTITUTE = "substitute", "Suppléance"
    DIGEST = "digest", "Résumé du jour"
    FALLING_DUE = "falling_due", "Échéances à venir"
    TO_SIGN = "to_sign", "Document à signer"
    REMIND_SIGN = "remind_sign", "Signature attendue"
    SIGNED = "signed", "Document signé"
    SIGN_REFUSED = "sign_refused", "Signature refusée"
    PAPER_CANCELLED = "paper_cancelled", "Papier annulé"
    INCIDENT = "incident", "Incident sur du matériel"
    INSURANCE_DUE = "insurance_due", "Attestation d’assurance attendue"
    RETURN_DUE = "return_due", "Retour prévu"
    RETURN_LATE = "return_late", "Retour en retard"
    AGENDA_UNREAD = "agenda_unread", "Agenda extérieur illisible"


class Standing(Word):
    """Where something dated stands today."""

    COMING = "coming", "À venir"
    CURRENT = "current", "En cours"
    ENDING = "ending", "Se termine bientôt"
    OVER = "over", "Terminé"
