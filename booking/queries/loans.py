"""What left and what came back of a reservation."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking.db import db
from booking.errors import NotFound
from booking.models.loans import Loan, Passage
from booking.numbers import among
from booking.queries import reservations, views
from booking.rules import access, passages
from booking.rules.access import Actor
from booking.rules.calls import Passed
from booking.rules.passages import Tally


def of_reservation(reservation_id: int) -> Loan | None:
    """Return the loan of a reservation with all that passed the counter, once something left."""
    return of_each([reservation_id]).get(reservation_id)


def of_each(reservation_ids: Collection[int]) -> dict[int, Loan]:
    """Return the loans of some reservations, by reservation; what has not left has none."""
    found = (
        select(Loan)
        .where(among(Loan.reservation_id, reservation_ids))
        .options(selectinload(Loan.passages).selectinload(Passage.lines))
    )
    return {loan.reservation_id: loan for loan in db.session.scalars(found)}


def passed(reservation_ids: Collection[int]) -> dict[int, Passed]:
    """Return when some reservations left and were all back; what has not left has no entry."""
    found = select(Loan.reservation_id, Loan.handed_over_at, Loan.returned_at).where(
        among(Loan.reservation_id, reservation_ids)
    )
    return {mine: Passed(left, back) for mine, left, back in db.session.execute(found)}


def passage(actor: Actor, passage_id: int) -> Passage:
    """Return what passed the counter once, of a loan in the actor's view; raises NotFound."""
    found = db.session.get(Passage, passage_id)
    if found is None:
        raise NotFound("passage_not_found")
    reservations.row(actor, found.loan.reservation_id)
    return found


def require_keeper(actor: Actor, reservation_id: int) -> None:
    """Refuse who is not at the counter of a loan, before what they send is even read.

    Raises NotFound, NotAllowed.
    """
    mine = reservations.row(actor, reservation_id)
    access.require(actor, "reservation.take_back", views.parties(mine))


def tally(loan: Loan | None) -> Mapping[int, Tally]:
    """Return how many of each line of a loan are out, back and given up, by line."""
    known = loan.passages if loan else ()
    return passages.tally((each.direction, line) for each in known for line in each.lines)
