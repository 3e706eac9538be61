"""Photos of state, and what they are of: a passage, an incident."""

from typing import Any

from booking import clock
from booking.handling import Direction, IncidentKind
from booking.models.catalogue import Stock
from booking.models.incidents import Incident
from booking.models.loans import Loan, Passage
from booking.models.reservations import Reservation
from booking.rules.access import Actor
from booking.rules.passages import Shot
from tests.factories import keep
from tests.papers import make_picture


def make_passage(
    actor: Actor, mine: Reservation, direction: Direction = Direction.OUT, loan: Loan | None = None
) -> Passage:
    """Have something pass the counter, behind the use-cases."""
    here = {"territory_id": mine.territory_id}
    if loan is None:
        loan = Loan(
            **here,
            reservation=mine,
            handed_over_at=clock.now(),
            handed_over_by_id=actor.user_id,
        )
    made: Passage = keep(
        Passage(**here, loan=loan, direction=direction, at=clock.now(), by_id=actor.user_id)
    )
    return made


def make_incident(actor: Actor, stock: Stock, **facts: Any) -> Incident:
    """Have one of a stock broken, in a loan when it is given."""
    made: Incident = keep(
        Incident(
            territory_id=stock.territory_id,
            kind=IncidentKind.DAMAGE,
            stock=stock,
            quantity=1,
            reported_at=clock.now(),
            reported_by_id=actor.user_id,
            **facts,
        )
    )
    return made


def shot(line_id: int | None = None, size: tuple[int, int] = (64, 48)) -> Shot:
    """Return a photo as the acts take it."""
    return Shot(make_picture(size), line_id)
