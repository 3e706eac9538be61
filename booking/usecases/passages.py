"""What passes the counter, written once: who was there, what was counted, what was signed.

`write` keeps it, `finish` ends the act: it tells the borrower and issues the report.
"""

from collections.abc import Sequence

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.handling import Direction
from booking.models.catalogue import Stock
from booking.models.loans import Loan, Passage, PassageLine
from booking.models.reservations import Hold
from booking.numbers import among
from booking.rules.access import Actor
from booking.rules.passages import Passing
from booking.usecases import reports
from booking.usecases.telling import tell_borrower
from booking.vocabulary import MailKind

TOLD = {Direction.OUT: MailKind.HANDED_OVER, Direction.BACK: MailKind.TAKEN_BACK}


def write(
    actor: Actor,
    loan: Loan,
    direction: Direction,
    passing: Passing,
    lines: Sequence[PassageLine],
    *,
    agreed: str = "",
    depot_id: int | None = None,
) -> Passage:
    """Write what has just passed the counter, and return it; run after all is checked."""
    signed = passing.signed
    made = Passage(
        territory_id=loan.territory_id,
        direction=direction,
        at=clock.now(),
        by_id=actor.user_id,
        depot_id=depot_id or _depot(lines),
        borrower_name=signed.borrower_name,
        borrower_drawn=signed.borrower_drawn,
        keeper_name=signed.keeper_name or actor.name,
        keeper_drawn=signed.keeper_drawn,
        unsigned=signed.unsigned,
        agreed=agreed,
        note=passing.note,
        lines=list(lines),
    )
    loan.passages.append(made)
    db.session.flush()  # its photos and its report name it by its id
    return made


def finish(actor: Actor, made: Passage) -> None:
    """Tell the borrower what passed, and issue its report; run last of the whole act.

    The counter of the owner's year is the last lock taken (design § 8).
    """
    reservation = made.loan.reservation
    tell_borrower(reservation, TOLD[made.direction], passage_id=made.id)
    reports.issue_if_told(actor, made)


def _depot(lines: Sequence[PassageLine]) -> int | None:
    """Return the one depot where the things of some lines are; None when they are in several."""
    found = select(Stock.depot_id).join(Hold, Hold.stock_id == Stock.id).distinct()
    depots = db.session.scalars(found.where(among(Hold.line_id, {each.line_id for each in lines})))
    known = set(depots)
    return known.pop() if len(known) == 1 else None
