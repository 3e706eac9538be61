"""What left and what came back of a reservation."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking import journal
from booking.db import db
from booking.errors import NotFound
from booking.handling import Direction
from booking.models.loans import Loan, Passage
from booking.models.reservations import Line, Reservation
from booking.numbers import among
from booking.queries import reservations, views
from booking.rules import access, passages
from booking.rules.access import Actor
from booking.rules.calls import Passed
from booking.rules.passages import Tally

LEAVING = ("hand_over", "hand_over_more")
Wanted = tuple[str, int | None]
"""The reference of an item, and the depot preferred for it."""


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


def agreed(mine: Reservation, departure: int = 0) -> Mapping[Wanted, int]:
    """Return how many were agreed of each item just before something left.

    Departures are counted from 0. The lines say what is lent since: the journal says what was
    before each departure that changed them.
    """
    left = [each for each in journal.entries("reservation", mine.id) if each.act in LEAVING]
    known = (each.facts["before"]["lines"] for each in left[departure:] if "before" in each.facts)
    if (lines := next(known, None)) is None:
        return {wanted(each): each.quantity for each in mine.lines}
    return {(reference, depot_id): quantity for reference, quantity, depot_id in lines}


def wanted(line: Line) -> Wanted:
    """Return what of a line the journal keeps, and never changes."""
    return line.item.reference, line.depot_id


def departure_of(passage: Passage) -> int:
    """Return which departure of its loan a passage is, or follows; from 0."""
    known = passage.loan.passages
    return sum(each.direction is Direction.OUT for each in known if each.id < passage.id)
