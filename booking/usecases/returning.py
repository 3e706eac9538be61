"""The steps of a return: what is counted, written, freed, withheld, and told."""

from collections.abc import Mapping, Sequence
from typing import Any

from booking import journal
from booking.db import db
from booking.dealings import ChangeState
from booking.handling import Direction
from booking.models.loans import Loan, Passage, PassageLine
from booking.models.reservations import Line, Reservation
from booking.queries import delays, loans
from booking.rules import returns
from booking.rules.access import Actor
from booking.rules.passages import Counted, Passing, Tally
from booking.rules.reports import has_signed
from booking.usecases import (
    accessories,
    arrivals,
    envelopes,
    incidents_opened,
    passages,
    shots,
)
from booking.usecases.reservations import move_on
from booking.vocabulary import Status

NOTHING = Tally()


def take_back(actor: Actor, reservation: Reservation, passing: Passing) -> Passage:
    """Write what comes back of a loan, locked with its stocks; free it, or withhold it.

    Raises WrongMoment when it is not out, or when what is counted cannot be.
    """
    loan = loans.of_reservation(reservation.id)
    if loan is None or reservation.status is not Status.OUT:
        move_on(actor, reservation, "take_back")
    assert loan is not None  # noqa: S101 # what is out has left
    known = loans.tally(loan)
    out = [arrivals.awaited(line, known.get(line.id, NOTHING)) for line in reservation.lines]
    counted = returns.settle(passing.counted, [each for each in out if each.quantity])
    passage = _write(actor, loan, reservation, passing=passing, counted=counted)
    ended = arrivals.end(actor, reservation, counted, passage.at)
    passage.depot_id = arrivals.depot(ended)
    db.session.flush()  # what is damaged is withheld of what is back
    _conclude(actor, reservation, loan, passage)
    incidents_opened.withhold(actor, reservation, passage, ended)
    accessories.open_for_lost(actor, reservation, passage, ended)
    return passage


def _write(
    actor: Actor,
    loan: Loan,
    reservation: Reservation,
    *,
    passing: Passing,
    counted: Sequence[Counted],
) -> Passage:
    lines = {line.id: line for line in reservation.lines}
    holds = [hold for row in counted for hold in lines[row.line_id].holds]
    units = {hold.unit.number: hold.unit.id for hold in holds if hold.unit}
    written = [_line(row, lines[row.line_id], units) for row in counted]
    made = passages.write(actor, loan, Direction.BACK, passing, written)
    shots.keep_shots(actor, reservation, passing.photos, passage=made)
    if not has_signed(made) and reservation.pool.contest_days:
        made.contest_until = delays.reply_due(reservation.pool, reservation.pool.contest_days)
    for name in ("people", "rating", "remark"):
        if said := getattr(passing, name):
            setattr(loan, name, said)
    return made


def _line(row: Counted, line: Line, units: Mapping[str, int]) -> PassageLine:
    return PassageLine(
        territory_id=line.territory_id,
        line_id=row.line_id,
        unit_id=units[row.unit] if row.unit else None,
        quantity=row.quantity,
        damaged=row.damaged,
        dirty=row.dirty,
        missing=row.missing,
        wear=row.wear,
        hours=row.hours,
        km=row.km,
        energy=row.energy,
        accessories=_accessories(row, line),
        note=row.note,
    )


def _accessories(row: Counted, line: Line) -> list[dict[str, Any]]:
    """Return the accessories counted, each beside how many go with so many things."""
    many = row.quantity + row.missing
    each = {known.name: known.quantity for known in line.item.accessories}
    return [
        {"name": name, "expected": each.get(name, 1) * many, "counted": counted}
        for name, counted in row.accessories
    ]


def _conclude(actor: Actor, reservation: Reservation, loan: Loan, passage: Passage) -> None:
    """Move the loan on when nothing is awaited any more, and write what is back."""
    known = loans.tally(loan)
    whole = not any(each.awaited for each in known.values())
    act = "take_back" if whole else "take_back_part"
    move_on(actor, reservation, act)
    if whole:
        loan.returned_at, loan.returned_by_id = passage.at, actor.user_id
        envelopes.drop(reservation, ChangeState.LAPSED)  # a later return is asked for no more
        for line in reservation.lines:
            arrivals.drop_kept(line)
    journal.record(actor, act, "reservation", reservation.id, passage=passage.id)
