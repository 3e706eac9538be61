"""Controls of equipment: how each thing stands, and what was done to it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.fitness import Finding, Scope
from booking.models.catalogue import Item, Stock, Unit
from booking.models.inspections import CONDITION, Inspection
from booking.models.organizations import Territory
from booking.numbers import among
from booking.queries import catalogue, files, rulebook
from booking.rules import access, requirements
from booking.rules.access import Actor
from booking.rules.requirements import Control, Rule
from booking.vocabulary import Tracking

ENDLESS = requirements.ENDLESS
"""The last day covered by a control that nothing says when to repeat."""
CONDITION_LABEL = "vérification de l’état"
OTHER = "contrôle"
"""What a control is called when nothing asks for it any more."""
Key = tuple[int, int | None, str]
"""A stock, one copy of it or none, and what is controlled."""


@dataclass(frozen=True)
class Known:
    """The last control done of a thing, and the next one planned, as the table has them."""

    done: Any = None
    planned: Any = None

    @property
    def control(self) -> Control:
        """Return both as the rules read them."""
        failed = self.done is not None and self.done.finding is Finding.FAILED
        covered = self.done is not None and not failed
        return Control(
            until=(self.done.valid_until or ENDLESS) if covered else None,
            failed=failed,
            planned_on=self.planned.day if self.planned else None,
            planned_until=self.planned.valid_until if self.planned else None,
        )


@dataclass(frozen=True)
class ControlView:
    """One control of an item, done or planned; `report` is a file that the actor may read."""

    id: int
    depot: str
    unit: str
    control: str
    label: str
    day: date
    finding: Finding | None
    valid_until: date | None
    provider: str
    inspector: str
    note: str
    report: int | None
    missed: bool  # planned for a day that has passed
    may_record: bool


@dataclass(frozen=True)
class Register:
    """All controls of an item, the newest first, and what the actor may add to them."""

    item_id: int
    name: str
    reference: str
    pool: str
    asked: tuple[Rule, ...]
    controls: tuple[tuple[str, str], ...]  # code and name of what may be recorded
    things: tuple[tuple[str, str], ...]  # "depot:copy" and its words, where the actor may
    planned: tuple[ControlView, ...]
    done: tuple[ControlView, ...]


def current(territory_id: int, item_ids: Collection[int]) -> dict[Key, Control]:
    """Return how each controlled thing of some items stands, in one query however many they are.

    The last control done, by its day and then by its id; and the next one planned, from today on.
    What was never controlled nor planned is missing.
    """
    return {key: each.control for key, each in latest(territory_id, item_ids).items()}


def latest(territory_id: int, item_ids: Collection[int]) -> dict[Key, Known]:
    """Return the same as rows: id, day, finding, valid_until and provider of each."""
    zone = ZoneInfo(db.session.get_one(Territory, territory_id).time_zone)
    found: dict[Key, Known] = {}
    for row in db.session.execute(_latest(territory_id, item_ids, clock.today(zone))):
        key = (row.stock_id, row.unit_id, row.control)
        known = found.get(key, Known())
        found[key] = Known(known.done, row) if row.finding is None else Known(row, known.planned)
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
    names = ("id", "stock_id", "unit_id", "control", "day", "finding", "valid_until", "provider")
    return (
        select(*(getattr(Inspection, name) for name in names))
        .join(ranked, ranked.c.id == Inspection.id)
        .where(ranked.c.rank == 1)
    )


def find(actor: Actor, inspection_id: int) -> Inspection:
    """Return a control of what concerns the actor's organization; raises NotFound."""
    row = db.session.get(Inspection, inspection_id)
    if row is None or row.territory_id != actor.territory_id:
        raise NotFound("inspection_not_found")
    access.require(actor, "inspection.read", catalogue.parties(row.stock.item, row.stock))
    return row


def item_of(actor: Actor, inspection_id: int) -> int:
    """Return the item that a control is about; raises NotFound."""
    return find(actor, inspection_id).stock.item_id


def planned(stock: Stock, unit: Unit | None, control: str) -> Inspection | None:
    """Return such a control of a thing that is planned and not recorded, its day past or not."""
    found = select(Inspection).where(
        Inspection.stock_id == stock.id,
        Inspection.unit_id.is_not_distinct_from(unit.id if unit else None),
        Inspection.control == control,
        Inspection.finding.is_(None),
    )
    return db.session.scalars(found.order_by(Inspection.day, Inspection.id)).first()


def asked(item: Item) -> dict[str, Rule]:
    """Return the requirements that a control of the item itself meets, by their key."""
    found = rulebook.of_item(item.territory_id, item)
    return {rule.key: rule for rule in found if rule.scope is Scope.ITEM}


def labels(territory_id: int) -> Mapping[str, str]:
    """Return what each control of a territory is called."""
    known = {rule.key: rule.label for rule in rulebook.rules(territory_id)}
    return known | {CONDITION: CONDITION_LABEL}


def name_of(row: Inspection) -> str:
    """Return what is controlled: "Nacelle 12 m (NAC-01)", or the depot when it is not numbered."""
    return f"{row.stock.item.name} ({row.unit.number if row.unit else row.stock.depot.name})"


def register(actor: Actor, item_id: int) -> Register:
    """Return all controls of an item; raises NotFound to whom none of it concerns."""
    item = readable(actor, item_id)
    rules = asked(item)
    rows = _views(actor, item)
    return Register(
        item_id=item.id,
        name=item.name,
        reference=item.reference,
        pool=item.pool.name,
        asked=tuple(rules.values()),
        controls=(
            *((key, rule.label) for key, rule in rules.items()),
            (CONDITION, CONDITION_LABEL),
        ),
        things=tuple(_things(actor, item)),
        planned=tuple(sorted((row for row in rows if not row.finding), key=lambda row: row.day)),
        done=tuple(row for row in rows if row.finding),
    )


def readable(actor: Actor, item_id: int) -> Item:
    """Return an item whose controls the actor may read; raises NotFound."""
    if not may_read(actor, item_id):
        raise NotFound("inspection_not_found")
    return catalogue.by_id(actor, item_id)


def may_read(actor: Actor, item_id: int) -> bool:
    """Tell whether an item in view concerns the actor's organization, at one depot at least."""
    item = catalogue.by_id(actor, item_id)
    return access.may(actor, "inspection.read", catalogue.parties(item, *item.stocks))


def _things(actor: Actor, item: Item) -> Iterator[tuple[str, str]]:
    now = clock.now()
    for stock in item.stocks:
        if not access.may(actor, "inspection.record", catalogue.parties(item, stock)):
            continue
        if item.tracking is not Tracking.NUMBERED:
            yield f"{stock.depot_id}:", f"Tout ce qui est à : {stock.depot.name}"
        for unit in stock.units:
            if not unit.gone(now):
                yield f"{stock.depot_id}:{unit.number}", f"{unit.number}, {stock.depot.name}"


def _views(actor: Actor, item: Item) -> list[ControlView]:
    """Return the controls of an item at the depots that concern the actor, the newest first."""
    found = (
        select(Inspection)
        .join(Inspection.stock)
        .where(Stock.item_id == item.id)
        .options(
            contains_eager(Inspection.stock).joinedload(Stock.depot), joinedload(Inspection.unit)
        )
        .order_by(Inspection.day.desc(), Inspection.id.desc())
    )
    rows = db.session.scalars(found).all()
    named, reports = labels(item.territory_id), files.reports_of(actor, item)
    today = clock.today(actor.zone)
    return [
        ControlView(
            id=row.id,
            depot=row.stock.depot.name,
            unit=row.unit.number if row.unit else "",
            control=row.control,
            label=named.get(row.control, OTHER),
            report=row.file_id if row.file_id in reports else None,
            missed=row.finding is None and row.day < today,
            may_record=access.may(actor, "inspection.record", catalogue.parties(item, row.stock)),
            **{name: getattr(row, name) for name in _SAME},
        )
        for row in rows
        if access.may(actor, "inspection.read", catalogue.parties(item, row.stock))
    ]


_SAME = ("day", "finding", "valid_until", "provider", "inspector", "note")
