"""What is damaged or missing at a return: out of service at once, and an incident to follow up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import or_, select

from booking import clock, journal
from booking.db import db
from booking.handling import IncidentKind, IncidentState
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.models.reservations import Hold, Reservation
from booking.numbers import among
from booking.period import OPEN_ENDED, Period
from booking.queries import incidents
from booking.queries.views import reference
from booking.rules.access import Actor
from booking.rules.asking import Withheld
from booking.usecases import stocks, telling_of_incidents
from booking.usecases.arrivals import Ended, Fate
from booking.usecases.withholding import supply_of
from booking.vocabulary import HoldReason

LONGEST = 200
KINDS = {Fate.DAMAGED: IncidentKind.DAMAGE, Fate.MISSING: IncidentKind.MISSING}
SAID = {
    IncidentKind.DAMAGE: "Abîmé au retour de {loan}",
    IncidentKind.MISSING: "Manquant au retour de {loan}",
}


def withhold(
    actor: Actor,
    reservation: Reservation,
    passage: Passage,
    ended: Sequence[Ended],
) -> None:
    """Withhold what a return shows, and what was to be out of service once back; tell who lends.

    The stocks are locked, and what came back is written.
    """
    wished = _wished(reservation, ended)
    found: list[Incident] = []
    for each in (each for each in ended if each.fate is not Fate.GOOD):
        rest = each
        while rest.quantity and (known := _told_of(wished, rest)):
            wished.remove(known)
            found.append(_honour(actor, known, rest))
            rest = replace(rest, quantity=max(0, rest.quantity - known.quantity))
        if rest.quantity:
            found.append(open_for(actor, reservation, passage, rest))
    good = [(known, back) for known in wished if (back := _good(known, ended))]
    found += [_honour(actor, known, back) for known, back in good]
    telling_of_incidents.tell_lenders(actor, found)


def _wished(reservation: Reservation, ended: Sequence[Ended]) -> list[Incident]:
    """Return the incidents whose things were to be out of service once they are back."""
    units = {each.unit.id for each in ended if each.unit}
    found = select(Incident).where(
        Incident.on_return,
        Incident.state != IncidentState.CLOSED,
        or_(Incident.reservation_id == reservation.id, among(Incident.unit_id, units)),
    )
    return list(db.session.scalars(found.order_by(Incident.id)))


def _is_of(known: Incident, each: Ended) -> bool:
    """Tell whether what is back may be what an incident told of, at whatever depot it is now."""
    unit_id = each.unit.id if each.unit else None
    return (known.stock.item_id, known.unit_id) == (each.stock.item_id, unit_id)


def _told_of(wished: Sequence[Incident], lost: Ended) -> Incident | None:
    """Return what told of what came back damaged, first of the same stock."""
    if lost.fate is not Fate.DAMAGED:
        return None
    found = [known for known in wished if _is_of(known, lost)]
    return min(found, key=lambda known: known.stock_id != lost.stock.id, default=None)


def _good(known: Incident, ended: Sequence[Ended]) -> Ended | None:
    """Return what came back good that may be what an incident told of: of its stock, or enough."""
    found = [each for each in ended if each.fate is Fate.GOOD and _is_of(known, each)]

    def rank(each: Ended) -> tuple[bool, bool, int]:
        enough = each.quantity >= known.quantity
        return enough, each.stock.id == known.stock_id, each.quantity

    return max(found, key=rank, default=None)


def _honour(actor: Actor, known: Incident, back: Ended) -> Incident:
    """Withhold of what is back as many as an incident told of, where they came back."""
    broken = incidents.broken_copy(known.unit_id) if known.unit_id else None
    why = incidents.brief(known)[:LONGEST]
    known.on_return = False
    if broken is None:
        quantity = min(known.quantity, back.quantity)
        known.stock = back.stock
        known.hold = _withhold(replace(back, quantity=quantity), why)
        _record(actor, known, quantity, why)
    else:
        known.hold_id = broken
    db.session.flush()  # what is withheld next counts it
    return known


def open_for(actor: Actor, reservation: Reservation, passage: Passage, lost: Ended) -> Incident:
    """Withhold what a return shows damaged or missing, and open its incident.

    The stocks are locked, and what came back is written. Whoever counts on it: that is no choice.
    """
    kind = KINDS[lost.fate]
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


def _withhold(lost: Ended, why: str) -> Hold | None:
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
