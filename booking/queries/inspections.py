"""Controls of equipment: how each thing stands, what was done to it, what falls due."""

from collections.abc import Collection
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, func, or_, select

from booking import clock
from booking.db import among, db
from booking.fitness import Finding
from booking.models.catalogue import Stock
from booking.models.inspections import Inspection
from booking.models.organizations import Territory
from booking.rules.requirements import Control

ENDLESS = date.max
"""The last day covered by a control that nothing says when to repeat."""
Key = tuple[int, int | None, str]
"""A stock, one copy of it or none, and what is controlled."""


def current(territory_id: int, item_ids: Collection[int]) -> dict[Key, Control]:
    """Return how each controlled thing of some items stands, in one query however many they are.

    The last control done, by its day and then by its id; and the next one planned, from today on.
    What was never controlled nor planned is missing.
    """
    zone = ZoneInfo(db.session.get_one(Territory, territory_id).time_zone)
    found: dict[Key, Control] = {}
    for row in db.session.execute(_latest(territory_id, item_ids, clock.today(zone))):
        key = (row.stock_id, row.unit_id, row.control)
        known = found.get(key, Control())
        if row.finding is None:
            found[key] = Control(known.until, known.failed, row.day, row.valid_until)
        else:
            failed = row.finding is Finding.FAILED
            until = None if failed else row.valid_until or ENDLESS
            found[key] = Control(until, failed, known.planned_on, known.planned_until)
    return found


def _latest(territory_id: int, item_ids: Collection[int], today: date) -> Select[*tuple[Any, ...]]:
    """Select, for each thing and control, the last one done and the next one planned."""
    planned = Inspection.finding.is_(None)
    rank = func.row_number().over(
        partition_by=(Inspection.stock_id, Inspection.unit_id, Inspection.control, planned),
        order_by=(
            case((planned, Inspection.day)),
            Inspection.day.desc(),
            Inspection.id.desc(),
        ),
    )
    ranked = (
        select(Inspection.id, rank.label("rank"))
        .join(Stock, Stock.id == Inspection.stock_id)
        .where(
            Inspection.territory_id == territory_id,
            among(Stock.item_id, item_ids),
            or_(Inspection.finding.is_not(None), Inspection.day >= today),
        )
        .subquery()
    )
    return (
        select(
            Inspection.id,
            Inspection.stock_id,
            Inspection.unit_id,
            Inspection.control,
            Inspection.day,
            Inspection.finding,
            Inspection.valid_until,
            Inspection.provider,
        )
        .join(ranked, ranked.c.id == Inspection.id)
        .where(ranked.c.rank == 1)
    )
