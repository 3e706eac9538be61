"""Who is told of an incident: those who lend the thing, and who had it."""

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
    item = mine.stock.item
    lenders = {*mail.people(item.pool.manager_id, Role.MANAGER)}
    lenders |= {*mail.people(item.owner_id, Role.MANAGER)}
    borrowers = {*of_borrower(mine.reservation)} if mine.reservation else set()
    short = breakdowns.short_of(mine.hold) if mine.hold and incidents.is_withheld(mine) else ()
    facts = _facts(actor, mine)
    for people, danger in ((lenders, len(short)), (borrowers - lenders, 0)):
        to = sorted(people - {actor.email})
        mail.queue(mine.territory_id, MailKind.INCIDENT, to, danger=danger, **facts)


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
