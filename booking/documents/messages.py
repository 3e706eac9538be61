"""The French sentence of each refusal and each verdict, by its stable code."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from booking.documents import hours
from booking.documents.words import plain_day, plural, several
from booking.rules.figures import Difference
from booking.rules.opening import Hours, Passage
from booking.rules.terms import Verdict
from booking.vocabulary import Word

REFUSALS: dict[str, str] = {
    "absence_not_found": "Cette absence n’existe pas, ou ne concerne pas votre organisme.",
    "access_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "account_not_found": "Ce compte n’existe pas ou n’agit pour aucun organisme.",
    "adhesion_not_found": "Cette adhésion n’existe pas, ou ne concerne pas votre organisme.",
    "adhesion_over": "Cette adhésion s’est terminée le {day} : elle ne change plus.",
    "beyond_horizon": "« {pool} » ne se réserve pas si longtemps à l’avance "
    "({months} mois au plus).",
    "campaign_closed": "Cette vérification est close : elle ne change plus.",
    "campaign_not_found": "Cette vérification n’existe pas, ou ne concerne pas vos dépôts.",
    "campaign_open": "« {depot} » est déjà en cours de vérification depuis le {day}.",
    "catalogue_not_found": "Ce matériel n’existe pas.",
    "changed_meanwhile": "La réservation vient de changer. Relisez-la, puis recommencez.",
    "csrf": "Le formulaire a expiré. Déposez-le à nouveau : rien n’a été enregistré.",
    "check_not_found": "Ce matériel n’a pas été vérifié : il n’y a rien à annuler.",
    "closed_on_holiday": "« {pool} » ne remet ni ne reprend rien les jours fériés ({name}, {day}).",
    "depot_closed": "« {depot} » est fermé le {day} : {reason}.",
    "depot_not_found": "Ce matériel n’est pas stocké au dépôt « {depot} ».",
    "epci_not_found": "Aucun EPCI ne porte le SIREN « {siren} » dans les chiffres officiels "
    "de 2026.",
    "feed_not_found": "Cet abonnement n’existe pas.",
    "figures_changed": "Les écarts ont changé depuis votre lecture. Relisez-les, puis appliquez.",
    "figures_not_found": "Ces chiffres ne concernent pas votre organisme.",
    "file_lost": "Ce fichier n’est plus dans le stockage du service. "
    "Prévenez votre intercommunalité.",
    "file_not_found": "Ce fichier n’existe pas, ou ne concerne pas votre organisme.",
    "hold_not_found": "Ce retrait du prêt n’existe pas, ou ne concerne pas votre organisme.",
    "http": "Cette demande n’a pas pu être traitée.",
    "import_not_found": "Cette reprise d’inventaire n’existe pas, ou n’est pas la vôtre.",
    "import_not_ready": "Cette reprise n’est pas à confirmer.",
    "import_outdated": "Le matériel a changé depuis la lecture du fichier : relisez ce qui "
    "changerait.",
    "import_wrong": "Des lignes sont à corriger : rien n’a été enregistré.",
    "inspection_done": "Ce contrôle est déjà enregistré.",
    "inspection_not_found": "Ce contrôle n’existe pas, ou ne concerne pas votre organisme.",
    "invalid": "Certains champs sont à corriger.",
    "inventory_empty": "Le fichier a un en-tête, mais aucune ligne de matériel.",
    "inventory_headerless": "Aucun en-tête ne se lit dans ce fichier : il faut au moins les "
    "colonnes Référence, Désignation, Quantité et Dépôt.",
    "inventory_not_found": "Cet inventaire n’existe pas dans votre territoire.",
    "inventory_unreadable": "L’inventaire n’a pas pu être lu ; rien n’a été enregistré.",
    "item_promised": "Des réservations comptent sur ce matériel.",
    "item_not_found": "Aucun matériel ne porte la référence « {item} ».",
    "invitation_answered": "Cette personne a déjà choisi son mot de passe : "
    "elle se connecte avec lui.",
    "kit_not_found": "Ce lot n’existe pas, ou ne concerne pas votre organisme.",
    "last_administrator": "Il ne resterait personne pour administrer les accès de {organization} : "
    "donnez d’abord ce rôle, sans date de fin, à quelqu’un d’autre.",
    "label_not_found": "Ces étiquettes ne sont pas celles de votre organisme.",
    "line_not_found": "Cette ligne ne fait pas partie de la réservation.",
    "link_used": "Ce lien a déjà servi ou n’est plus valable.",
    "loans_after_leaving": "Des prêts sont en cours ou prévus après cette date. "
    "Rien n’est enregistré.",
    "loan_too_long": "« {pool} » prête {longest} jours au plus ; vous en demandez {days}.",
    "method_not_allowed": "Cette adresse ne se prête pas à cette action.",
    "not_asked": "Cette exigence ne concerne pas cette réservation.",
    "not_allowed": "Votre rôle ne permet pas cette action.",
    "not_eligible": "« {pool} » n’est pas ouvert à votre organisme pour ce prêt.",
    "not_enough_available": "Il n’y a pas assez de matériel libre à ces dates.",
    "not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "not_lent": "« {name} » ne se prête pas en ce moment.",
    "not_ready": "Ce matériel ne peut pas encore être publié : il y manque {missing}.",
    "not_signed_in": "Connectez-vous, ou présentez un jeton valable.",
    "not_yet": "Il est trop tôt pour cette action.",
    "notice_too_short": "« {pool} » se réserve au moins {days} jours ouvrés à l’avance : "
    "pas avant le {earliest}.",
    "only_less": "Après validation, vous pouvez réduire ou raccourcir. Pour le reste, "
    "adressez-vous au gestionnaire.",
    "only_return": "Le matériel est sorti : seule la date de retour peut encore changer.",
    "organization_not_found": "Cet organisme n’existe pas dans votre territoire.",
    "outside_hours": "« {depot} » ne remet ni ne reprend rien à cette heure le {day}.",
    "outbox_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "owners_first": "« {pool} » va d’abord à ses propriétaires : "
    "vous pourrez demander ces dates à partir du {asks_from}.",
    "paper_not_found": "Ce fichier n’existe pas, ou ne concerne pas votre organisme.",
    "pool_not_found": "Ce parc n’existe pas, ou ne concerne pas votre organisme.",
    "qualification_not_found": "Cette habilitation n’existe pas, ou n’est pas de votre registre.",
    "queue_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "promised_in_pool": "« {item} » est promis ({loans}) : il pourra changer de parc après.",
    "quota": "« {pool} » prête {loans} fois au plus sur {months} mois à un même emprunteur : "
    "ce serait la {count}e.",
    "readiness_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "reminder_not_found": "Les rappels sont envoyés par le service lui-même.",
    "request_key_reused": "Cette demande est déjà déposée. "
    "Déposez à nouveau pour en faire une autre.",
    "request_not_found": "Cette demande n’existe pas, ou ne concerne pas votre commune.",
    "requirement_not_found": "Cette exigence n’existe pas, ou ne concerne pas votre organisme.",
    "reservation_not_found": "Cette réservation n’existe pas, ou ne concerne pas votre commune.",
    "school_calendar": "« {pool} » ne prête que {rule} (zone {zone}).",
    "sheet_broken": "Ce fichier ne se lit pas. Enregistrez-le en .xlsx, .ods ou .csv, puis "
    "recommencez.",
    "sheet_encrypted": "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de "
    "passe, puis recommencez.",
    "sheet_page": "Ce fichier est une page web, pas un tableau. Ouvrez-le dans votre tableur et "
    "enregistrez-le en .xlsx.",
    "sheet_too_heavy": "Ce fichier dépasse 10 Mo.",
    "sheet_too_large": "Ce tableau est démesuré : 20 000 lignes et 200 colonnes au plus. "
    "Supprimez les lignes vides et les autres feuilles.",
    "stock_not_found": "Ce stock n’existe pas, ou ne concerne pas votre organisme.",
    "stock_promised": "D’autres réservations comptent sur ce matériel : "
    "il en manquerait {missing}.",
    "territory_not_found": "Précisez le territoire par son SIREN (--territory).",
    "too_heavy": "Ce que vous envoyez est trop lourd : 10 Mo au plus par fichier. "
    "Rien n’a été enregistré.",
    "too_many_attempts": "Trop d’essais. Attendez {minutes} minutes avant de recommencer.",
    "unexpected": "Une erreur est survenue de notre côté ; rien n’a été enregistré.",
    "unit_not_found": "Ce matériel n’a pas d’exemplaire « {unit} » en service à ce dépôt.",
    "unit_out": "L’exemplaire {unit} est sorti : enregistrez d’abord son retour.",
    "unit_withheld": "L’exemplaire {unit} est déjà retiré du prêt à ces dates.",
    "unfit": "Le prêt ne peut pas se faire ainsi : une vérification ou une pièce s’y oppose.",
    "unavailable": "Le service est momentanément indisponible. Réessayez dans un instant.",
    "wrong_current_password": "Ce n’est pas votre mot de passe actuel.",
    "wrong_moment": "Ce n’est plus possible : la réservation a changé entre-temps.",
    "wrong_stage": "Cette étape ne vient pas après l’étape actuelle du matériel.",
    "wrong_password": "L’adresse ou le mot de passe n’est pas le bon.",
}

VERDICTS: dict[tuple[str, bool], str] = {
    ("borrower_kind", True): "{kind} du territoire",
    ("borrower_kind", False): "Réservé aux {kinds}",
    ("adhesion", True): "Adhésion en cours pour tout le prêt",
    ("adhesion", False): "N’adhère pas à ce parc pour toute la durée du prêt",
    ("population", True): "{population} habitants : peut emprunter (moins de {below})",
    ("population", False): "{population} habitants : réservé aux communes de moins de {below}",
    ("associations", True): "Prêt à une association : admis",
    ("associations", False): "Fermé aux associations",
    ("notice", True): "Demande faite à temps (au moins {days} jours ouvrés avant)",
    ("notice", False): "Demande trop tardive (au moins {days} jours ouvrés avant)",
    ("horizon", True): "Dans les {months} mois ouverts à la réservation",
    ("horizon", False): "Au-delà des {months} mois ouverts à la réservation",
    ("length", True): "Durée admise ({longest} jours au plus)",
    ("length", False): "Trop long : {days} jours pour {longest} au plus",
    ("owners_first", True): "Dans les {days} jours ouverts à qui n’est pas propriétaire",
    ("owners_first", False): "Les propriétaires d’abord : à demander à partir du {asks_from}",
    ("quota", True): "Prêts de ce parc sur {months} mois : {count}, pour {loans} au plus",
    ("quota", False): "Prêts de ce parc sur {months} mois : {count}, pour {loans} au plus",
    ("ground", True): "Base juridique : {basis}",
    ("ground_owner_epci", False): "Base juridique à revoir : « {basis} » suppose que "
    "l’intercommunalité soit propriétaire",
    ("ground_members", False): "Base juridique à revoir : « {basis} » ne vise que les communes "
    "membres de l’intercommunalité",
    ("ground_owner_commune", False): "Base juridique à revoir : « {basis} » est prévu ici pour "
    "le matériel d’une commune ; celui de l’intercommunalité suit son règlement",
    ("ground_no_provider", False): "Base juridique à revoir : « {basis} » ne convient pas à "
    "un prestataire",
    ("ground_owner_public", False): "Base juridique à revoir : « {basis} » suppose qu’une commune "
    "ou un groupement soit propriétaire",
    ("ground_borrower_public", False): "Base juridique à revoir : « {basis} » ne vise que les "
    "communes et leurs groupements",
    ("ground_two_communes", False): "Base juridique à revoir : « {basis} » suppose au moins "
    "deux communes",
    ("ground_two_owners", False): "Base juridique à revoir : « {basis} » suppose au moins deux "
    "propriétaires ; indiquez leurs quotes-parts",
    ("ground_between_owners", False): "Base juridique à revoir : « {basis} » ne vise que "
    "les copropriétaires",
    ("ground_owner_staff", False): "Base juridique à revoir : « {basis} » suppose que "
    "l’intercommunalité ou un syndicat soit propriétaire",
    ("ground_manager_commune", False): "Base juridique à revoir : « {basis} » suppose qu’une "
    "commune soit gestionnaire",
    ("available", True): "Tout est libre à ces dates",
    ("available", False): "Le stock ne suffit plus à ces dates",
    ("insurance_held", True): "Assurance jusqu’au {until}",
    ("insurance_lapses", False): "Attestation d’assurance à renouveler : la présente s’arrête "
    "le {until}",
    ("insurance_missing", False): "Attestation d’assurance à demander",
    ("lender_act", True): "Acte du prêteur enregistré",
    ("lender_act", False): "Acte du prêteur manquant : la convention restera un projet",
    ("lender_signatory", True): "Signataire du prêteur connu",
    ("lender_signatory", False): "Signataire du prêteur inconnu : la convention restera un projet",
    ("lent", False): "{name} ne se prête pas en ce moment",
    ("control_valid", True): "{name}, {label} : valable jusqu’au {until}",
    ("control_endless", True): "{name}, {label} : en ordre",
    ("control_planned", False): "{name}, {label} : rendez-vous pris le {by}, avant le départ",
    ("control_lapsed", False): "{name}, {label} : valable jusqu’au {until} seulement, à refaire "
    "avant le départ",
    ("control_never", False): "{name}, {label} : rien n’est enregistré, à faire avant le départ",
    ("control_failed", False): "{name}, {label} : dernier résultat non conforme, à refaire avant "
    "le départ",
    ("control_inside", False): "{name}, {label} : échoit le {until}, pendant le prêt",
    ("people_held", True): "{label} : valable jusqu’au {until}",
    ("people_endless", True): "{label} : déclaration en ordre",
    ("people_lapses", False): "{label} : s’arrête le {until}, à renouveler",
    ("people_missing", False): "{label} : aucune déclaration en cours",
    ("event_seen", True): "{label} : vu le {seen}",
    ("event_late", False): "{label} : il fallait le faire avant le {by}",
    ("event_by", False): "{label} : à faire avant le {by}",
    ("event_advice", False): "À savoir : {label}",
    ("event_asked", False): "À présenter au retrait : {label}",
    (
        "weights",
        False,
    ): "Remorque de {weight} kg : permis B derrière un véhicule de {b} kg au plus, "
    "B96 jusqu’à {b96} kg, BE au-delà (PTAC)",
    ("unmeasured", False): "{name}, {label} : à apprécier, faute de connaître : {measure}",
    ("closed", False): "{depot} est fermé le {day} ({act}) : {reason}",
    ("public_holiday", False): "Le {day} est férié ({name}) : {act} à convenir avec {depot}",
    ("hours", False): "{depot}, {act} du {day} : {hours}",
    ("school", True): "Prêté {rule} (zone {zone})",
    ("school", False): "Ce parc ne prête que {rule} (zone {zone})",
    ("school_unknown", False): "Ce parc ne prête que {rule} ; le calendrier scolaire de ces "
    "jours n’est pas encore publié",
    ("own_organization", False): "Vous décidez pour votre propre commune : "
    "le propriétaire en est informé",
}


def refusal(code: str, facts: Mapping[str, object]) -> str:
    """Return the sentence of a refusal; an unknown code gets the general one."""
    pattern = REFUSALS.get(code, REFUSALS["http"])
    try:
        return pattern.format_map({name: _said(value) for name, value in facts.items()})
    except KeyError:
        return pattern


def verdict(judged: Verdict) -> str:
    """Return what a verdict says on a screen."""
    pattern = VERDICTS[judged.code, judged.level == "ok"]
    if judged.level == "overridden":
        pattern += " ; dérogation de {waived_by} : {why}"
    said = pattern.format_map({name: _said(value) for name, value in judged.facts.items()})
    return said[:1].upper() + said[1:]


def reason(facts: Mapping[str, object]) -> str:
    """Return why a pool is not open, from one of the reasons of a refusal."""
    rest = {name: value for name, value in facts.items() if name != "code"}
    return verdict(Verdict(str(facts["code"]), "block", rest))


def shortage(name: str, wanted: object, free: object, due_on: date | None = None) -> str:
    """Return what is missing of a line, and whether a control is why."""
    left = {0: "aucun n’est libre", 1: "un seul est libre"}.get(free, f"{free} sont libres")  # type: ignore[call-overload]
    why = f" : contrôle à refaire au plus tard le {plain_day(due_on)}" if due_on else ""
    return f"{name} : {wanted} demandé{'' if wanted == 1 else 's'}, {left}{why}."


def details(facts: Mapping[str, object]) -> list[str]:
    """Return what a refusal's facts add: why a pool is not open, what is missing of each line."""
    reasons: Any = facts.get("reasons", [])
    shortages: Any = facts.get("shortages", [])
    return [
        *(reason(each) for each in reasons),
        *(
            shortage(each["name"], each["wanted"], each["free"], each.get("due_on"))
            for each in shortages
        ),
    ]


def difference(found: Difference) -> str:
    """Return one line of what official figures change."""
    known = [_said(value) for value in (found.before, found.after) if value is not None]
    said = f"{found.name} : {found.kind.label}"
    crossed = [
        f"{'pourra' if one.opens else 'ne pourra plus'} emprunter à « {one.pool} »"
        for one in found.crossed
    ]
    change = f" {' → '.join(map(str, known))}" if known else ""
    return "".join([said, change, f" ({', '.join(crossed)})" if crossed else ""])


def _said(value: object) -> object:
    if isinstance(value, Passage):
        return {Passage.OUT: "retrait", Passage.BACK: "retour"}[value]
    if isinstance(value, Hours):
        return f"ouvert {hours.spans(value.spans)}" if value.spans else "fermé ce jour-là"
    if isinstance(value, Word):
        return value.label
    if isinstance(value, tuple):
        return several([plural(str(_said(each))) for each in value])
    if isinstance(value, date) and not isinstance(value, datetime):
        return plain_day(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return value
