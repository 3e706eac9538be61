"""What falls due soon, is overdue or was missed, and of which that was not told yet."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from booking import clock
from booking.db import db
from booking.fitness import Finding
from booking.models.catalogue import Item, Stock, Unit
from booking.models.inspections import Inspection
from booking.models.organizations import Territory
from booking.queries.schedule import asked, item_rules
from booking.rules.inspections import REMINDED
from booking.vocabulary import LifeStage

DAY = timedelta(days=1)


@dataclass(frozen=True)
class FallingDue:
    """A control that falls due soon, or is overdue, and of which that was not told yet."""

    row: Inspection
    label: str
    until: date
    late: bool


_later = aliased(Inspection)
_REPLACED = (
    select(_later.id)
    .where(
        _later.stock_id == Inspection.stock_id,
        _later.unit_id.is_not_distinct_from(Inspection.unit_id),
        _later.control == Inspection.control,
        _later.finding.is_not(None),
        or_(
            _later.day > Inspection.day,
            and_(_later.day == Inspection.day, _later.id > Inspection.id),
        ),
    )
    .exists()
)
LAST: Select[Inspection] = (
    select(Inspection)
    .join(Inspection.stock)
    .join(Stock.item)
    .where(~_REPLACED, Item.stage != LifeStage.RETIRED)
    .options(
        contains_eager(Inspection.stock).contains_eager(Stock.item).joinedload(Item.pool),
        contains_eager(Inspection.stock).joinedload(Stock.depot),
        joinedload(Inspection.unit).selectinload(Unit.movements),
    )
    .order_by(Inspection.valid_until, Inspection.id)
)
"""Of each thing and control, what no later one replaces."""


def falling_due() -> list[FallingDue]:
    """Return what falls due within 30 days, or is overdue, everywhere; each is told twice at most.

    Only what is still asked for, of things that are still there.
    """
    found = LAST.where(
        Inspection.finding != Finding.FAILED,
        Inspection.reminded < 2,
        Inspection.valid_until <= clock.now().date() + REMINDED + DAY,
    )
    days, rules = _todays(), cache(item_rules)
    return [
        FallingDue(row, rule.label, row.valid_until, late=row.valid_until < today)
        for row in db.session.scalars(found)
        if row.valid_until and _is_there(row)
        for today in [days[row.territory_id]]
        if row.valid_until < today or (not row.reminded and row.valid_until <= today + REMINDED)
        for rule in asked(rules(row.territory_id), row.stock.item, today)
        if rule.key == row.control
    ]


def missed() -> list[Inspection]:
    """Return the controls planned for a day that has passed, everywhere, not told yet."""
    found = LAST.where(
        Inspection.finding.is_(None),
        Inspection.reminded == 0,
        Inspection.day <= clock.now().date(),
    )
    days = _todays()
    rows = db.session.scalars(found)
    return [row for row in rows if row.day < days[row.territory_id] and _is_there(row)]


def _todays() -> dict[int, date]:
    """Return the present day of each territory."""
    zones = db.session.execute(select(Territory.id, Territory.time_zone))
    return {territory_id: clock.today(ZoneInfo(zone)) for territory_id, zone in zones}


def _is_there(row: Inspection) -> bool:
    return row.unit is None or not row.unit.gone(clock.now())
