"""The closed lists of conventions: kinds of paper, where each stands, who signs it and how."""

from booking.vocabulary import Word


class PaperKind(Word):
    """What an issued paper is (domain § 2.3 and 2.4)."""

    FRAMEWORK = "framework", "convention-cadre"
    LOAN = "loan", "convention de prêt"
    SLIP = "slip", "bon de prêt"
    STORAGE = "storage", "convention de stockage"
    MANAGEMENT = "management", "convention de gestion"
    CO_OWNERSHIP = "co_ownership", "convention de copropriété"
    AMENDMENT = "amendment", "avenant"
    REPORT_OUT = "report_out", "état des lieux de départ"
    REPORT_BACK = "report_back", "état des lieux de retour"
    INCIDENT = "incident", "procès-verbal de sinistre"
    AID_VALUE = "aid_value", "attestation de valeur de l’aide en nature"
    PREPARATION = "preparation", "bon de préparation"
    DELIVERY = "delivery", "bon de livraison"
    INSURANCE = "insurance", "rappel d’assurance"


SHEETS = (PaperKind.PREPARATION, PaperKind.DELIVERY, PaperKind.INSURANCE)
"""What is printed whenever it is needed: never numbered, never signed, never kept."""
REPORTS = (PaperKind.REPORT_OUT, PaperKind.REPORT_BACK)
"""On the state of things as they leave and come back: who hands over signs, not who owns."""
STANDALONE = (
    PaperKind.FRAMEWORK,
    PaperKind.STORAGE,
    PaperKind.MANAGEMENT,
    PaperKind.CO_OWNERSHIP,
)
"""What binds two organizations or more for years, beyond any one loan."""
GROUNDS_A_LOAN = (PaperKind.LOAN, PaperKind.SLIP)
"""Under which things may leave; an amendment changes one of them."""


class PaperState(Word):
    """Where a paper stands; an issued one keeps its number whatever becomes of it."""

    DRAFT = "draft", "Projet"
    TO_SIGN = "to_sign", "À signer"
    SIGNED = "signed", "Signé"
    REFUSED = "refused", "Signature refusée"
    CANCELLED = "cancelled", "Annulé"


LIVING = (PaperState.TO_SIGN, PaperState.SIGNED)
"""What was issued and still stands."""


class Part(Word):
    """In what capacity an organization signs."""

    BORROWER = "borrower", "emprunteur"
    CUSTODIAN = "custodian", "dépositaire"
    CO_OWNER = "co_owner", "copropriétaire"
    MANAGER = "manager", "gestionnaire"
    OWNER = "owner", "propriétaire"


class Means(Word):
    """How a paper is signed (eIDAS: all but on paper are simple electronic signatures)."""

    SCREEN = "screen", "à l’écran"
    LINK = "link", "par lien"
    PAPER = "paper", "sur papier"
    BOOK = "book", "au parapheur"
    COUNTER = "counter", "au comptoir"


WAYS = tuple(each for each in Means if each is not Means.COUNTER)
"""What may be chosen for a kind of paper; at the counter only what passes there is signed."""


class SignState(Word):
    """Where one signature stands."""

    WAITING = "waiting", "attend les précédentes"
    ASKED = "asked", "à signer"
    SIGNED = "signed", "signée"
    REFUSED = "refused", "refusée"


class Condition(Word):
    """When an article is printed; none: always."""

    OPERATOR = "operator", "avec du personnel"
    NO_OPERATOR = "no_operator", "sans personnel"
    ASSOCIATION = "association", "pour une association"
    PRICE = "price", "à titre payant"
    FREE = "free", "à titre gratuit"
    VEHICLE = "vehicle", "avec un véhicule"
    MANAGED = "managed", "géré par une autre commune"
    SELF_MANAGED = "self_managed", "géré par le prêteur lui-même"
    CO_OWNED = "co_owned", "en copropriété"
    FRAMEWORK = "framework", "sous une convention-cadre"
    NO_FRAMEWORK = "no_framework", "sans convention-cadre"
    DEPOSIT = "deposit", "avec un dépôt de garantie"


class ActsOf(Word):
    """Whose acts a loan of co-owned equipment needs, as their convention says."""

    LEAD = "lead", "de la commune référente"
    EACH = "each", "de chaque copropriétaire"


class Awaiting(Word):
    """Why nothing is issued under which a loan may leave, and what is to be done about it."""

    FRAMEWORK = (
        "framework",
        "aucune convention-cadre n’est en vigueur avec ce prêteur. Faites signer la "
        "convention-cadre, ou établissez une convention pour ce prêt",
    )
    ACT = (
        "lender_act",
        "l’acte qui autorise à prêter n’est pas enregistré. Enregistrez-le, puis établissez le "
        "papier du prêt",
    )
    SIGNATORY = (
        "lender_signatory",
        "personne n’est inscrit pour signer au nom du prêteur. Inscrivez son représentant, puis "
        "établissez le papier du prêt",
    )
    REFUSED = (
        "refused",
        "une signature a été refusée. Établissez un autre papier pour ce prêt",
    )
    ISSUE = "issue", "il reste à établir le papier du prêt"
