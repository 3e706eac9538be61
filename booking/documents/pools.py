"""The terms of a pool in plain French, a label and a sentence each."""

from collections.abc import Sequence

from booking.documents.words import plural, several
from booking.rules.terms import Terms
from booking.vocabulary import OrganizationKind, SchoolRule

THIN = "\N{NARROW NO-BREAK SPACE}"

Line = tuple[str, str]


def borrowers(terms: Terms, adherents: Sequence[str] = ()) -> str:
    """Return to whom a pool lends."""
    kinds = [_kind(kind, terms.below_population) for kind in terms.kinds]
    who = f"Les {several(kinds)}"
    if not terms.by_list:
        return f"{who} du territoire."
    names = f" : {several(adherents)}" if adherents else ""
    return f"{who} membres de ce parc{names}."


def _kind(kind: OrganizationKind, below: int | None) -> str:
    if kind is OrganizationKind.COMMUNE and below is not None:
        return f"communes de moins de {number(below)} habitants"
    return plural(kind.label)


def lines(terms: Terms, adherents: Sequence[str] = ()) -> list[Line]:
    """Return every term that says something."""
    found = [
        ("Qui emprunte", borrowers(terms, adherents)),
        ("Associations", ASSOCIATIONS[terms.for_associations]),
        ("Délai", _notice(terms.notice_days)),
        ("Réponse", f"Sous {_days(terms.answer_days, ' ouvré')}."),
        ("À l’avance", f"Jusqu’à {number(terms.horizon_months)} mois avant le retrait."),
        ("Durée", f"{_days(terms.longest_days)} au plus."),
    ]
    if terms.others_horizon_days is not None:
        days = _days(terms.others_horizon_days)
        found.append(
            ("Priorité", f"Les propriétaires d’abord ; les autres demandent au plus {days} avant.")
        )
    if terms.quota_loans is not None:
        loans = f"{number(terms.quota_loans)} prêt{'s' if terms.quota_loans > 1 else ''}"
        found.append(
            ("Limite", f"{loans} au plus par emprunteur sur {number(terms.quota_months)} mois.")
        )
    return found


def replies(reply_days: int, cancel_days: int) -> list[Line]:
    """Return how long a borrower has to reply, and until when it may cancel without a word."""
    limit = (
        f"jusqu’à {_days(cancel_days, ' ouvré')} avant le retrait" if cancel_days else "toujours"
    )
    return [
        ("Précisions", f"À donner sous {_days(reply_days, ' ouvré')}."),
        ("Annulation", f"Sans motif {limit}."),
    ]


def returns(remind_days: Sequence[int], contest_days: int) -> list[Line]:
    """Return when a return is asked for, and how long a report may be contested."""
    said = several([_from_return(day) for day in remind_days])
    return [
        ("Rappels de retour", f"{said[:1].upper()}{said[1:]}." if said else "Aucun."),
        ("Contestation", f"D’un constat non signé : {_days(contest_days, ' ouvré')}."),
    ]


def _from_return(day: int) -> str:
    if day == 0:
        return "le jour du retour"
    return f"{_days(abs(day))} {'avant' if day < 0 else 'après'}"


def days(school_rule: SchoolRule, *, open_on_holidays: bool) -> list[Line]:
    """Return on which days of the year a pool lends."""
    found = []
    if school_rule is not SchoolRule.ANY:
        found.append(("Calendrier scolaire", f"Prêté {school_rule.label}."))
    if not open_on_holidays:
        found.append(("Jours fériés", "Ni retrait ni retour sans accord du dépôt."))
    return found


ASSOCIATIONS = {
    True: "Une commune peut demander pour une association dont elle répond.",
    False: "Pas de prêt pour une association.",
}


def _notice(days: int) -> str:
    return f"À demander au moins {_days(days, ' ouvré')} avant le retrait." if days else "Aucun."


def _days(count: int, quality: str = "") -> str:
    s = "s" if count > 1 else ""
    return f"{number(count)} jour{s}{quality}{s if quality else ''}"


def number(count: int) -> str:
    """Return a whole number as French people group it."""
    return f"{count:,}".replace(",", THIN)
