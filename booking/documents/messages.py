"""The French sentence of each verdict, by its stable code, and what is said of a refusal."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from booking.documents import hours
from booking.documents.refusals import REFUSALS
from booking.documents.words import plain_day, plural, several
from booking.rules.figures import Difference
from booking.rules.opening import Hours, Passage
from booking.rules.terms import Verdict
from booking.vocabulary import Word

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
    ("notice_waived", False): "Prêt immédiat : le délai de demande ({days} jours ouvrés) ne "
    "s’applique pas au comptoir",
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
    ("co_owner_act", True): "Acte du copropriétaire enregistré : {organization}",
    ("co_owner_act", False): "Acte du copropriétaire manquant : {organization} ; la convention "
    "restera un projet",
    (
        "act_not_transmitted",
        False,
    ): "Acte à transmettre au préfet avant tout effet : {act} ; aucune "
    "date de transmission n’est enregistrée",
    ("lender_signatory", True): "Signataire du prêteur connu",
    ("lender_signatory", False): "Signataire du prêteur inconnu : la convention restera un projet",
    (
        "signatory_outdated",
        False,
    ): "Signataire du prêteur à vérifier : {signatory}, depuis le "
    "{on}, avant le renouvellement du conseil du {renewed}",
    ("paper_signed", True): "Document signé de tous",
    ("paper_signed", False): "Document pas encore signé de tous : rien ne part avant",
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
    ("elected_decided", True): "Décidé par un élu : {elected}",
    ("elected_decides", False): "Un élu décide : la demande n’est jamais validée automatiquement",
    ("engagement_held", True): "Contrat d’engagement républicain souscrit le {on}",
    ("engagement_missing", False): "Contrat d’engagement républicain de l’association : date de "
    "souscription non indiquée",
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
    by = facts.get("decided_by")
    return [
        *([f"Réponse donnée par {by}."] if by else ()),
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
        said = hours.spans(value.spans)
        return f"hors des horaires ({said})" if said else "fermé ce jour-là"
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
