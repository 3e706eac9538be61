"""What is damaged or missing at a return: out of service at once, and an incident to follow up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import or_, select

from booking import clock, journal
from booking.db import db
from booking.handling import IncidentKind, IncidentState
from booking.models.catalogue import Unit
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.models.reservations import Hold, Line, Reservation
from booking.period import OPEN_ENDED, Period
from booking.queries import incidents
from booking.queries.views import reference
from booking.rules.access import Actor
from booking.rules.asking import Withheld
from booking.rules.passages import Counted
from booking.usecases import stocks, telling_of_incidents
from booking.usecases.arrivals import Lost
from booking.usecases.withholding import supply_of
from booking.vocabulary import HoldReason

LONGEST = 200
SAID = {
    IncidentKind.DAMAGE: "Abîmé au retour de {loan}",
    IncidentKind.MISSING: "Manquant au retour de {loan}",
}


def withhold(
    actor: Actor,
    reservation: Reservation,
    passage: Passage,
    *,
    counted: Sequence[Counted],
    lost: Sequence[Lost],
) -> None:
    """Withhold what a return shows, and what was to be out of service once back; tell who lends.

    The stocks are locked, and what came back is written.
    """
    wished = _wished(reservation, counted)
    found: list[Incident] = []
    for each in lost:
        rest = each
        for known in [known for known in wished if _is_of(known, each)]:
            wished.remove(known)
            found.append(_honour(actor, known, each.line, min(known.quantity, rest.quantity)))
            rest = replace(rest, quantity=max(0, rest.quantity - known.quantity))
        if rest.quantity:
            found.append(open_for(actor, reservation, passage, rest))
    lines = {line.id: line for line in reservation.lines}
    for known in wished:
        rows = [row for row in counted if _is_in(row, lines[row.line_id], known)]
        if good := sum(row.quantity - row.damaged for row in rows):
            line = lines[rows[0].line_id]
            found.append(_honour(actor, known, line, min(known.quantity, good)))
    telling_of_incidents.tell_lenders(actor, found)


def _wished(reservation: Reservation, counted: Sequence[Counted]) -> list[Incident]:
    """Return the incidents whose things were to be out of service once they are back."""
    units = {row.unit for row in counted if row.unit}
    named = select(Unit.id).where(
        Unit.territory_id == reservation.territory_id, Unit.number.in_(units)
    )
    found = select(Incident).where(
        Incident.on_return,
        Incident.state != IncidentState.CLOSED,
        or_(Incident.reservation_id == reservation.id, Incident.unit_id.in_(named)),
    )
    return list(db.session.scalars(found.order_by(Incident.id)))


def _is_of(known: Incident, lost: Lost) -> bool:
    """Tell whether what came back damaged is what an incident told of."""
    unit_id = lost.unit.id if lost.unit else None
    return lost.damaged and (known.stock_id, known.unit_id) == (lost.stock.id, unit_id)


def _is_in(row: Counted, line: Line, known: Incident) -> bool:
    """Tell whether the things of an incident may be among those of a row."""
    number = known.unit.number if known.unit else ""
    return line.item_id == known.stock.item_id and row.unit == number


def _honour(actor: Actor, known: Incident, line: Line, quantity: int) -> Incident:
    """Withhold so many of what an incident told of, now that they are back."""
    broken = incidents.broken_copy(known.unit_id) if known.unit_id else None
    why = incidents.brief(known)[:LONGEST]
    known.on_return = False
    if broken is None:
        known.hold = _withhold(Lost(line, known.stock, known.unit, quantity, damaged=True), why)
        _record(actor, known, quantity, why)
    else:
        known.hold_id = broken
    db.session.flush()  # what is withheld next counts it
    return known


def open_for(actor: Actor, reservation: Reservation, passage: Passage, lost: Lost) -> Incident:
    """Withhold what a return shows damaged or missing, and open its incident.

    The stocks are locked, and what came back is written. Whoever counts on it: that is no choice.
    """
    kind = IncidentKind.DAMAGE if lost.damaged else IncidentKind.MISSING
    why = SAID[kind].format(loan=reference(reservation.id))
    hold = _withhold(lost, why)
    made = Incident(
        territory_id=reservation.territory_id,
        kind=kind,
        stock=lost.stock,
        unit=lost.unit,
        quantity=lost.quantity,
        reservation=reservation,
        passage_id=passage.id,
        hold=hold,
        reported_at=passage.at,
        reported_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()  # the journal names it
    _record(actor, made, lost.quantity, why)
    return made


def _record(actor: Actor, mine: Incident, quantity: int, why: str) -> None:
    facts: dict[str, Any] = {"reason": HoldReason.BREAKDOWN, "quantity": quantity}
    facts |= {"despite": why, "incident": mine.id}
    journal.record(actor, "withhold", "stock", mine.stock_id, **facts)


def _withhold(lost: Lost, why: str) -> Hold | None:
    """Withhold so many, or a copy, from now until somebody says what became of it.

    Fewer when they were written off meanwhile: what is gone cannot be withheld too.
    """
    period = Period(clock.now(), OPEN_ENDED)
    in_service = max(0, supply_of(lost.stock, period).in_service(period.starts_at))
    quantity = lost.quantity if lost.unit else min(lost.quantity, in_service)
    if not quantity:
        return None
    place = (str(lost.stock.item_id), str(lost.stock.depot_id))
    broken = Withheld(
        *place,
        reason=HoldReason.BREAKDOWN,
        periods=(period,),
        quantity=0 if lost.unit else quantity,
        note=why,
        despite=why,
    )
    return stocks.keep_back(lost.stock, [lost.unit] if lost.unit else [], broken)[0]
