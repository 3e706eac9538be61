"""What is held when things leave: from when, until when, which copies."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from booking.db import db
from booking.errors import WrongMoment
from booking.models.catalogue import Unit
from booking.models.reservations import Hold, Line, Reservation
from booking.period import Period
from booking.queries import evidence, fitness
from booking.queries.availability import supplies
from booking.rules.access import Actor
from booking.rules.availability import Claim, Supply
from booking.usecases import holds
from booking.vocabulary import Tracking


def leave(leaving: Sequence[Hold], reservation: Reservation, now: datetime) -> None:
    """Hold what leaves until its return, from now when it is early.

    Raises NotEnoughAvailable when what leaves before its time is not free yet. Which copies leave
    is said after, by `name` then by `deal`.
    """
    _unname_absent(leaving)
    early = [(hold, _early(hold, now)) for hold in leaving if now < hold.starts_at]
    holds.fit_in_place(early, unfit=True)
    for hold in leaving:
        hold.due_back_at = reservation.ends_at
        holds.span(hold, Period(min(now, hold.starts_at), hold.planned_ends_at))


def deal(actor: Actor, reservation: Reservation) -> None:
    """Name the copies that leave and have no name yet; whether they are fit is judged after."""
    numbered = [each for each in reservation.lines if each.item.tracking is Tracking.NUMBERED]
    if numbered:
        known = evidence.gather(reservation.territory_id, [reservation])
        for line in numbered:
            _deal(line, fitness.sound(reservation, line, actor.zone, known))


def name(line: Line, unit: Unit) -> None:
    """Let one more of what leaves of a line be this copy, wherever it was to be taken from.

    Raises WrongMoment when it is promised to others meanwhile, or withheld.
    """
    db.session.flush()  # what is read next counts what was written before
    unnamed = [hold for hold in line.holds if hold.due_back_at and hold.unit_id is None]
    at_home = [hold for hold in unnamed if hold.stock_id == unit.stock_id]
    source = next(iter(at_home or unnamed))
    if not _may_be(source, unit):
        raise WrongMoment("unit_taken", unit=unit.number, name=line.item.name)
    line.holds.append(_split(source, unit.id, unit.stock_id))
    if not source.quantity:
        line.holds.remove(source)


def _may_be(source: Hold, unit: Unit) -> bool:
    """Tell whether one of a hold may be this copy, the others staying as they are."""
    item_id = unit.stock.item_id
    asked = (source.territory_id, [item_id], source.period, [source.id])
    found = supplies(*asked, copies=True, unfit=True)[item_id]
    supply = next(each for each in found if each.stock_id == unit.stock_id)
    others = source.quantity - 1 - source.beyond
    if others > 0 and source.stock_id == unit.stock_id:
        supply = supply.taken(Claim(source.period, others))
    return supply.spares(unit.id, source.period)


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
    for hold in [hold for hold in line.holds if hold.due_back_at and hold.unit_id is None]:
        asked = (line.territory_id, [line.item_id], hold.period, [hold.id])
        found = supplies(*asked, copies=True, unfit=True)[line.item_id]
        supply = next(each for each in found if each.stock_id == hold.stock_id)
        for unit_id in _dealt(supply, hold, sound):
            line.holds.append(_split(hold, unit_id, hold.stock_id))
        if not hold.quantity:
            line.holds.remove(hold)


def _dealt(supply: Supply, hold: Hold, sound: Collection[int]) -> list[int]:
    count, chosen = min(hold.quantity, supply.free(hold.period)), list[int]()
    for unit_id in sorted(sound):
        if len(chosen) < count and supply.spares(unit_id, hold.period):
            supply = supply.taken(Claim(hold.period, 1, unit_id))
            chosen.append(unit_id)
    return chosen + supply.deal(hold.period, count - len(chosen))


def _split(hold: Hold, unit_id: int, stock_id: int) -> Hold:
    """Take one copy out of a hold, and name it, at its own stock."""
    hold.quantity -= 1
    hold.beyond = min(hold.beyond, hold.quantity)
    made = Hold(
        territory_id=hold.territory_id,
        stock_id=stock_id,
        unit_id=unit_id,
        reason=hold.reason,
        quantity=1,
        due_back_at=hold.due_back_at,
    )
    holds.span(made, hold.period)
    return made
