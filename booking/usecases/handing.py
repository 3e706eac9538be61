"""What of a reservation leaves now: how many of each line, which copies, what stays or is freed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking.db import db
from booking.errors import Invalid, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.catalogue import Unit
from booking.models.loans import PassageLine
from booking.models.reservations import Hold, Line, Reservation
from booking.period import Period
from booking.rules import handing
from booking.rules.access import Actor
from booking.rules.handing import ACCEPT, Goes
from booking.rules.passages import EVERYTHING, Counted, Passing
from booking.usecases import arrivals, copies, departures, holds, partly


@dataclass(frozen=True)
class Leaving:
    """So many of a line as they were counted, and the copies chosen for it."""

    line: Line
    rows: Sequence[Counted]
    chosen: Sequence[Unit]

    @property
    def quantity(self) -> int:
        """Return how many leave."""
        return sum(row.quantity for row in self.rows)

    @property
    def held(self) -> list[Hold]:
        """Return what is held of the line and has not left yet."""
        return arrivals.kept(self.line)

    @property
    def more(self) -> int:
        """Return how many more leave than are held."""
        return max(0, self.quantity - _sum(self.held))


def counted(reservation: Reservation, passing: Passing, now: datetime) -> list[Leaving]:
    """Return what leaves of each line of a reservation; nothing counted means all that is held.

    Raises NotFound for another's line, Invalid or WrongMoment for a copy that cannot be this one,
    WrongMoment when a thing would leave without its companion.
    """
    held = [Counted(line.id, _sum(arrivals.kept(line))) for line in reservation.lines]
    told = handing.by_line(passing.counted or held)
    if told.keys() - {line.id for line in reservation.lines}:
        raise NotFound("line_not_found")
    found = [
        Leaving(line, rows, [copies.chosen(line, row.unit, now) for row in rows if row.unit])
        for line in reservation.lines
        for rows in (told.get(line.id, []),)
    ]
    leave = {each.line.id: each.quantity + _sum(_out(each.line)) for each in found}
    parts = [partly.part(line) for line in reservation.lines]
    handing.require_company(parts, leave, partly.elsewhere(reservation))
    return found


def settle(
    actor: Actor, reservation: Reservation, leaving: Sequence[Leaving], now: datetime, *, kept: bool
) -> None:
    """Hold what leaves until its return; what does not leave is given back, unless it is `kept`.

    Raises NotEnoughAvailable for what is not free, early or beyond what was agreed.
    """
    more = [(each.line, each.more, each.quantity) for each in leaving if each.more]
    freed = [0 if kept else max(0, _sum(each.held) - each.quantity) for each in leaving]
    goes = [hold for each in leaving for hold in _parted(actor, each, kept=kept)]
    _resize(reservation, leaving, freed, more)
    departures.leave(goes, reservation, now)
    _add(reservation, more, now)
    for each in leaving:
        named = {hold.unit_id for hold in _out(each.line)}
        for unit in each.chosen:
            if unit.id not in named:
                departures.name(each.line, unit)
    departures.deal(actor, reservation)
    db.session.flush()  # what is judged next reads what leaves


def _resize(
    reservation: Reservation,
    leaving: Sequence[Leaving],
    freed: Sequence[int],
    more: Sequence[tuple[Line, int, int]],
) -> None:
    """Let each line say how many there are of it now: more when more leave, fewer when less do."""
    with db.session.no_autoflush:  # a line of nothing goes before it is written
        for line, missing, _ in more:
            line.quantity += missing
        for each, given_back in zip(leaving, freed, strict=True):
            if given_back:
                each.line.asked = each.line.asked or each.line.quantity
                each.line.quantity -= given_back
        reservation.lines = [line for line in reservation.lines if line.quantity]
    db.session.flush()  # what is given back is free for what follows


def _parted(actor: Actor, each: Leaving, *, kept: bool) -> list[Hold]:
    """Return the holds of what leaves of a line, cut from what does not.

    First the copies chosen, then what lies at a depot of the actor's, then what was free.
    """
    left, goes = each.quantity, list[Hold]()
    chosen = {unit.id for unit in each.chosen}

    def rank(hold: Hold) -> tuple[bool, bool, bool, bool]:
        mine = hold.stock.depot.custodian_id == actor.organization_id
        return hold.unit_id not in chosen, not mine, hold.beyond > 0, hold.unit_id is not None

    for hold in sorted(each.held, key=rank):
        given = min(left, hold.quantity)
        left -= given
        if given < hold.quantity:
            departures.cut(hold, given, kept=kept)
        if given:
            goes.append(hold)
    others = [hold for hold in goes if hold.unit_id not in {None, *chosen}]
    for hold in others[each.quantity - len(chosen) :]:
        hold.unit_id = None  # another copy was chosen
    return goes


def _add(reservation: Reservation, more: Sequence[tuple[Line, int, int]], now: datetime) -> None:
    """Hold what leaves beyond what was agreed, from now on, if it is free.

    Raises NotEnoughAvailable, which says how many may leave at most.
    """
    if more and reservation.ends_at <= now:
        raise WrongMoment("more_too_late")
    if more and reservation.pool.needs_signed:  # nobody signed for more
        raise WrongMoment("more_unsigned")
    for line, missing, quantity in more:
        try:
            made = holds.add(line, missing, Period(now, reservation.ends_at))
        except NotEnoughAvailable as refusal:
            lack: Any = refusal.facts["shortages"]
            most = quantity - missing + lack[0]["free"]
            refusal.facts["at_most"] = [{"line": line.id, "quantity": most}]
            raise
        for hold in made:
            hold.due_back_at, hold.apart = reservation.ends_at, True


def accepted(leaving: Sequence[Leaving], passing: Passing) -> str:
    """Return the instructions of what leaves, as they are accepted now.

    Raises Invalid when there are some and they were not; a program that hands over everything
    agreed, and says nothing else, is not asked.
    """
    items = [each.line.item for each in leaving if each.quantity]
    found = handing.instructions((item.name, item.instructions) for item in items)
    if found and not passing.agreed and passing != EVERYTHING:
        raise Invalid("instructions_to_accept", errors={"agreed": [ACCEPT]})
    return found if passing.agreed else ""


def out(reservation: Reservation) -> set[int]:
    """Return the holds (their ids) of what has left already."""
    return {hold.id for line in reservation.lines for hold in _out(line)}


def stays(reservation: Reservation) -> bool:
    """Tell whether something is held that has not left."""
    return any(arrivals.kept(line) for line in reservation.lines)


def written(leaving: Sequence[Leaving], before: Collection[int]) -> list[PassageLine]:
    """Return what has just left, copy by copy of what has numbers; `before`: what had, by hold."""
    found: list[PassageLine] = []
    for each in (each for each in leaving if each.rows):
        found += _lines(each, [hold for hold in _out(each.line) if hold.id not in before])
    return found


def _lines(each: Leaving, left: Sequence[Hold]) -> list[PassageLine]:
    units = [db.session.get_one(Unit, hold.unit_id) for hold in left if hold.unit_id]
    ids = {unit.number: unit.id for unit in units}
    rows = handing.told_apart(each.rows, list(ids))
    goes = [Goes(one.name, one.quantity) for one in each.line.item.accessories]
    return [
        PassageLine(
            territory_id=each.line.territory_id,
            line_id=each.line.id,
            unit_id=ids.get(row.unit),
            quantity=row.quantity,
            wear=row.wear,
            hours=row.hours,
            km=row.km,
            energy=row.energy,
            accessories=along,
            note=row.note,
        )
        for row, along in handing.with_accessories(rows, goes)
    ]


def _sum(held: Iterable[Hold]) -> int:
    return sum(hold.quantity for hold in held)


def _out(line: Line) -> list[Hold]:
    return [hold for hold in line.holds if hold.due_back_at]
