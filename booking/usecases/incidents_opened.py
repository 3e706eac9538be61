"""What is damaged or missing at a return: out of service at once, and an incident to follow up."""

from booking import clock, journal
from booking.db import db
from booking.handling import IncidentKind
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.models.reservations import Hold, Reservation
from booking.period import OPEN_ENDED, Period
from booking.queries.views import reference
from booking.rules.access import Actor
from booking.rules.asking import Withheld
from booking.usecases import stocks
from booking.usecases.arrivals import Lost
from booking.usecases.withholding import supply_of
from booking.vocabulary import HoldReason

SAID = {
    IncidentKind.DAMAGE: "Abîmé au retour de {loan}",
    IncidentKind.MISSING: "Manquant au retour de {loan}",
}


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
    journal.record(
        actor,
        "withhold",
        "stock",
        lost.stock.id,
        reason=HoldReason.BREAKDOWN,
        quantity=lost.quantity,
        despite=why,
        incident=made.id,
    )
    return made


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
