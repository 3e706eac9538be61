"""Writing what an inventory plans: items, their people and papers, depots and stocks, in bulk."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from booking import journal
from booking.db import db
from booking.intake import Outcome
from booking.letters import without_accents
from booking.models.catalogue import (
    Companion,
    Depot,
    Item,
    Share,
    Stock,
)
from booking.models.requirements import Requirement
from booking.numbers import among
from booking.queries import inventory
from booking.rules import equipment
from booking.rules.access import Actor
from booking.rules.cells import fold
from booking.rules.inventory import Choices, Row
from booking.rules.sheet import Sheet, key
from booking.usecases import holds, stocks
from booking.vocabulary import STAFF, Movement, Tracking

ELSEWHERE = frozenset({"reference", "pool", "owner", "requirements", "companion"})
"""What is no column of an item's own row, or has another name there."""
NOTE = "Reprise d’inventaire"


def plan_locked(actor: Actor, territory_id: int, whole: Sheet, choices: Choices) -> list[Row]:
    """Return what an inventory would do, what it counts or changes being locked."""
    rows = inventory.plan(actor, territory_id, whole, choices)
    if touched := {row.item.id for row in rows if row.item and (row.count or row.values)}:
        holds.lock(touched)
        rows = inventory.plan(actor, territory_id, whole, choices)
    return rows


def write(actor: Actor, territory_id: int, rows: Sequence[Row]) -> None:
    """Do what rows without problems plan."""
    writer = Writer(actor, territory_id, rows)
    writer.found_depots()
    writer.write_items()
    writer.open_stocks()
    writer.count()
    writer.accompany()


class Writer:
    """What is written so far, by the names that the next lines use."""

    def __init__(self, actor: Actor, territory_id: int, rows: Sequence[Row]) -> None:
        self.actor, self.territory_id = actor, territory_id
        self.rows = [row for row in rows if row.outcome is not Outcome.SAME]
        self.depots: dict[str, Depot] = {}
        self.items: dict[str, Item] = {}

    def found_depots(self) -> None:
        """Make the depots that have none of that name."""
        for row in self.rows:
            if row.founder_id and fold(row.depot) not in self.depots:
                self.depots[fold(row.depot)] = Depot(
                    territory_id=self.territory_id, custodian_id=row.founder_id, name=row.depot
                )
        db.session.add_all(self.depots.values())
        db.session.flush()  # their stocks refer to them

    def write_items(self) -> None:
        """Make the new items, change the known ones, and write it in the journal of each."""
        self.items = self._touched()
        new = [row for row in self.rows if row.item is None and row.values]
        for row in new:
            self.items[key(row.reference)] = self._item(row)
        db.session.add_all(self.items.values())
        db.session.flush()  # the journal and the stocks name them
        ids = [self.items[key(row.reference)].id for row in new]
        journal.record_each(self.actor, "load", "item", ids, territory_id=self.territory_id)
        for row in self.rows:
            if row.item and row.values:
                self._change(row, self.items[key(row.reference)])

    def _touched(self) -> dict[str, Item]:
        ids = {row.item.id for row in self.rows if row.item}
        found = (
            select(Item)
            .where(among(Item.id, ids))
            .options(selectinload(Item.shares), selectinload(Item.requirements))
        )
        return {key(item.reference): item for item in db.session.scalars(found)}

    def _item(self, row: Row) -> Item:
        item = Item(
            territory_id=self.territory_id,
            pool_id=row.values["pool"],
            reference=row.reference,
            tracking=row.values.get("tracking", Tracking.BULK),
            equipment=equipment.of_new(row.name, row.values["family"]),
        )
        self._set(item, row.values)
        said = item.name, item.description or ""
        for name, figure in equipment.figures(item.equipment, *said).items():
            setattr(item, name, figure)
        return item

    def _set(self, item: Item, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if name not in ELSEWHERE:
                setattr(item, name, value)
        if "owner" in values:
            item.owner_id, shares = values["owner"]
            item.shares = [
                Share(organization_id=each, numerator=over, denominator=under)
                for each, over, under in shares
            ]
        if "requirements" in values:
            item.requirements = [Requirement(label=label) for label in values["requirements"]]

    def _change(self, row: Row, item: Item) -> None:
        gone: list[Any] = [*item.shares] if "owner" in row.values else []
        gone += item.requirements if "requirements" in row.values else []
        for each in gone:
            db.session.delete(each)
        self._set(item, row.values)
        changes = {name: each for name, each in row.changes.items() if name != "quantity"}
        journal.record(
            self.actor, "edit", "item", item.id, territory_id=self.territory_id, changes=changes
        )

    def open_stocks(self) -> None:
        """Bring so many in at depots that had none of an item."""
        made = [(self._stock(row), row.quantity) for row in self.rows if row.quantity]
        db.session.add_all(stock for stock, _ in made)
        db.session.flush()  # their movements refer to them
        stocks.fill(made, NOTE)

    def _stock(self, row: Row) -> Stock:
        item = self.items[key(row.reference)]
        made = Stock(territory_id=self.territory_id, item=item)
        if row.founder_id:
            made.depot = self.depots[fold(row.depot)]
        else:
            made.depot_id = row.depot_id
        return made

    def count(self) -> None:
        """Record by how many the stocks differ, by the one door of stocks."""
        for row in self.rows:
            if row.item and row.count:
                known = row.item.stocks[row.depot_id]
                whole = joinedload(Stock.item)
                found = select(Stock).where(Stock.id == known.id).options(whole)
                stocks.count(db.session.scalars(found).one(), row.count, NOTE)
                journal.record(
                    self.actor,
                    "move",
                    "stock",
                    known.id,
                    territory_id=self.territory_id,
                    kind=Movement.COUNT,
                    quantity=row.count,
                )

    def accompany(self) -> None:
        """Give items those who must go with them: a person is an item too, one per trade."""
        asked = [(row, trade) for row in self.rows for trade in row.values.get("companion", ())]
        if not asked:
            return
        db.session.flush()  # those of this file are found too
        known = self._by_name()
        for row, trade in asked:
            item = self.items[key(row.reference)]
            mine = (item.pool_id, fold(trade))
            if mine not in known:
                known[mine] = self._operator(row, item, trade)
            db.session.add(Companion(item_id=item.id, companion_id=known[mine].id))

    def _by_name(self) -> dict[tuple[int, str], Item]:
        """Return the items by pool and name; of two of one name, those who operate win."""
        found = db.session.scalars(select(Item).filter_by(territory_id=self.territory_id))
        ordered = sorted(found, key=lambda item: (item.family == STAFF, -item.id))
        return {(item.pool_id, fold(item.name)): item for item in ordered}

    def _operator(self, row: Row, item: Item, trade: str) -> Item:
        taken = {key(each) for each in inventory.directory(self.territory_id)}
        made = Item(
            territory_id=self.territory_id,
            pool_id=item.pool_id,
            owner_id=item.owner_id,
            reference=_free(f"{without_accents(trade)[:3].upper()}-{item.reference}"[:30], taken),
            name=trade,
            family=STAFF,
            tracking=Tracking.NUMBERED,  # each copy is a person, who may be absent
            preparation_after_hours=0,
        )
        db.session.add(made)
        db.session.flush()  # its stock and its companions refer to it
        for stock in item.stocks[:1]:  # where what they operate is
            stocks.fill([(stocks.new_stock(made, stock.depot), 1)], NOTE)
        return made


def _free(reference: str, taken: Iterable[str]) -> str:
    """Return a reference, or the first that nobody bears among those made of it."""
    rank, made = 1, reference
    while key(made) in taken:
        rank += 1
        made = f"{reference[:26]}-{rank}"
    return made
