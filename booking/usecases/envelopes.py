"""What an open change holds beyond what its reservation holds, and how it is given back."""

from collections.abc import Sequence

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import ChangeState
from booking.models.catalogue import Stock
from booking.models.dealings import Change
from booking.models.reservations import Hold, Reservation
from booking.period import Period
from booking.rules.envelope import Span, extras
from booking.usecases import holds
from booking.vocabulary import HoldReason

Taken = dict[int, list[Span]]
"""What is taken of each stock."""


def open_change(reservation: Reservation) -> Change | None:
    """Return what is proposed, or asked to be changed, and waits for its answer."""
    found = select(Change).where(
        Change.reservation_id == reservation.id, Change.state == ChangeState.OPEN
    )
    return db.session.scalars(found).first()


def drop(reservation: Reservation, state: ChangeState) -> Change | None:
    """End the open change of a reservation, if any, and give back all that it holds.

    What the reservation holds is left exactly as it was.
    """
    change = open_change(reservation)
    if change is None:
        return None
    change.state, change.answered_at = state, clock.now()
    change.holds = []
    for hold in _out(reservation):
        hold.due_back_at = reservation.ends_at
    db.session.flush()  # what is given back is free for what follows
    return change


def taken(reservation: Reservation) -> Taken:
    """Return what a reservation holds of each stock."""
    found: Taken = {}
    for line in reservation.lines:
        for hold in line.holds:
            found.setdefault(hold.stock_id, []).append((hold.period, hold.quantity))
    return found


def enclose(change: Change, agreed: Taken, asked: Taken) -> None:
    """Hold for a change what it takes beyond what is agreed; raises NotEnoughAvailable.

    Each version fits alone, but copies once dealt may leave no place for both at once.
    """
    made = [
        _hold(change, stock_id, each)
        for stock_id, spans in sorted(asked.items())
        for each in extras(agreed.get(stock_id, ()), spans)
    ]
    _require_room(made)
    change.holds = made


def prolong(change: Change, reservation: Reservation) -> None:
    """Hold what is out from its planned end to the return asked, the same copies.

    It is late for others only after that one: until the answer it is counted once, not twice.
    """
    later = change.ends_at - reservation.ends_at
    for hold in _out(reservation):
        made = _hold(
            change,
            hold.stock_id,
            (Period(hold.planned_ends_at, hold.planned_ends_at + later), hold.quantity),
        )
        made.unit_id = hold.unit_id
        change.holds.append(made)
        hold.due_back_at = change.ends_at


def _out(reservation: Reservation) -> list[Hold]:
    """Return what is held of a reservation and has left."""
    held = [hold for line in reservation.lines for hold in line.holds]
    return [hold for hold in held if hold.due_back_at is not None]


def _require_room(made: Sequence[Hold]) -> None:
    with db.session.no_autoflush:  # they are not written before they are known to fit
        holds.fit_in_place([(hold, hold.period) for hold in made])


def _hold(change: Change, stock_id: int, extra: Span) -> Hold:
    period, quantity = extra
    made = Hold(
        territory_id=change.territory_id,
        stock=db.session.get_one(Stock, stock_id),
        stock_id=stock_id,
        reason=HoldReason.RESERVATION,
        quantity=quantity,
        beyond=0,
    )
    holds.span(made, period)
    return made


def items_with(reservation: Reservation) -> set[int]:
    """Return the items of a reservation and of its open change, to be locked together.

    A change may take other items, which are then given back or taken for good.
    """
    change = open_change(reservation)
    asked = {item_id for item_id, _, _ in change.lines} if change else set()
    return asked | {line.item_id for line in reservation.lines}
