"""What a number scanned or typed at the counter leads to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Stock, Unit
from booking.models.reservations import Hold, Line, Reservation
from booking.queries import catalogue, counter
from booking.queries.counter import Entry
from booking.queries.views import reference
from booking.rules.access import Actor
from booking.vocabulary import Status

LABEL = re.compile(r"/(exemplaires|materiel)/(\d{1,9})/?$")
"""How the address of a printed label ends."""
QUOTED = re.compile(r"[Rr]\s*-?\s*0*(\d{1,9})")
BARE = re.compile(r"[0-9]{1,9}")
"""A reservation's number alone, when nothing else bears it."""
SOON = timedelta(days=30)
"""Beyond, what is reserved is no answer to who stands at the counter."""


@dataclass(frozen=True)
class Found:
    """What bears a number: its name, what may be done of it now, what only comes later."""

    name: str
    item: str  # the reference of the item; empty for a reservation
    ready: Sequence[Entry]
    later: Sequence[Entry]
    item_id: int = 0
    unit: str = ""  # the number of the copy, of one


def find(actor: Actor, code: str) -> Found | None:
    """Return what a number leads to; None when nothing that the actor may see bears it.

    It is a copy's number, an item's reference, a reservation's, or the address of a label.
    """
    counter.require_counter(actor)
    code = code.strip()
    quoted = QUOTED.fullmatch(code)
    if quoted and (found := _of_reservation(actor, int(quoted[1]))):
        return found
    label = LABEL.search(code)
    if unit := _unit(actor, code, label):
        return _of_unit(actor, unit)
    if item := _item(actor, code, label):
        return _of_item(actor, item, f"{item.name} ({item.reference})")
    return _of_reservation(actor, int(code)) if BARE.fullmatch(code) else None


def item_of(actor: Actor, code: str) -> str | None:
    """Return the reference of the item that a number, a reference or a label names."""
    code, label = code.strip(), LABEL.search(code.strip())
    if unit := _unit(actor, code, label):
        return unit.stock.item.reference
    item = _item(actor, code, label)
    return item.reference if item else None


def _of_reservation(actor: Actor, number: int) -> Found | None:
    concerned = and_(Reservation.id == number, Reservation.status.in_(counter.CALLED))
    found = counter.entries(actor, concerned)
    return Found(reference(number), "", found, ()) if found else None


def _spellings(code: str) -> set[str]:
    """Return how a number may be written: a glove finds the space sooner than the hyphen."""
    return {code.lower(), "-".join(code.lower().split())}


def _unit(actor: Actor, code: str, label: re.Match[str] | None) -> Unit | None:
    named: ColumnElement[bool] = func.lower(Unit.number).in_(_spellings(code))
    if label:
        named = Unit.id == (int(label[2]) if label[1] == "exemplaires" else 0)
    seen = catalogue.items_of(actor).with_only_columns(Item.id)
    found = (
        select(Unit)
        .join(Unit.stock)
        .where(Unit.territory_id == actor.territory_id, named, Stock.item_id.in_(seen))
        .options(joinedload(Unit.stock).joinedload(Stock.item))
    )
    return db.session.scalars(found).first()


def _item(actor: Actor, code: str, label: re.Match[str] | None) -> Item | None:
    named: ColumnElement[bool] = func.lower(Item.reference).in_(_spellings(code))
    if label:
        named = Item.id == (int(label[2]) if label[1] == "materiel" else 0)
    return db.session.scalars(catalogue.items_of(actor).where(named)).unique().first()


def _of_unit(actor: Actor, unit: Unit) -> Found:
    """Return the loan under which a copy is out, else what is to leave of its item."""
    item, name = unit.stock.item, f"{unit.stock.item.name}, {unit.number}"
    held = exists().where(
        Line.reservation_id == Reservation.id, Hold.line_id == Line.id, Hold.unit_id == unit.id
    )
    out = counter.entries(actor, and_(Reservation.status == Status.OUT, held))
    back = [each for each in out if each.act == "take_back"]
    found = Found(name, item.reference, back, (), item.id)
    return replace(found if back else _of_item(actor, item, name, out=False), unit=unit.number)


def _of_item(actor: Actor, item: Item, name: str, *, out: bool = True) -> Found:
    """Return the loans of an item that pass the counter now, and those that only come."""
    wanted = exists().where(Line.reservation_id == Reservation.id, Line.item_id == item.id)
    until = clock.now() + SOON
    soon = and_(Reservation.status == Status.APPROVED, Reservation.starts_at < until)
    passing = or_(soon, Reservation.status == Status.OUT) if out else soon
    found = counter.entries(actor, and_(wanted, passing))
    today = clock.today(actor.zone)
    later = [each for each in found if each.act == "hand_over" and each.day > today]
    ready = [each for each in found if each not in later]
    return Found(name, item.reference, ready, later, item.id)
