"""What an inventory would create, change or leave as it is, and all that is wrong in it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from booking.intake import Outcome
from booking.rules import naming
from booking.rules.cells import Misread, fold, text
from booking.rules.naming import Names, owners_said
from booking.rules.sheet import Line, key
from booking.rules.values import OPTIONAL, READERS
from booking.vocabulary import LifeStage, Tracking

EDITED = frozenset(READERS) - {"reference", "quantity", "companion"} | {"owner"}
FIXED = frozenset({"pool", "tracking", "stage"})
"""What another line of business decides for an item that is there; its page changes it."""


@dataclass(frozen=True)
class Choices:
    """What the page says of lines that do not, and what it allows."""

    pool: str = ""
    owner: str = ""
    family: str = ""
    depot: str = ""
    new_depots: bool = False  # make those whose name begins with that of a commune
    counts: bool = False  # make the quantities those of the file
    published: bool = False  # what is new and has no stage of its own is lent at once


@dataclass(frozen=True)
class KnownStock:
    """So many of an item at a depot; `spare` is how many could go, when it was computed."""

    id: int
    quantity: int
    spare: int | None = None


@dataclass(frozen=True)
class KnownItem:
    """An item as it is now."""

    id: int
    values: Mapping[str, Any]
    stocks: Mapping[int, KnownStock]  # by depot
    companions: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is there already, and what the actor may load."""

    items: Mapping[str, KnownItem]  # by reference, as it is compared
    pools: Names
    managers: Mapping[int, int]  # of each pool
    organizations: Names
    depots: Names
    lost: Callable[[str], str] = lambda _: ""  # the characters our papers cannot print
    mine: frozenset[int] | None = None  # the pools that may be loaded; None is all
    founders: frozenset[int] | None = None  # whose depots may be made; None is all


@dataclass(frozen=True)
class Problem:
    """What is wrong, or to be known, in a column of a line."""

    column: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Row:
    """What a line would do; `values` are those to write, `changes` what they replace."""

    number: int
    reference: str
    name: str = ""
    outcome: Outcome = Outcome.SAME
    item: KnownItem | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    depot_id: int = 0
    depot: str = ""
    founder_id: int = 0  # of a depot to make
    quantity: int = 0  # of a stock to open
    count: int = 0  # by which a stock differs, to be recorded
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan(line: Line, first: Line, known: Known, choices: Choices) -> Row:
    """Return what a line would do; `first` is the first line of the same item."""
    name = text(line.cells.get("name"))
    row = Row(line.number, line.reference, name, item=known.items.get(key(line.reference)))
    if row.item and known.mine is not None and row.item.values["pool"] not in known.mine:
        return _foreign(row, known)
    values = _read(line, known, choices, row.item, row.problems)
    row.problems += _doubts(line, row.item)
    _describe(row, values)
    if line is not first:
        _agree(row, values, _read(first, known, choices, row.item, []), first.number)
    elif row.item:
        _compare(row, row.item, values, known)
    else:
        _create(row, line, values, choices)
    _place(row, line, values, known, choices)
    if row.problems:
        row.outcome = Outcome.WRONG
    elif row.quantity or (line is first and not row.item):
        row.outcome = Outcome.CREATE
    elif row.changes:
        row.outcome = Outcome.CHANGE
    return row


def _foreign(row: Row, known: Known) -> Row:
    """Refuse a line that names another manager's thing, and tell nothing of what it is.

    Of a pool out of view, its very name would be too much.
    """
    pool = known.pools.labels.get(row.item.values["pool"]) if row.item else None
    row.problems = [
        Problem("pool", "foreign_pool", {"said": pool})
        if pool
        else Problem("reference", "reference_taken")
    ]
    row.item, row.outcome = None, Outcome.WRONG
    return row


def _doubts(line: Line, item: KnownItem | None) -> Iterator[Problem]:
    """Yield why it is not certain which stock a line speaks of."""
    if item and item.values["tracking"] is Tracking.KIT:
        yield Problem("reference", "kit")
    if line.twin:
        yield Problem("reference", "twin", {"row": line.twin})
    if line.doubt:
        yield Problem("reference", "doubt")


def _read(
    line: Line, known: Known, choices: Choices, item: KnownItem | None, problems: list[Problem]
) -> dict[str, Any]:
    """Return the values of the cells that say something, and note those that cannot be read."""
    values: dict[str, Any] = {}
    for name, reader in READERS.items():
        cell = line.cells.get(name)
        if text(cell):
            with _noting(problems, name):
                values[name] = _printed(reader(cell), known)
    if "family" not in values and not item and choices.family:
        values["family"] = choices.family
    pool_id = item.values["pool"] if item else 0
    with _noting(problems, "pool"):
        if said := text(line.cells.get("pool")) or ("" if item else choices.pool):
            values["pool"] = pool_id = known.pools.find(said)
        if pool_id and known.mine is not None and pool_id not in known.mine:
            raise Misread("foreign_pool", said=known.pools.labels[pool_id])
    with _noting(problems, "owner"):
        if said := text(line.cells.get("owner")) or ("" if item else choices.owner):
            manager_id = known.managers.get(pool_id, 0)
            values["owner"] = naming.owners(said, known.organizations, manager_id)
    return values


@contextmanager
def _noting(problems: list[Problem], column: str) -> Iterator[None]:
    """Turn what cannot be read into a problem of a column."""
    try:
        yield
    except Misread as error:
        problems.append(Problem(column, error.code, error.facts))


def _printed(value: Any, known: Known) -> Any:
    said = "".join(map(str, value)) if isinstance(value, tuple) else value
    if isinstance(said, str) and (lost := known.lost(said)):
        raise Misread("unprintable", characters=lost[:20])
    return value


def _describe(row: Row, values: dict[str, Any]) -> None:
    """Add who may go with an item, on demand, to its description: it is advice, no other item."""
    offered = {fold(each) for each in row.item.offered} if row.item else set()
    for trade, mandatory in values.get("companion", ()):
        base = values.get("description", row.item.values["description"] if row.item else "")
        said = f"{trade} {OPTIONAL}."
        if not mandatory and fold(trade) not in offered and said not in base:
            values["description"] = f"{base} {said}".strip()


def _agree(row: Row, values: Mapping[str, Any], first: Mapping[str, Any], number: int) -> None:
    """Note where another line of the same item says something else."""
    for name in (EDITED | FIXED) & values.keys() & first.keys():
        if values[name] != first[name] and name != "description":
            row.problems.append(Problem(name, "conflict", {"row": number}))


def _compare(row: Row, item: KnownItem, values: Mapping[str, Any], known: Known) -> None:
    for name in sorted((EDITED | FIXED) & values.keys()):
        before, after = item.values[name], values[name]
        if before == after:
            continue
        if name in FIXED:
            row.notes.append(Problem(name, "fixed"))
            continue
        row.values[name] = after
        row.changes[name] = [said(before, known), said(after, known)]
    there = {fold(each) for each in item.companions}
    trades = [
        each for each, must in values.get("companion", ()) if must and fold(each) not in there
    ]
    if trades:
        row.values["companion"] = trades
        row.changes["companion"] = [list(item.companions), [*item.companions, *trades]]


def said(value: Any, known: Known) -> Any:
    """Return a value as JSON keeps it: owners by name, days as ISO 8601."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], tuple):
        return owners_said(value[0], value[1], known.organizations.labels)
    if isinstance(value, Enum):
        return getattr(value, "label", value.value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _create(row: Row, line: Line, values: dict[str, Any], choices: Choices) -> None:
    row.values = {name: value for name, value in values.items() if name != "quantity"}
    row.values.setdefault("stage", LifeStage.PUBLISHED if choices.published else LifeStage.LISTED)
    row.values["companion"] = [each for each, must in values.get("companion", ()) if must]
    failed = {each.column for each in row.problems}
    for name in ("name", "family", "pool", "owner"):
        if name not in values and name not in failed:
            row.problems.append(Problem(name, "missing"))
    if not line.reference and "name" in values:
        row.problems.append(Problem("reference", "missing"))


def _place(row: Row, line: Line, values: Mapping[str, Any], known: Known, choices: Choices) -> None:
    """Say at which depot a line's quantity goes, or how it differs from what is there."""
    cell, quantity = text(line.cells.get("depot")), values.get("quantity")
    if row.item and not cell and not quantity:
        return  # speaks of the item alone
    with _noting(row.problems, "depot"):
        row.depot = cell or choices.depot
        if not row.depot:
            raise Misread("missing")
        _find_depot(row, known, choices)
    if quantity is None:
        if all(each.column != "quantity" for each in row.problems):
            row.problems.append(Problem("quantity", "missing"))
        return
    stock = row.item.stocks.get(row.depot_id) if row.item else None
    if stock:
        _count(row, stock, quantity, choices)
    elif quantity:
        row.quantity = quantity
    else:
        row.problems.append(Problem("quantity", "none"))


def _find_depot(row: Row, known: Known, choices: Choices) -> None:
    try:
        row.depot_id = known.depots.find(row.depot)
    except Misread:
        if not choices.new_depots:
            raise
        row.founder_id = naming.founder(row.depot, known.organizations)
        if known.founders is not None and row.founder_id not in known.founders:
            raise Misread("foreign_depot", said=row.depot[:80]) from None
        if len(row.depot) > 120:
            raise Misread("too_long", most=120, length=len(row.depot)) from None
        if lost := known.lost(row.depot):
            raise Misread("unprintable", characters=lost[:20]) from None


def _count(row: Row, stock: KnownStock, quantity: int, choices: Choices) -> None:
    difference = quantity - stock.quantity
    if not difference:
        return
    if not choices.counts:
        facts = {"had": stock.quantity, "found": quantity}
        row.notes.append(Problem("quantity", "counted", facts))
    elif difference < 0 and row.item and row.item.values["tracking"] is Tracking.NUMBERED:
        row.problems.append(Problem("quantity", "which_copies", {"many": -difference}))
    elif stock.spare is not None and -difference > stock.spare:
        row.problems.append(Problem("quantity", "promised", {"spare": stock.spare}))
    else:
        row.count = difference
        row.changes["quantity"] = [stock.quantity, quantity]
