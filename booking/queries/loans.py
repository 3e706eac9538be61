"""What left and what came back of a reservation."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking.db import db
from booking.errors import NotFound
from booking.models.loans import Loan, Passage
from booking.queries import reservations
from booking.rules import passages
from booking.rules.access import Actor
from booking.rules.passages import Tally


def of_reservation(reservation_id: int) -> Loan | None:
    """Return the loan of a reservation with all that passed the counter, once something left."""
    found = (
        select(Loan)
        .filter_by(reservation_id=reservation_id)
        .options(selectinload(Loan.passages).selectinload(Passage.lines))
    )
    return db.session.scalars(found).first()


def passage(actor: Actor, passage_id: int) -> Passage:
    """Return what passed the counter once, of a loan in the actor's view; raises NotFound."""
    found = db.session.get(Passage, passage_id)
    if found is None:
        raise NotFound("passage_not_found")
    reservations.row(actor, found.loan.reservation_id)
    return found


def tally(loan: Loan | None) -> Mapping[int, Tally]:
    """Return how many of each line of a loan are out, back and given up, by line."""
    known = loan.passages if loan else ()
    return passages.tally((each.direction, line) for each in known for line in each.lines)
