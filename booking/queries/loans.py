"""What left and what came back of a reservation."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking.db import db
from booking.models.loans import Loan, Passage
from booking.rules import passages
from booking.rules.passages import Tally


def of_reservation(reservation_id: int) -> Loan | None:
    """Return the loan of a reservation with all that passed the counter, once something left."""
    found = (
        select(Loan)
        .filter_by(reservation_id=reservation_id)
        .options(selectinload(Loan.passages).selectinload(Passage.lines))
    )
    return db.session.scalars(found).first()


def tally(loan: Loan | None) -> Mapping[int, Tally]:
    """Return how many of each line of a loan are out, back and given up, by line."""
    known = loan.passages if loan else ()
    return passages.tally((each.direction, line) for each in known for line in each.lines)
