"""The year of one item: how many are free each day, to see when it is wanted."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy.orm import joinedload, selectinload

from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Item, KitPart
from booking.queries import catalogue, counts
from booking.rules.access import Actor
from booking.rules.planning import Heat, heat, year


@dataclass(frozen=True)
class DayView:
    """How many are free on a day, and how much that is."""

    day: date
    free: int
    heat: Heat


@dataclass(frozen=True)
class YearView:
    """An item over a year, month by month."""

    item_id: int
    name: str
    quantity: int
    months: tuple[tuple[DayView, ...], ...]

    @property
    def lacking(self) -> int:
        """Return on how many days nothing is free."""
        return sum(each.heat is Heat.ALL for month in self.months for each in month)


def of_item(actor: Actor, item_id: int, number: int) -> YearView:
    """Return the year of an item, past days included; raises NotFound out of view."""
    found = catalogue.items_of(actor).where(Item.id == item_id)
    parts = selectinload(Item.parts).joinedload(KitPart.item)
    item = db.session.scalars(found.options(joinedload(Item.pool), parts)).first()
    if item is None:
        raise NotFound("item_not_found", item=str(item_id))
    months = year(number, actor.zone)
    days = [each for month in months for each in month]
    counted = counts.runs(actor.territory_id, [item], [each.period for each in days]).of(item)
    views = iter(
        DayView(each.day, free, heat(free, many))
        for each, free, many in zip(days, counted.free, counted.exist, strict=True)
    )
    return YearView(
        item.id,
        item.name,
        counted.quantity,
        tuple(tuple(islice(views, len(month))) for month in months),
    )
