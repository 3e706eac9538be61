"""The numbered copies of a stock: which, where, under what number."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, or_, select

from booking import clock
from booking.db import db
from booking.errors import Invalid, NotFound, WrongMoment
from booking.models.catalogue import Item, Stock, Unit
from booking.models.reservations import Hold, Line
from booking.period import Period
from booking.vocabulary import HoldReason


def find(stock: Stock, number: str, at: datetime) -> Unit:
    """Return a copy in service of a stock at an instant, by its number; raises NotFound."""
    for unit in stock.units:
        if unit.number == number and all(
            each.quantity > 0 and each.at <= at for each in unit.movements
        ):
            return unit
    raise NotFound("unit_not_found", unit=number)


def chosen(line: Line, number: str, at: datetime) -> Unit:
    """Return the copy that was picked or scanned for a line, by its number.

    Raises Invalid when none bears it; WrongMoment when it is a copy of another item, gone, or out.
    """
    found = select(Unit).where(Unit.territory_id == line.territory_id, Unit.number == number)
    unit = db.session.scalars(found).first()
    if unit is None or _is_hidden(unit, line):
        raise Invalid("unit_unknown", unit=number)
    if unit.stock.item_id != line.item_id:
        named = {"name": unit.stock.item.name, "wanted": line.item.name}
        raise WrongMoment("copy_of_another", unit=number, **named)
    if unit.gone(at):
        raise WrongMoment("unit_gone", unit=number)
    out = select(Hold.id).where(Hold.unit_id == unit.id, Hold.due_back_at.is_not(None))
    if db.session.scalars(out).first():
        raise WrongMoment("unit_out", unit=number)
    return unit


def _is_hidden(unit: Unit, line: Line) -> bool:
    """Tell whether a copy is of a pool that only its circle knows, another than the line's."""
    pool = unit.stock.item.pool
    return pool.hidden and pool.id != line.item.pool_id


def require_home(unit: Unit, period: Period) -> None:
    """Raise WrongMoment when a copy is out within a period, or late: nobody knows until when."""
    out = select(Hold.id).where(
        Hold.unit_id == unit.id,
        Hold.starts_at < period.ends_at,
        or_(
            Hold.due_back_at.is_not(None) & (Hold.ends_at > period.starts_at),
            Hold.due_back_at < clock.now(),  # late: nobody knows until when
        ),
    )
    if db.session.scalars(out).first():
        raise WrongMoment("unit_out", unit=unit.number)


def unname(unit_id: int, period: Period, mine: Hold | None = None, *, out: bool = False) -> None:
    """Let the loans to come that meet a period have any copy, no longer this one.

    `out`: those under way too, be they late. A person who is absent leaves them; a thing does not.
    """
    late = Hold.due_back_at < clock.now()
    named = select(Hold).where(
        Hold.unit_id == unit_id,
        Hold.starts_at < period.ends_at,
        or_(Hold.ends_at > period.starts_at, late),
        Hold.reason == HoldReason.RESERVATION,
    )
    if not out:
        named = named.where(Hold.due_back_at.is_(None))
    for hold in db.session.scalars(named):
        if hold is not mine:
            hold.unit_id = None


def next_numbers(item: Item, quantity: int) -> list[str]:
    """Return so many numbers that no copy of the territory bears."""
    known = select(Unit.number).where(
        Unit.territory_id == item.territory_id,
        Unit.number.startswith(f"{item.reference}-", autoescape=True),
    )
    return _numbering(item.reference, set(db.session.scalars(known)), quantity)


def _numbering(reference: str, taken: Collection[str], quantity: int) -> list[str]:
    ranks = range(1, len(taken) + quantity + 1)
    numbers = (f"{reference}-{rank:02d}" for rank in ranks)
    return list(islice((number for number in numbers if number not in taken), quantity))


def number(wanted: Sequence[tuple[dict[str, int], str, int]]) -> list[dict[str, Any]]:
    """Make so many copies for each of many stocks at once; return how each comes in.

    Each stock is given by its columns of a copy, with the reference that numbers are made of.
    """
    if not wanted:
        return []
    territory_id = wanted[0][0]["territory_id"]
    known = select(Unit.number).where(Unit.territory_id == territory_id)
    taken: dict[str, set[str]] = {}
    for given in db.session.scalars(known):
        taken.setdefault(given.rpartition("-")[0], set()).add(given)
    made: list[dict[str, Any]] = []
    for columns, reference, quantity in wanted:
        mine = taken.setdefault(reference, set())
        numbers = _numbering(reference, mine, quantity)
        mine.update(numbers)
        made += [columns | {"number": each} for each in numbers]
    ids = db.session.scalars(
        insert(Unit).returning(Unit.id, sort_by_parameter_order=True), made
    ).all()
    return [
        {"territory_id": territory_id, "stock_id": each["stock_id"], "quantity": 1, "unit_id": unit}
        for each, unit in zip(made, ids, strict=True)
    ]
