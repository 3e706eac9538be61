"""The inventory of a territory as it is now: to compare a file with it, to export it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from booking import clock
from booking.db import db
from booking.documents.fonts import missing_glyphs
from booking.documents.sheets import Value
from booking.errors import Invalid
from booking.models.catalogue import (
    Companion,
    Depot,
    Item,
    Pool,
    Share,
    Stock,
    StockMovement,
)
from booking.models.organizations import Organization
from booking.models.requirements import Requirement
from booking.numbers import among
from booking.period import Period
from booking.queries import circles
from booking.queries.availability import EVER, supplies
from booking.rules import inventory, sheet
from booking.rules.access import Actor, Parties, may
from booking.rules.cells import tidy
from booking.rules.columns import COLUMNS
from booking.rules.inventory import Choices, Known, KnownItem, KnownStock, Row
from booking.rules.naming import Names, owners_said
from booking.rules.sheet import Line, Sheet, Table
from booking.rules.values import MANDATORY, OPTIONAL, UNRULED
from booking.vocabulary import Tracking

PLAIN = (
    "pool_id",
    "reference",
    "name",
    "family",
    "tracking",
    "replacement_cents",
    "preparation_before_hours",
    "preparation_after_hours",
    "transport",
    "description",
    "purchase_cents",
    "purchased_on",
    "renew_on",
    "stage",
    "formality",
    "equipment",
    "contact",
    "instructions",
    "pack_quantity",
    "pack_name",
)
MANY = 1_000
"""Beyond so many references, all items are read: the statement would take longer to write."""


def directory(territory_id: int) -> dict[str, str]:
    """Return the name of every item of a territory by its reference."""
    found = select(Item.reference, Item.name).where(Item.territory_id == territory_id)
    return dict(db.session.execute(found.order_by(Item.id)).all())


def lines(actor: Actor, territory_id: int, tables: Sequence[Table], choices: Choices) -> Sheet:
    """Return the lines of the inventory in a file; raises Invalid when it has no header."""
    found = sheet.read(tables, _loadable(actor, territory_id), choices.depot)
    if found is None:
        raise Invalid("inventory_headerless")
    if not found.lines:
        raise Invalid("inventory_empty")
    return found


def _loadable(actor: Actor, territory_id: int) -> dict[str, str]:
    """Return every reference, with the name of what the actor may load: that alone is meant."""
    mine = pools(actor, territory_id)[1]
    found = select(Item.reference, Item.name, Item.pool_id).filter_by(territory_id=territory_id)
    return {
        reference: name if pool_id in mine else ""
        for reference, name, pool_id in db.session.execute(found.order_by(Item.id))
    }


def pools(actor: Actor, territory_id: int) -> tuple[Sequence[Pool], frozenset[int]]:
    """Return the pools of a territory that the actor may know of, and which of them it may load.

    A hidden pool is for its circle alone, whoever administers the rest; the service knows all.
    """
    found = select(Pool).filter_by(territory_id=territory_id).order_by(Pool.name)
    if not actor.service:
        found = found.where(circles.known(actor))
    known = db.session.scalars(found).all()
    return known, frozenset(
        pool.id for pool in known if _loads(actor, territory_id, pool.manager_id)
    )


def _loads(actor: Actor, territory_id: int, organization_id: int) -> bool:
    return may(actor, "inventory.load", Parties(territory_id, manager_id=organization_id))


def plan(
    actor: Actor, territory_id: int, whole: Sheet, choices: Choices, part: slice = slice(None)
) -> list[Row]:
    """Return what some lines of an inventory would do, in the actor's view."""
    lines = whole.lines[part]
    known = read(actor, territory_id, lines, counts=choices.counts)
    firsts = {line.number: line for line in whole.lines if line.number == line.first}
    return [inventory.plan(line, firsts[line.first], known, choices) for line in lines]


def read(actor: Actor, territory_id: int, lines: Iterable[Line], *, counts: bool) -> Known:
    """Return what is there of the items that lines speak of; how many could go, when counted."""
    wanted = {sheet.key(line.reference) for line in lines}
    seen, mine = pools(actor, territory_id)
    found = select(Organization.id, Organization.name, Organization.siren)
    found = found.where(Organization.territory_id == territory_id)
    organizations = db.session.execute(found).all()
    depots = select(Depot.id, Depot.name).where(Depot.territory_id == territory_id)
    return Known(
        items={
            sheet.key(item.values["reference"]): item
            for item in items(territory_id, wanted, counts=counts)
        },
        pools=Names({pool.id: pool.name for pool in seen}),
        managers={pool.id: pool.manager_id for pool in seen},
        organizations=Names(
            {each.id: each.name for each in organizations},
            {each.siren: each.id for each in organizations if each.siren},
        ),
        depots=Names(dict(db.session.execute(depots).all())),
        lost=missing_glyphs,
        mine=mine,
        founders=frozenset(
            each.id for each in organizations if _loads(actor, territory_id, each.id)
        ),
    )


def items(
    territory_id: int, wanted: Collection[str] | None = None, *, counts: bool = False
) -> list[KnownItem]:
    """Return the items of a territory, or those of some references (as they are compared)."""
    columns = [getattr(Item, name) for name in PLAIN]
    found = select(Item.id, Item.owner_id, *columns).where(Item.territory_id == territory_id)
    if wanted is not None and len(wanted) <= MANY:
        named = [each for each in directory(territory_id) if sheet.key(each) in wanted]
        found = found.where(Item.reference.in_(named))
    rows = db.session.execute(found.order_by(Item.reference)).all()
    ids = [row.id for row in rows]
    shares, labels = _shares(ids), _grouped(Requirement.item_id, Requirement.label, ids)
    must, offered = _companions(ids, mandatory=True), _companions(ids, mandatory=False)
    stocks = _stocks(territory_id, ids, counts=counts)
    return [
        KnownItem(
            row.id,
            _values(row, shares.get(row.id, ()), labels.get(row.id, ())),
            stocks.get(row.id, {}),
            must.get(row.id, ()),
            offered.get(row.id, ()),
        )
        for row in rows
    ]


def _values(row: Any, shares: Sequence[Any], labels: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in PLAIN}
    values = {name: tidy(each) if type(each) is str else each for name, each in values.items()}
    values["pool"] = values.pop("pool_id")
    values["owner"] = (row.owner_id, tuple(sorted(shares)))
    values["requirements"] = tuple(tidy(label) for label in labels)
    return values


def _grouped(key: Any, value: Any, ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    rows = select(key, value).where(among(key, ids)).order_by(key.class_.id)
    for item_id, each in db.session.execute(rows):
        found[item_id] = (*found.get(item_id, ()), each)
    return found


def _shares(ids: Collection[int]) -> dict[int, list[tuple[int, int, int]]]:
    found: dict[int, list[tuple[int, int, int]]] = {}
    columns = (Share.item_id, Share.organization_id, Share.numerator, Share.denominator)
    for item_id, owner_id, over, under in db.session.execute(
        select(*columns).where(among(Share.item_id, ids))
    ):
        part = Fraction(over, under)
        found.setdefault(item_id, []).append((owner_id, part.numerator, part.denominator))
    return found


def _companions(ids: Collection[int], *, mandatory: bool) -> dict[int, tuple[str, ...]]:
    rows = (
        select(Companion.item_id, Item.name)
        .join(Item, Item.id == Companion.companion_id)
        .where(among(Companion.item_id, ids), Companion.mandatory == mandatory)
        .order_by(Companion.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for item_id, name in db.session.execute(rows):
        found[item_id] = (*found.get(item_id, ()), name)
    return found


def _stocks(
    territory_id: int, ids: Collection[int], *, counts: bool
) -> dict[int, dict[int, KnownStock]]:
    """Return, by item and depot, how many are in service; how many could go, when counted."""
    now = clock.now()
    moved = (
        select(StockMovement.stock_id, func.sum(StockMovement.quantity).label("quantity"))
        .where(StockMovement.territory_id == territory_id, StockMovement.at <= now)
        .group_by(StockMovement.stock_id)
        .subquery()
    )
    rows = (
        select(Stock.item_id, Stock.depot_id, Stock.id, moved.c.quantity)
        .outerjoin(moved, moved.c.stock_id == Stock.id)
        .where(Stock.territory_id == territory_id, among(Stock.item_id, ids))
    )
    ahead = Period(now, EVER.ends_at)
    spare = {
        each.stock_id: min(each.free(ahead), each.lowest_in_service(now))
        for group in (supplies(territory_id, ids, ahead).values() if counts and ids else ())
        for each in group
    }
    found: dict[int, dict[int, KnownStock]] = {}
    for item_id, depot_id, stock_id, quantity in db.session.execute(rows):
        stock = KnownStock(stock_id, quantity or 0, spare.get(stock_id))
        found.setdefault(item_id, {})[depot_id] = stock
    return found


def export(actor: Actor) -> list[Sequence[Value]]:
    """Return the inventory that the actor may load, header first, a row per stock."""
    territory_id = actor.territory_id
    known = read(actor, territory_id, (), counts=False)
    found = [
        item
        for item in items(territory_id)
        if item.values["tracking"] is not Tracking.KIT
        and (known.mine is None or item.values["pool"] in known.mine)
    ]
    rows = [row for item in found for row in _rows(item, known)]
    return [[column.title for column in COLUMNS], *rows]


def _rows(item: KnownItem, known: Known) -> Iterator[list[Value]]:
    cells = _cells(item, known)
    labels = known.depots.labels
    stocks = sorted((labels[depot], stock.quantity) for depot, stock in item.stocks.items())
    for depot, quantity in stocks or [("", 0)]:
        here = cells | {"depot": depot, "quantity": quantity}
        yield [here[column.field] for column in COLUMNS]


def _cells(item: KnownItem, known: Known) -> dict[str, Value]:
    values = dict(item.values)
    owner_id, shares = values["owner"]
    companions = [f"{each} {MANDATORY}" for each in item.companions]
    companions += [f"{each} {OPTIONAL}" for each in item.offered]
    return values | {
        "pool": known.pools.labels[values["pool"]],
        "owner": owners_said(owner_id, shares, known.organizations.labels),
        "tracking": "unité" if values["tracking"] is Tracking.NUMBERED else "lot",
        "stage": values["stage"].label,
        "formality": values["formality"].label,
        "equipment": values["equipment"].label if values["equipment"] else UNRULED,
        "requirements": " | ".join(values["requirements"]),
        "companion": " | ".join(companions),
        "replacement_cents": _euros(values["replacement_cents"]),
        "purchase_cents": _euros(values["purchase_cents"]),
    }


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def summary(rows: Iterable[Row]) -> Mapping[str, int]:
    """Return how many lines would be created, changed, left, and are wrong or to be noted."""
    counts = {"create": 0, "change": 0, "same": 0, "wrong": 0, "noted": 0}
    for row in rows:
        counts[row.outcome.value] += 1
        counts["noted"] += bool(row.notes)
    return counts
