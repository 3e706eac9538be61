"""Incidents in view: whom each concerns, whether its things are out, or out of service."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.documents import words
from booking.errors import Invalid, NotFound
from booking.handling import Direction, IncidentKind
from booking.models.catalogue import Stock, Unit
from booking.models.conventions import Convention
from booking.models.incidents import Incident
from booking.models.reservations import Hold, Reservation
from booking.numbers import among
from booking.paperwork import PaperState
from booking.queries import catalogue, loans, reservations
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.vocabulary import HoldReason


@dataclass(frozen=True)
class Left:
    """How many of a thing left in a loan, and which copies."""

    quantity: int
    copies: frozenset[str]


def parties(stock: Stock, loan: Reservation | None) -> Parties:
    """Return whom an incident concerns: those of the stock, and who had borrowed of it."""
    concerned = catalogue.parties(stock.item, stock)
    return replace(concerned, borrower_id=loan.request.borrower_id if loan else None)


def row(actor: Actor, incident_id: int) -> Incident:
    """Return an incident that the actor may read; raises NotFound."""
    found = db.session.get(Incident, incident_id)
    if found is None:
        raise NotFound("incident_not_found")
    access.require(actor, "incident.read", parties(found.stock, found.reservation))
    return found


def names_people(actor: Actor, mine: Incident) -> bool:
    """Tell whether the actor reads of the people of an incident: who told it, or answers for it."""
    concerned = replace(parties(mine.stock, mine.reservation), user_id=mine.reported_by_id)
    return access.may(actor, "incident.read_people", concerned)


def loan_of(actor: Actor, reservation_id: int | None) -> Reservation | None:
    """Return the reservation in view in which something happened, if in one; raises NotFound."""
    return None if reservation_id is None else reservations.row(actor, reservation_id)


def stock_of(actor: Actor, item: str, depot: str) -> Stock:
    """Return the stock of an item at a depot, which may be left out when it has one alone.

    Raises NotFound, or Invalid when it lies in several.
    """
    found = catalogue.find(actor, item)
    if not depot and len(found.stocks) != 1:
        raise Invalid("invalid", errors={"depot": ["Dites dans quel dépôt."]})
    place = catalogue.find_depot(found, depot) if depot else found.stocks[0].depot
    return next(each for each in found.stocks if each.depot_id == place.id)


def thing(mine: Incident) -> str:
    """Return what an incident is about: a copy, or so many."""
    name = mine.stock.item.name
    if is_of_accessories(mine):
        return f"accessoires de {name}{f' {mine.unit.number}' if mine.unit else ''}"
    return f"{name} {mine.unit.number}" if mine.unit else words.counted(mine.quantity, name)


def is_of_accessories(mine: Incident) -> bool:
    """Tell whether a return showed what goes with the things missing, and none of the things."""
    if mine.kind is not IncidentKind.MISSING or mine.passage is None:
        return False
    return not any(
        each.missing
        for each in mine.passage.lines
        if (each.line.item_id, each.unit_id) == (mine.stock.item_id, mine.unit_id)
    )


def brief(mine: Incident) -> str:
    """Return an incident in a few words, as what is withheld because of it says."""
    said = " ".join(mine.circumstances.split())
    return f"{mine.kind.label.capitalize()} : {said}" if said else mine.kind.label.capitalize()


def is_withheld(mine: Incident) -> bool:
    """Tell whether the things of an incident are out of service because of it, now."""
    return mine.hold is not None and mine.hold.ends_at > clock.now()


def is_out(mine: Incident) -> bool:
    """Tell whether the things of an incident have left and are not back yet."""
    if mine.unit_id:
        gone = select(Hold.id).where(
            Hold.unit_id == mine.unit_id,
            Hold.line_id.is_not(None),
            Hold.due_back_at.is_not(None),
        )
        return db.session.scalars(gone).first() is not None
    if mine.reservation is None:
        return False
    left = loans.tally(loans.of_reservation(mine.reservation.id))
    asked = {each.id for each in mine.reservation.lines if each.item_id == mine.stock.item_id}
    return any(each.awaited for line_id, each in left.items() if line_id in asked)


def left_of(loan: Reservation, stock: Stock) -> Left | None:
    """Return how many of the item of a stock left in a loan, and which copies, if it served any."""
    lines = {each.id: each for each in loan.lines if each.item_id == stock.item_id}
    served = {hold.stock_id for line in lines.values() for hold in line.holds}
    if served and stock.id not in served:
        return None
    known = loans.of_reservation(loan.id)
    gone = [
        row
        for each in (known.passages if known else ())
        if each.direction is Direction.OUT
        for row in each.lines
        if row.line_id in lines
    ]
    named = among(Unit.id, {row.unit_id for row in gone if row.unit_id})
    copies = db.session.scalars(select(Unit.number).where(named))
    return Left(sum(row.quantity for row in gone), frozenset(copies))


def broken_copy(unit_id: int) -> int | None:
    """Return what withholds a copy now because it is broken, if anything does."""
    now = clock.now()
    found = select(Hold.id).where(
        Hold.unit_id == unit_id,
        Hold.line_id.is_(None),
        Hold.reason == HoldReason.BREAKDOWN,
        Hold.starts_at <= now,
        Hold.ends_at > now,
    )
    return db.session.scalars(found).first()


def paper_of(incident_id: int) -> Convention | None:
    """Return the report of an incident that stands, if there is one."""
    found = select(Convention).where(
        Convention.incident_id == incident_id, Convention.state != PaperState.CANCELLED
    )
    return db.session.scalars(found.order_by(Convention.id.desc())).first()
