"""An earlier request of the actor's own, to be made once more."""

from dataclasses import dataclass

from booking import clock
from booking.errors import NotFound
from booking.period import Period
from booking.queries import reservations, search
from booking.queries.availability import hull
from booking.queries.search import Search
from booking.queries.views import ReservationView
from booking.rules import yearly
from booking.rules.access import Actor


@dataclass(frozen=True)
class Again:
    """The same things for the same purpose, a year later; `lost` are those no longer lent."""

    like: ReservationView
    lines: tuple[tuple[str, int], ...]  # reference and quantity
    lost: tuple[str, ...]
    period: Period
    event: Period | None


def of_request(actor: Actor, request_id: int) -> Again:
    """Return what a request asked, with its next dates; raises NotFound for one of others."""
    parts = reservations.show_request(actor, request_id).reservations
    first = parts[0]
    if first.borrower_id != actor.organization_id:
        raise NotFound("request_not_found")
    quantities: dict[str, int] = {}
    names: dict[str, str] = {}
    for line in [line for part in parts for line in part.lines]:
        quantities[line.item] = quantities.get(line.item, 0) + line.asked
        names[line.item] = line.name
    lent = {item.reference for item in search.every(actor, Search(references=set(names)))}
    loan = hull([part.period for part in parts])
    days = yearly.again(first.event or loan, clock.now(), actor.zone)
    return Again(
        first,
        tuple((name, quantity) for name, quantity in quantities.items() if name in lent),
        tuple(name for reference, name in names.items() if reference not in lent),
        loan.shifted(days, actor.zone),
        first.event and first.event.shifted(days, actor.zone),
    )
