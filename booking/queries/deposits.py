"""The price and the deposit of a reservation, and what the actor may do about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from booking.db import db
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, PaperState
from booking.queries import reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import Status

ENDED = frozenset({Status.CLOSED, Status.REFUSED, Status.CANCELLED, Status.EXPIRED})
LEAVING = frozenset({Status.APPROVED, Status.OUT})
"""While a loan stands so, a deposit may be received."""


@dataclass(frozen=True)
class DepositView:
    """What is agreed of the money of a loan, in words; nothing is paid here."""

    price: str
    deposit: str
    means: str
    received_at: datetime | None
    returned_at: datetime | None
    may_set: bool
    may_take: bool
    may_give_back: bool

    @property
    def shown(self) -> bool:
        """Tell whether there is something to read or to do."""
        return bool(self.price or self.deposit or self.may_set)


def of_reservation(actor: Actor, reservation_id: int) -> DepositView:
    """Return the price and deposit of a reservation in view; raises NotFound."""
    mine = reservations.row(actor, reservation_id)
    concerned = views.parties(mine)
    sets = access.may(actor, "reservation.set_price", concerned)
    takes = access.may(actor, "reservation.take_deposit", concerned)
    held, back = mine.deposit_received_at, mine.deposit_returned_at
    return DepositView(
        price=mine.price,
        deposit=mine.deposit,
        means=mine.deposit_means,
        received_at=held,
        returned_at=back,
        may_set=sets and mine.status not in ENDED and not held and not has_paper(mine),
        may_take=takes and mine.status in LEAVING and bool(mine.deposit) and not held,
        may_give_back=takes and held is not None and back is None,
    )


def has_paper(mine: Reservation) -> bool:
    """Tell whether a paper that states the price is issued: to be signed, or signed."""
    found = exists().where(
        Convention.reservation_id == mine.id,
        Convention.kind.in_(GROUNDS_A_LOAN),
        Convention.state.in_((PaperState.TO_SIGN, PaperState.SIGNED)),
    )
    return bool(db.session.scalar(select(found)))
