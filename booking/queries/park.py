"""The whole park over some days: what is free on each, and what takes the rest."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.letters import plain
from booking.models.catalogue import Depot, Item, KitPart, Pool, Stock
from booking.models.organizations import Organization, Territory
from booking.period import Period
from booking.queries import bars, catalogue, counts, moments, search
from booking.queries.bars import BarView
from booking.queries.counts import Run
from booking.queries.search import Search
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.delays import holiday
from booking.rules.opening import school_holidays
from booking.rules.planning import Column, Grouping

NOWHERE = "Sans dépôt"
Choice = tuple[int, str]


@dataclass(frozen=True)
class RowView:
    """One item: how many are free in each column (None: it is past), and what takes the rest.

    `short`: how many are promised too many, to who tends them; `starts`: when a loan may start.
    """

    item_id: int
    name: str
    quantity: int
    free: tuple[int | None, ...]
    bars: tuple[BarView, ...]
    short: tuple[int, ...] = ()
    starts: Period | None = None


@dataclass(frozen=True)
class GroupView:
    """The items of one family, pool or depot."""

    name: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class DayView:
    """What the calendar says of a column: a public holiday, school holidays, by their names."""

    column: Column
    holiday: str
    school: str
    today: bool


@dataclass(frozen=True)
class Choices:
    """What the planning may be narrowed to, by name."""

    pools: tuple[Choice, ...]
    depots: tuple[Choice, ...]
    communes: tuple[Choice, ...]
    families: tuple[str, ...]


class _Row(NamedTuple):
    group: str
    item: Item
    stocks: tuple[Stock, ...]


def choices(actor: Actor) -> Choices:
    """Return the pools, depots, communes that store and families of what the actor may know of."""
    lent = search.selected(actor, Search(), ()).order_by(None).subquery()
    kept = (
        select(Pool.id, Pool.name, Depot.id, Depot.name, Organization.id, Organization.name)
        .select_from(lent)
        .join(Pool, Pool.id == lent.c.pool_id)
        .outerjoin(Stock, Stock.item_id == lent.c.id)
        .outerjoin(Depot, Depot.id == Stock.depot_id)
        .outerjoin(Organization, Organization.id == Depot.custodian_id)
        .distinct()
    )
    rows = db.session.execute(kept).all()
    return Choices(
        pools=_named((row[0], row[1]) for row in rows),
        depots=_named((row[2], row[3]) for row in rows),
        communes=_named((row[4], row[5]) for row in rows),
        families=tuple(search.families(actor)),
    )


def _named(found: Iterable[tuple[int | None, str | None]]) -> tuple[Choice, ...]:
    known = {(number, name or "") for number, name in found if number is not None}
    return tuple(sorted(known, key=lambda each: plain(each[1])))


def days(actor: Actor, shown: Iterable[Column]) -> list[DayView]:
    """Return the columns with the holidays of the actor's territory."""
    place = db.session.get_one(Territory, actor.territory_id)
    today, zone = clock.today(actor.zone), place.school_zone
    return [
        DayView(
            each,
            holiday(each.day, place.holiday_region),
            school_holidays(each.day, zone) if zone else "",
            each.day == today,
        )
        for each in shown
    ]


def groups(
    actor: Actor, asked: Search, shown: Sequence[Column], grouping: Grouping
) -> list[GroupView]:
    """Return the items that match, in groups, over some columns, in few statements."""
    rows = list(_rows(_items(actor, asked, search.families(actor)), asked, grouping))
    items, now = list(dict.fromkeys(row.item for row in rows)), clock.now()
    window = Period(shown[0].period.starts_at, shown[-1].period.ends_at)
    ahead = [
        Period(max(each.period.starts_at, now), each.period.ends_at)
        for each in shown
        if each.period.ends_at > now
    ]
    past = (None,) * (len(shown) - len(ahead))
    runs = counts.runs(actor.territory_id, items, ahead or [window])
    taken = bars.of_rows(actor, [row.stocks for row in rows], window)
    starts = moments.starts(actor, items)
    found: dict[str, list[RowView]] = {}
    for row, views in zip(rows, taken, strict=True):
        counted = runs.of(row.item, {stock.id for stock in row.stocks})
        view = RowView(
            row.item.id,
            row.item.name,
            counted.quantity,
            (*past, *(counted.free if ahead else ())),
            tuple(views),
            (*(0,) * len(past), *(_short(actor, row, counted) if ahead else ())),
            starts[row.item.id],
        )
        found.setdefault(row.group, []).append(view)
    names = found if grouping is Grouping.FAMILY else sorted(found, key=plain)
    return [GroupView(name, tuple(found[name])) for name in names]


def _rows(items: Iterable[Item], asked: Search, grouping: Grouping) -> Iterator[_Row]:
    """Yield the rows; by depot, an item has one wherever it is kept."""
    for item in items:
        kept = [stock for stock in item.stocks if _within(asked, stock)]
        if grouping is not Grouping.DEPOT:
            name = item.family if grouping is Grouping.FAMILY else item.pool.name
            yield _Row(name, item, tuple(kept))
            continue
        for name in dict.fromkeys(stock.depot.name for stock in kept) or [NOWHERE]:
            yield _Row(name, item, tuple(each for each in kept if each.depot.name == name))


def _within(asked: Search, stock: Stock) -> bool:
    return asked.depot_id in (None, stock.depot_id) and asked.custodian_id in (
        None,
        stock.depot.custodian_id,
    )


def _short(actor: Actor, row: _Row, counted: Run) -> tuple[int, ...]:
    """Return how many are promised too many, which is the business of those who tend them."""
    tended = any(counted.short) and access.may(
        actor, "stock.withhold", catalogue.parties(row.item, *row.stocks)
    )
    return counted.short if tended else (0,) * len(counted.short)


def _items(actor: Actor, asked: Search, families: Sequence[str]) -> Sequence[Item]:
    found = search.selected(actor, asked, families).options(
        joinedload(Item.pool),
        selectinload(Item.shares),
        selectinload(Item.parts).joinedload(KitPart.item),
        selectinload(Item.stocks).joinedload(Stock.depot),
    )
    return db.session.scalars(found).unique().all()
