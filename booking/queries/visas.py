"""The acts that a paper cites, and by virtue of what somebody signs it (domain § 2.2 and 2.3)."""

from collections.abc import Iterable
from datetime import date

from booking.documents.paper import Block, Bullets, Paragraph, Run
from booking.documents.words import of, plain_day
from booking.models.conventions import Act
from booking.models.organizations import Mandate, Organization
from booking.models.reservations import Reservation
from booking.queries import acts
from booking.vocabulary import ActKind

NONE = "Aucun acte particulier n’est visé."
OF_RIGHT = "en vertu de sa fonction"


def of_loan(mine: Reservation, today: date) -> list[str]:
    """Return the acts that the paper of a loan cites: of each side, then the delegation."""
    lenders = [mine.owner, *acts.co_owners(mine, today)]
    sides, paid = (*lenders, mine.request.borrower), acts.is_paid(mine)
    return [*of_sides(sides, today, paid=paid), *delegated(mine.owner, mine.pool.manager, today)]


def of_sides(sides: Iterable[Organization], today: date, *, paid: bool = False) -> list[str]:
    """Return all the acts on which the loans of some organizations rest, as papers cite them."""
    return [cited(act) for each in sides for act in acts.grounding(each, today, paid=paid)]


def delegated(owner: Organization, manager: Organization | None, today: date) -> list[str]:
    """Return the delegation under which a manager signs for an owner, none when there is none."""
    act = acts.delegation(owner.id, manager.id, today) if manager else None
    return [cited(act)] if act else []


def cited(act: Act) -> str:
    """Return an act in full: its kind, number and day, whose it is and its object."""
    said = f"{act.kind.label} n° {act.number} du {plain_day(act.taken_on)}"
    whom = f" à {act.partner.name}" if act.partner else ""
    version = ""
    if act.kind is ActKind.RULES:
        version = f", version en vigueur depuis le {plain_day(act.starts_on)}"
    return f"{_capital(said)}, {act.organization.name}{whom}, « {act.title} »{version}"


def listed(found: list[str], *, needed: bool) -> tuple[Block, ...] | None:
    """Return the list of the acts cited; without any, a hole where one is needed."""
    if found:
        return (Bullets(tuple((Run(each),) for each in dict.fromkeys(found))),)
    return None if needed else (Paragraph((Run(NONE),)),)


def habilitation(mandate: Mandate | None) -> str:
    """Return by virtue of what somebody signs: a delegation, an act, else the office held."""
    if mandate is None:
        return ""
    given = f"par délégation {_of(mandate.delegated_by)}" if mandate.delegated_by else ""
    return ", ".join(filter(None, [given, mandate.act])) or OF_RIGHT


def _of(somebody: str) -> str:
    article = somebody.lower().startswith(("le ", "les "))
    return "".join(of(_capital(somebody) if article else somebody))


def _capital(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"
