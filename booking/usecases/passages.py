"""What passes the counter, written once: who was there, what was counted, what was signed."""

from collections.abc import Sequence

from booking import clock
from booking.db import db
from booking.handling import Direction
from booking.models.loans import Loan, Passage, PassageLine
from booking.rules.access import Actor
from booking.rules.passages import Passing


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
        depot_id=depot_id,
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
