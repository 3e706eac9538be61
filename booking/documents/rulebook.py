"""A requirement in plain French: how often, what it does when, to what and to whom it applies."""

from booking.documents.words import plain_day, plural, several
from booking.fitness import Effect, Measure, Moment, Scope
from booking.rules.requirements import Rule

UNITS = {Measure.PEOPLE: "personnes", Measure.SEATS: "places", Measure.WEIGHT: "kg"}
DONE = {
    Effect.NONE: "rien",
    Effect.WARN: "avertit",
    Effect.PAPER: "demande la pièce",
    Effect.BLOCK: "bloque",
}


def periodicity(rule: Rule) -> str:
    """Return how often a control is made again, or how long a paper is good; nothing if once."""
    if rule.months is None:
        return ""
    if rule.scope is Scope.ITEM:
        if rule.months == 12:
            return "tous les ans"
        return f"tous les {_length(rule.months)}"
    return f"valable {_length(rule.months)}"


def _length(months: int) -> str:
    if months % 12:
        return f"{months} mois"
    return f"{months // 12} an{'s' if months > 12 else ''}"


def effects(rule: Rule) -> tuple[str, str, str]:
    """Return what it does at the request, at the approval and at the hand-over, when not met."""
    first, second, third = (DONE[rule.effect(moment)] for moment in Moment)
    return first, second, third


def conditions(rule: Rule) -> str:
    """Return when it applies: size, kinds of borrowers, days; nothing when always."""
    return " ; ".join(filter(None, [_size(rule), _borrowers(rule), _notice(rule), _days(rule)]))


def _size(rule: Rule) -> str:
    if rule.measure is None:
        return ""
    unit = UNITS[rule.measure]
    if rule.at_least is None:
        return f"moins de {rule.below} {unit}"
    if rule.below is None:
        return f"à partir de {rule.at_least} {unit}"
    return f"de {rule.at_least} à {rule.below - 1} {unit}"


def _borrowers(rule: Rule) -> str:
    if not rule.borrowers:
        return ""
    return f"pour les {several([plural(kind.label) for kind in rule.borrowers])}"


def _notice(rule: Rule) -> str:
    if rule.notice_days is None:
        return ""
    return f"au moins {rule.notice_days} jour{'s' if rule.notice_days > 1 else ''} avant le prêt"


def _days(rule: Rule) -> str:
    first = f"depuis le {plain_day(rule.starts_on)}" if rule.starts_on else ""
    last = f"jusqu’au {plain_day(rule.ends_on)}" if rule.ends_on else ""
    return " ".join(filter(None, [first, last]))
