"""What is about to leave: of each line how many, which copies, what goes with it, what is read."""

from dataclasses import dataclass, replace
from datetime import datetime

from booking import clock
from booking.db import db
from booking.handling import Meter
from booking.models.catalogue import Unit
from booking.models.reservations import Hold, Line, Reservation
from booking.period import Period
from booking.queries import counts, evidence, fitness, reservations, views
from booking.queries.availability import supplies
from booking.queries.evidence import Evidence
from booking.queries.views import ReservationView
from booking.rules import access, handing, lifecycle, meters
from booking.rules.access import Actor
from booking.rules.availability import Claim
from booking.rules.handing import Goes
from booking.vocabulary import STAFF, Status, Tracking


@dataclass(frozen=True)
class LineToLeave:
    """A line as it is counted at the counter; `more`: so many could leave beyond what is agreed."""

    id: int
    item_id: int
    name: str
    reference: str
    staff: bool
    numbered: bool
    quantity: int
    more: int
    copies: tuple[tuple[str, str], ...]  # those that may leave: number, depot
    proposed: tuple[str, ...]
    pack: tuple[int | None, str]
    meters: tuple[Meter, ...]
    accessories: tuple[Goes, ...]


@dataclass(frozen=True)
class ToLeave:
    """A reservation, or what was kept of it, about to leave."""

    mine: ReservationView
    rest: bool  # something left before
    depots: tuple[str, ...]
    lines: tuple[LineToLeave, ...]
    instructions: str
    needs_signed: bool


def show(actor: Actor, reservation_id: int) -> ToLeave:
    """Return what may leave of a reservation in view.

    Raises NotFound out of view, WrongMoment when nothing may leave, NotAllowed to the others.
    """
    row = reservations.row(actor, reservation_id)
    rest = row.status is Status.OUT and any(_held(line) for line in row.lines)
    act = "hand_over_more" if rest else "hand_over"
    access.require(actor, f"reservation.{act}", views.parties(row))
    lifecycle.move(row.status, act, row.awaited)
    lines = [line for line in row.lines if _held(line)]
    known = evidence.gather(row.territory_id, [row])
    depots = {hold.stock.depot.name for line in lines for hold in _held(line)}
    return ToLeave(
        mine=reservations.show(actor, reservation_id),
        rest=rest,
        depots=tuple(sorted(depots)),
        lines=tuple(_line(actor, row, line, known) for line in lines),
        instructions=handing.instructions(
            (line.item.name, line.item.instructions) for line in lines
        ),
        needs_signed=row.pool.needs_signed,
    )


def _held(line: Line) -> list[Hold]:
    """Return what is held of a line and has not left."""
    return [hold for hold in line.holds if hold.waits]


def _line(actor: Actor, mine: Reservation, line: Line, known: Evidence) -> LineToLeave:
    item, now = line.item, clock.now()
    numbered = item.tracking is Tracking.NUMBERED
    sound = fitness.sound(mine, line, actor.zone, known) if numbered else set()
    copies, proposed = _copies(line, now, sound) if numbered else ([], [])
    return LineToLeave(
        id=line.id,
        item_id=item.id,
        name=item.name,
        reference=item.reference,
        staff=item.family == STAFF,
        numbered=numbered,
        quantity=sum(hold.quantity for hold in _held(line)),
        more=0 if numbered else _more(mine, line, now),
        copies=tuple((unit.number, unit.stock.depot.name) for unit in copies),
        proposed=tuple(unit.number for unit in proposed),
        pack=(item.pack_quantity, item.pack_name),
        meters=meters.of(item.equipment),
        accessories=tuple(Goes(each.name, each.quantity) for each in item.accessories),
    )


def _more(mine: Reservation, line: Line, now: datetime) -> int:
    """Return how many more than are held are free from now until the return."""
    if mine.ends_at <= now or mine.pool.needs_signed:
        return 0
    asked = counts.want(line.item, 0, Period(now, mine.ends_at))
    held = replace(asked, before=asked.before * 0).held
    found = supplies(line.territory_id, [line.item_id], held)[line.item_id]
    return sum(supply.free(held) for supply in found)


def _copies(line: Line, now: datetime, sound: set[int]) -> tuple[list[Unit], list[Unit]]:
    """Return the copies that may leave, and those to propose: named, in order, then the others."""
    held = _held(line)
    first = min(held, key=lambda hold: hold.id)
    period = Period(min(now, first.starts_at), first.planned_ends_at)
    named = {hold.unit_id for hold in held}
    without = [hold.id for hold in held]
    asked = (line.territory_id, [line.item_id], period, without)
    found = supplies(*asked, copies=True, unfit=True)[line.item_id]
    free = [
        db.session.get_one(Unit, copy.unit_id)
        for supply in found
        for copy in supply.copies
        if supply.spares(copy.unit_id, period)
    ]
    home = {hold.stock_id for hold in held}

    def rank(unit: Unit) -> tuple[bool, bool, bool]:
        return unit.id not in named, unit.stock_id not in home, unit.id not in sound

    proposed, wanted = list[Unit](), sum(hold.quantity for hold in held)
    left = {supply.stock_id: supply for supply in found}
    for unit in sorted(free, key=rank):
        supply = left[unit.stock_id]
        if len(proposed) < wanted and supply.spares(unit.id, period):
            left[unit.stock_id] = supply.taken(Claim(period, 1, unit.id))
            proposed.append(unit)
    return free, proposed
