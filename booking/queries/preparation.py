"""The preparation of a day, as it is printed: what is gathered at each depot, for whom, when."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from booking.db import db
from booking.models.catalogue import Accessory, Depot, Stock, Unit
from booking.models.organizations import Contact, Organization
from booking.numbers import among
from booking.queries import counter
from booking.queries.counter import Entry
from booking.queries.views import LineView
from booking.rules.access import Actor
from booking.vocabulary import ContactFunction

ASKED = (ContactFunction.EQUIPMENT, ContactFunction.TECHNICAL, ContactFunction.MANAGEMENT)
"""Whom one calls about a loan, the nearest to it first."""


@dataclass(frozen=True)
class Gathered:
    """One thing to gather: how many, which copies, and what goes with them, counted."""

    quantity: int
    name: str
    reference: str
    units: tuple[str, ...]
    accessories: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Departure:
    """What one borrower fetches at a depot: when, for where, whom to call."""

    entry: Entry
    things: tuple[Gathered, ...]
    contact: str


@dataclass(frozen=True)
class Sheet:
    """What leaves one depot on a day."""

    depot: str
    departures: Sequence[Departure]


@dataclass(frozen=True)
class Known:
    """What is read once for all the sheets: what goes along, whom to call, where copies are."""

    accessories: Mapping[int, Sequence[tuple[int, str]]]
    contacts: Mapping[int, str]
    kept: Mapping[str, str]


def sheets(actor: Actor, day: date | None = None, depot_id: int | None = None) -> list[Sheet]:
    """Return what is prepared for a day (today), one sheet a depot; raises as `counter.today`.

    Today's sheets have what should have left before, too: it still waits on its shelf.
    """
    found = counter.today(actor, day, depot_id)
    leaving = [*(each for each in found.late if each.act == "hand_over"), *found.leaving]
    places = [name for number, name in counter.my_depots(actor) if depot_id in (None, number)]
    accessories = _accessories({line.item_id for each in leaving for line in _lines(each)})
    contacts = _contacts({each.reservation.borrower_id for each in leaving})
    kept = _kept(actor, {unit for each in leaving for line in _lines(each) for unit in line.units})
    known = Known(accessories, contacts, kept)
    return [
        Sheet(place, [_departure(each, place, known) for each in mine])
        for place in places
        if (mine := [each for each in leaving if place in each.depots])
    ]


def _lines(entry: Entry) -> tuple[LineView, ...]:
    return entry.reservation.lines


def _departure(entry: Entry, place: str, known: Known) -> Departure:
    things = [
        Gathered(
            quantity=quantity,
            name=line.name,
            reference=line.item,
            units=tuple(unit for unit in line.units if known.kept.get(unit) == place),
            accessories=tuple(
                (each * quantity, name) for each, name in known.accessories.get(line.item_id, ())
            ),
        )
        for line in _lines(entry)
        for depot, quantity in line.depots
        if depot == place
    ]
    return Departure(entry, tuple(things), known.contacts.get(entry.reservation.borrower_id, ""))


def _accessories(item_ids: Collection[int]) -> Mapping[int, list[tuple[int, str]]]:
    """Return what goes with each of some items, how many of each."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    known = select(Accessory).where(among(Accessory.item_id, item_ids)).order_by(Accessory.id)
    for each in db.session.scalars(known):
        found[each.item_id].append((each.quantity, each.name))
    return found


def _kept(actor: Actor, numbers: Collection[str]) -> dict[str, str]:
    """Return at which depot each of some copies is kept, by its number."""
    found = (
        select(Unit.number, Depot.name)
        .join(Unit.stock)
        .join(Stock.depot)
        .where(Unit.territory_id == actor.territory_id, Unit.number.in_(numbers))
    )
    return {number: depot for number, depot in db.session.execute(found)}


def _contacts(organization_ids: Collection[int]) -> dict[int, str]:
    """Return whom to call in each organization: by function, else its own telephone."""
    own = select(Organization.id, Organization.phone)
    rows = db.session.execute(own.where(among(Organization.id, organization_ids)))
    found = {number: phone for number, phone in rows}
    named = select(Contact).where(
        among(Contact.organization_id, organization_ids),
        Contact.function.in_(ASKED),
        Contact.phone != "",
    )
    ranked = sorted(
        db.session.scalars(named.order_by(Contact.id)),
        key=lambda each: (ASKED.index(each.function), each.substitute),
        reverse=True,
    )
    for each in ranked:  # the nearest comes last, and stays
        found[each.organization_id] = f"{each.name}, {each.function.label}, {each.phone}"
    return found
