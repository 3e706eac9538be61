"""By when things must be at home: their controls fall due, and no loan may go across."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from booking import clock
from booking.db import db
from booking.fitness import Effect, Finding, Moment, Scope
from booking.models.catalogue import Item, Stock
from booking.models.inspections import Inspection
from booking.models.organizations import Territory
from booking.numbers import among
from booking.queries import rulebook
from booking.rules.copies import Due
from booking.rules.requirements import Rule

Dues = dict[tuple[int, int | None], list[Due]]
"""Those of each copy and, under no copy, of each stock as a whole."""

_later = aliased(Inspection)
_stands = or_(Inspection.finding.is_not(None), Inspection.day >= bindparam("today"))
_replaced = (
    select(_later.id)
    .where(
        _later.stock_id == Inspection.stock_id,
        _later.unit_id.is_not_distinct_from(Inspection.unit_id),
        _later.control == Inspection.control,
        or_(
            _later.day > Inspection.day,
            and_(_later.day == Inspection.day, _later.id > Inspection.id),
        ),
        # what is planned replaces what it comes in time for
        or_(
            _later.finding.is_not(None),
            and_(_later.day >= bindparam("today"), _later.day <= Inspection.valid_until),
        ),
    )
    .exists()
)
DUE = (
    select(Inspection, Item, Territory.time_zone)
    .join(Stock, Stock.id == Inspection.stock_id)
    .join(Item, Item.id == Stock.item_id)
    .join(Territory, Territory.id == Inspection.territory_id)
    .where(
        Inspection.territory_id == bindparam("territory"),
        Inspection.valid_until >= bindparam("since"),
        among(Inspection.stock_id, "stocks"),
        or_(Inspection.finding.is_(None), Inspection.finding != Finding.FAILED),
        _stands,
        ~_replaced,
    )
)
"""The controls that say until when each thing is in order, from a day on."""


def dues(territory_id: int, stock_ids: Collection[int], since: datetime) -> Dues:
    """Return what falls due of some stocks from an instant on, by copy or by whole stock.

    Only what stops a loan counts: a control that a requirement in force blocks for.
    """
    first = since.date() - timedelta(days=1)  # a day earlier: zones are up to a day from UTC
    today = clock.now().date() - timedelta(days=1)
    asked = {"territory": territory_id, "stocks": stock_ids, "since": first, "today": today}
    rows = db.session.execute(DUE, asked).all()
    rules = {rule.key: rule for rule in rulebook.rules(territory_id)} if rows else {}
    found: Dues = {}
    for row in rows:
        if due := _due(row, rules.get(row.Inspection.control)):
            thing = row.Inspection.stock_id, row.Inspection.unit_id
            found.setdefault(thing, []).append(due)
    return found


def _due(row: "Row[Inspection, Item, str]", rule: Rule | None) -> Due | None:
    last, item, zone = row
    if rule is None or last.valid_until is None or not _stops(rule, item, last.valid_until):
        return None
    at = datetime.combine(last.valid_until + timedelta(days=1), time(0), ZoneInfo(zone))
    before = timedelta(hours=item.preparation_before_hours)
    after = timedelta(hours=item.preparation_after_hours)
    return Due(at - before, at + after)


def _stops(rule: Rule, item: Item, day: date) -> bool:
    thing = rulebook.thing(item)
    in_force = (rule.starts_on or date.min) <= day <= (rule.ends_on or date.max)
    blocks = rule.scope is Scope.ITEM and rule.effect(Moment.REQUEST) is Effect.BLOCK
    return bool(blocks and in_force and rule.concerns(thing) and rule.measures(thing))
