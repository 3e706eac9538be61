"""What is held when things leave and when they are back: from when, until when, which copies."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from booking.db import db
from booking.dealings import ChangeState
from booking.models.reservations import LONGEST, Hold, Line, Reservation
from booking.period import Period
from booking.queries import evidence, fitness
from booking.queries.availability import supplies
from booking.rules.access import Actor
from booking.rules.availability import Claim, Supply
from booking.usecases import envelopes, holds
from booking.vocabulary import Tracking


def leave(actor: Actor, reservation: Reservation, now: datetime) -> None:
    """Hold what leaves, from now when it is early, each numbered thing as the copy it is.

    Raises NotEnoughAvailable when what leaves before its time is not free yet. Whether it is fit
    to leave is judged once each copy is known.
    """
    held = [hold for line in reservation.lines for hold in line.holds]
    _unname_absent(held)
    early = [(hold, _early(hold, now)) for hold in held if now < hold.starts_at]
    holds.fit_in_place(early, unfit=True)
    for hold in held:
        hold.due_back_at = reservation.ends_at
        holds.span(hold, Period(min(now, hold.starts_at), hold.planned_ends_at))
    numbered = [each for each in reservation.lines if each.item.tracking is Tracking.NUMBERED]
    if numbered:
        known = evidence.gather(reservation.territory_id, [reservation])
        for line in numbered:
            _deal(line, fitness.sound(reservation, line, actor.zone, known))


def _early(hold: Hold, now: datetime) -> Period:
    """Return what an early departure needs free: the days agreed are held already.

    A copy is to be the same for the whole loan, unless some were knowingly taken beyond the stock.
    """
    whole = hold.stock.item.tracking is Tracking.NUMBERED and not hold.beyond
    return Period(now, hold.ends_at if whole else hold.starts_at)


def _unname_absent(held: Sequence[Hold]) -> None:
    """Take any copy instead of one that is still out with somebody else."""
    named = [hold.unit_id for hold in held if hold.unit_id]
    out = select(Hold.unit_id).where(Hold.unit_id.in_(named), Hold.due_back_at.is_not(None))
    absent = set(db.session.scalars(out))
    for hold in held:
        if hold.unit_id in absent:
            hold.unit_id = None


def _deal(line: Line, sound: Collection[int]) -> None:
    """Name the copies of a line that leaves; when too few are left, the others stay unnamed.

    First those in order, by their controls and their papers: no other loan needs more of them.
    """
    for hold in [hold for hold in line.holds if hold.unit_id is None]:
        asked = (line.territory_id, [line.item_id], hold.period, [hold.id])
        found = supplies(*asked, copies=True, unfit=True)[line.item_id]
        supply = next(each for each in found if each.stock_id == hold.stock_id)
        for unit_id in _dealt(supply, hold, sound):
            line.holds.append(_split(hold, unit_id))
        if not hold.quantity:
            line.holds.remove(hold)


def _dealt(supply: Supply, hold: Hold, sound: Collection[int]) -> list[int]:
    count, chosen = min(hold.quantity, supply.free(hold.period)), list[int]()
    for unit_id in sorted(sound):
        if len(chosen) < count and supply.spares(unit_id, hold.period):
            supply = supply.taken(Claim(hold.period, 1, unit_id))
            chosen.append(unit_id)
    return chosen + supply.deal(hold.period, count - len(chosen))


def _split(hold: Hold, unit_id: int) -> Hold:
    """Take one copy out of a hold, and name it."""
    hold.quantity -= 1
    made = Hold(
        territory_id=hold.territory_id,
        stock_id=hold.stock_id,
        unit_id=unit_id,
        reason=hold.reason,
        quantity=1,
        due_back_at=hold.due_back_at,
    )
    holds.span(made, hold.period)
    return made


def end(reservation: Reservation, returned_at: datetime) -> None:
    """End what a reservation holds at its return, each hold keeping its own preparation.

    A copy that comes back late, and was named for another loan meanwhile, is named no more there.
    A later return that was asked for is so no more.
    """
    envelopes.drop(reservation, ChangeState.LAPSED)
    for line in reservation.lines:
        for hold in list(line.holds):
            preparation = max(holds.NOTHING, hold.planned_ends_at - reservation.ends_at)
            hold.due_back_at = None
            if returned_at + preparation <= hold.starts_at:  # back before it was due to leave
                line.holds.remove(hold)
                continue
            hold.ends_at = returned_at + preparation
            hold.apart = hold.period.length > LONGEST
            if hold.ends_at > hold.planned_ends_at:
                holds.keep(hold)
