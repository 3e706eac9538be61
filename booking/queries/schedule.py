"""What is to be controlled, and by when: for those who tend things, and for the reminders."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from booking import clock
from booking.db import db
from booking.fitness import Scope, Standing
from booking.models.catalogue import Depot, Item, Pool, Share, Stock, Unit
from booking.queries import catalogue, inspections, rulebook
from booking.queries.inspections import Known
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.inspections import standing
from booking.rules.requirements import Days, Rule
from booking.vocabulary import LifeStage, Tracking

DAY = timedelta(days=1)
URGENT = list(Standing)


@dataclass(frozen=True)
class Wanted:
    """Which part of the schedule is read; everything without choices."""

    depot_id: int | None = None
    family: str = ""
    standing: str = ""
    item_id: int | None = None


@dataclass(frozen=True)
class DueView:
    """One control that one thing needs: where it stands, the last one, the next one."""

    item_id: int
    name: str
    reference: str
    family: str
    depot: str
    unit: str
    thing: str  # "depot:copy", as the forms name it
    control: str
    label: str
    standing: Standing
    last: date | None
    until: date | None
    planned_id: int | None
    planned_on: date | None
    provider: str
    may_record: bool


@dataclass(frozen=True)
class Schedule:
    """What is to be controlled, what is urgent first, and how many of each standing there are."""

    rows: tuple[DueView, ...]
    counts: Mapping[Standing, int]
    depots: tuple[tuple[int, str], ...]
    families: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What members read of one control of an item: until when, and of how many of its things."""

    label: str
    until: date | None  # the first to fall due; none when some are not in order, or without end
    valid: int
    total: int


def schedule(actor: Actor, wanted: Wanted | None = None) -> Schedule:
    """Return every control that the actor's organization has to see to: what it manages, owns or
    stores; a choice of standing leaves the counts as they are.
    """
    wanted = wanted or Wanted()
    stocks = _stocks(actor, _ours(actor))
    depots = sorted({(each.depot.name, each.depot_id) for each in stocks})
    chosen = [each for each in stocks if _matches(each, wanted)]
    found = sorted(_rows(actor, chosen), key=_urgency)
    return Schedule(
        rows=tuple(each for each in found if wanted.standing in ("", each.standing.value)),
        counts=Counter(each.standing for each in found),
        depots=tuple((depot_id, name) for name, depot_id in depots),
        families=tuple(sorted({each.item.family for each in stocks})),
    )


def told(actor: Actor, item_id: int) -> list[Told]:
    """Return until when each control of an item in view is good, as any member may read it."""
    found: dict[str, list[DueView]] = {}
    for each in _rows(actor, _stocks(actor, Item.id == item_id)):
        found.setdefault(each.label, []).append(each)
    today = clock.today(actor.zone)
    return [_told(label, rows, today) for label, rows in found.items()]


def _told(label: str, rows: list[DueView], today: date) -> Told:
    good = [each.until for each in rows if each.until and each.until >= today]
    until = min(good) if len(good) == len(rows) and min(good) < inspections.ENDLESS else None
    return Told(label, until, len(good), len(rows))


def _matches(stock: Stock, wanted: Wanted) -> bool:
    return (
        wanted.depot_id in (None, stock.depot_id)
        and wanted.family in ("", stock.item.family)
        and wanted.item_id in (None, stock.item_id)
    )


def _urgency(each: DueView) -> tuple[object, ...]:
    rank = URGENT.index(each.standing)
    return rank, each.until or date.min, each.name, each.unit or each.depot


def _ours(actor: Actor) -> ColumnElement[bool]:
    """Tell which stocks concern the actor's organization; pool and depot are joined."""
    mine = actor.organization_id
    return or_(
        Pool.manager_id == mine,
        Item.owner_id == mine,
        Item.id.in_(select(Share.item_id).where(Share.organization_id == mine)),
        Depot.custodian_id == mine,
    )


def _stocks(actor: Actor, which: ColumnElement[bool]) -> list[Stock]:
    """Return the stocks, in the actor's view, of items that some control may be asked of."""
    rules = item_rules(actor.territory_id)
    of_sorts = Item.equipment.in_({rule.equipment for rule in rules if rule.equipment})
    by_name = Item.id.in_({rule.item_id for rule in rules if rule.item_id})
    found = (
        select(Stock)
        .join(Stock.item)
        .join(Item.pool)
        .join(Stock.depot)
        .where(
            Item.id.in_(catalogue.items_of(actor).with_only_columns(Item.id)),
            Item.stage != LifeStage.RETIRED,
            or_(of_sorts, by_name),
            which,
        )
        .options(
            contains_eager(Stock.item).contains_eager(Item.pool),
            contains_eager(Stock.item).selectinload(Item.shares),
            contains_eager(Stock.depot),
            selectinload(Stock.units).selectinload(Unit.movements),
        )
    )
    return list(db.session.scalars(found).unique())


def item_rules(territory_id: int) -> list[Rule]:
    """Return the requirements of a territory that controls of the items meet."""
    return [rule for rule in rulebook.rules(territory_id) if rule.scope is Scope.ITEM]


def _rows(actor: Actor, stocks: Collection[Stock]) -> Iterator[DueView]:
    today, rules = clock.today(actor.zone), item_rules(actor.territory_id)
    known = inspections.latest(actor.territory_id, {stock.item_id for stock in stocks})
    for stock in stocks:
        may = access.may(actor, "inspection.record", catalogue.parties(stock.item, stock))
        for rule in asked(rules, stock.item, today):
            for unit in _units(stock):
                mine = known.get((stock.id, unit.id if unit else None, rule.key), Known())
                stands = standing(mine.control, today)
                yield _row(stock, unit, rule, mine, standing=stands, may_record=may)


def _row(
    stock: Stock,
    unit: Unit | None,
    rule: Rule,
    known: Known,
    *,
    standing: Standing,
    may_record: bool,
) -> DueView:
    number = unit.number if unit else ""
    return DueView(
        item_id=stock.item_id,
        name=stock.item.name,
        reference=stock.item.reference,
        family=stock.item.family,
        depot=stock.depot.name,
        unit=number,
        thing=f"{stock.depot_id}:{number}",
        control=rule.key,
        label=rule.label,
        standing=standing,
        last=known.done.day if known.done else None,
        until=known.control.until,
        planned_id=known.planned.id if known.planned else None,
        planned_on=known.planned.day if known.planned else None,
        provider=known.planned.provider if known.planned else "",
        may_record=may_record,
    )


def asked(rules: Iterable[Rule], item: Item, today: date) -> list[Rule]:
    """Return the requirements in force that an item must meet by controls."""
    thing, days = rulebook.thing(item), Days(today, today, today)
    return [
        rule for rule in rules if rule.concerns(thing) and rule.measures(thing) and rule.lasts(days)
    ]


def _units(stock: Stock) -> list[Unit | None]:
    if stock.item.tracking is not Tracking.NUMBERED:
        return [None]
    now = clock.now()
    return [unit for unit in stock.units if not unit.gone(now)]
