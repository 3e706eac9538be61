"""What is held when things are back: what came back good is free after its preparation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from booking.models.catalogue import Stock, Unit
from booking.models.reservations import LONGEST, Hold, Line, Reservation
from booking.rules.access import Actor
from booking.rules.passages import Counted, Tally
from booking.rules.returns import Awaited
from booking.usecases import holds


class Fate(Enum):
    """What became of things that are awaited no more."""

    GOOD = auto()
    DAMAGED = auto()
    MISSING = auto()


@dataclass(frozen=True)
class Ended:
    """So many of a stock, or one copy, that a loan holds no more."""

    line: Line
    stock: Stock
    unit: Unit | None
    quantity: int
    fate: Fate


def awaited(line: Line, known: Tally) -> Awaited:
    """Return what is still out of a line, with the copies whose numbers are known."""
    named = [hold.unit.number for hold in _out(line) if hold.unit]
    return Awaited(line.id, line.item.name, known.awaited, tuple(sorted(named)[: known.awaited]))


def _out(line: Line) -> list[Hold]:
    return [hold for hold in line.holds if hold.due_back_at is not None]


def end(
    actor: Actor, reservation: Reservation, counted: Iterable[Counted], at: datetime
) -> list[Ended]:
    """End what a reservation holds of what has just come back; return what became of it.

    What is good keeps its preparation, counted from now; the rest is held no more by the loan, and
    is to be withheld. What is still out keeps its hold. A copy that comes back late, and was named
    for another loan meanwhile, is named no more there.
    """
    lines = {line.id: line for line in reservation.lines}
    ended: list[Ended] = []
    for row in counted:
        line = lines[row.line_id]
        for fate, quantity in _fates(row):
            for hold in _taken(actor, line, row.unit, quantity):
                ended.append(Ended(line, hold.stock, hold.unit, hold.quantity, fate))
                good = fate is Fate.GOOD
                kept = hold.planned_ends_at - reservation.ends_at if good else holds.NOTHING
                _end(hold, at, max(holds.NOTHING, kept))
    return ended


def _fates(row: Counted) -> list[tuple[Fate, int]]:
    """Return how many of a row became what: what is brought first, for it is at this depot."""
    return [
        (Fate.DAMAGED, row.damaged),
        (Fate.GOOD, row.quantity - row.damaged),
        (Fate.MISSING, row.missing),
    ]


def depot(ended: Iterable[Ended]) -> int | None:
    """Return the one depot where things came back; None when they are of several, or of none."""
    found = {each.stock.depot_id for each in ended if each.fate is not Fate.MISSING}
    return found.pop() if len(found) == 1 else None


def _taken(actor: Actor, line: Line, number: str, quantity: int) -> list[Hold]:
    """Return holds of what is out of a line that make so many, one of them cut if need be.

    What no copy is named of comes first; then one that is, when more is out than was ever named.
    Of these, first what was lent from a depot of the actor's: it is brought where they are.
    """

    def rank(hold: Hold) -> tuple[bool, bool]:
        mine = hold.stock.depot.custodian_id == actor.organization_id
        return hold.unit_id is not None, not mine

    found: list[Hold] = []
    fitting = [hold for hold in _out(line) if not number or _number(hold) == number]
    for hold in sorted(fitting, key=rank):
        if quantity <= 0:
            break
        part = hold if hold.quantity <= quantity else _cut(hold, quantity)
        quantity -= part.quantity
        found.append(part)
    return found


def _number(hold: Hold) -> str:
    return hold.unit.number if hold.unit else ""


def _cut(hold: Hold, quantity: int) -> Hold:
    """Take so many out of a hold; what was beyond the stock stays with the rest while it can."""
    left = hold.quantity - quantity
    made = Hold(
        territory_id=hold.territory_id,
        stock=hold.stock,
        reason=hold.reason,
        quantity=quantity,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        planned_ends_at=hold.planned_ends_at,
        due_back_at=hold.due_back_at,
        apart=hold.apart,
        beyond=max(0, hold.beyond - left),
        despite=hold.despite,
    )
    hold.quantity, hold.beyond = left, min(hold.beyond, left)
    assert hold.line is not None  # noqa: S101 # what is lent has a line
    hold.line.holds.append(made)
    return made


def _end(hold: Hold, at: datetime, preparation: timedelta) -> None:
    """End a hold at a return and its preparation; forget it when it had not begun."""
    hold.due_back_at, hold.back_at = None, at
    if at + preparation <= hold.starts_at:
        _forget(hold)
        return
    hold.ends_at = at + preparation
    hold.apart = hold.period.length > LONGEST
    if hold.ends_at > hold.planned_ends_at:
        holds.keep(hold)


def _forget(hold: Hold) -> None:
    assert hold.line is not None  # noqa: S101 # what is lent has a line
    hold.line.holds.remove(hold)


def kept(line: Line) -> list[Hold]:
    """Return what is held of a line and has not left."""
    return [hold for hold in line.holds if hold.waits]


def drop_kept(line: Line) -> None:
    """Give back what was kept of a line for later, and never left: its loan is over."""
    for hold in kept(line):
        _forget(hold)
