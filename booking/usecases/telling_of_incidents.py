"""Who is told of an incident: those who lend the thing, and who had it."""

from collections.abc import Sequence

from booking import mail
from booking.handling import IncidentState
from booking.models.incidents import Incident
from booking.queries import breakdowns, incidents
from booking.rules.access import Actor
from booking.usecases.telling import of_borrower
from booking.vocabulary import MailKind, Role


def tell(actor: Actor, mine: Incident) -> None:
    """Tell both sides of an incident as it stands; who acts knows already.

    A message carries no name of a witness, of a third party or of who is hurt: the page has them.
    """
    lenders = _lenders(mine)
    borrowers = {*of_borrower(mine.reservation)} if mine.reservation else set()
    facts = _facts(actor, mine)
    for people, danger in ((lenders, _short(mine)), (borrowers - lenders, 0)):
        to = sorted(people - {actor.email})
        mail.queue(mine.territory_id, MailKind.INCIDENT, to, danger=danger, **facts)


def tell_lenders(actor: Actor, found: Sequence[Incident]) -> None:
    """Tell those who lend what a return withheld, in one message; the borrower reads of it there.

    The incidents are of one return: of one pool, of one owner.
    """
    if not found:
        return
    first = found[0]
    facts = _facts(actor, first) | {"danger": _short(first)}
    if len(found) > 1:
        said = [_facts(actor, each) | {"danger": _short(each)} for each in found]
        facts |= {"about": "retour", "what": f"{len(found)} incidents", "found": said}
    to = sorted(_lenders(first) - {actor.email})
    mail.queue(first.territory_id, MailKind.INCIDENT, to, **facts)


def _lenders(mine: Incident) -> set[str]:
    item = mine.stock.item
    managers = {*mail.people(item.pool.manager_id, Role.MANAGER)}
    return managers | {*mail.people(item.owner_id, Role.MANAGER)}


def _short(mine: Incident) -> int:
    """Return how many reservations lack some because the things are out of service."""
    withheld = mine.hold and incidents.is_withheld(mine)
    return len(breakdowns.short_of(mine.hold)) if mine.hold and withheld else 0


def _facts(actor: Actor, mine: Incident) -> dict[str, object]:
    return {
        "about": mine.kind.label,
        "what": incidents.thing(mine),
        "depot": mine.stock.depot.name,
        "by": actor.organization_name,
        "closed": mine.state is IncidentState.CLOSED,
        "outcome": mine.outcome.label if mine.outcome else "",
        "conclusion": mine.conclusion,
        "path": f"/incidents/{mine.id}",
        "hold_path": f"/pannes/{mine.hold_id}" if mine.hold_id else "",
    }
