"""The lines of an inventory, one per stock: which item each means, and which repeats another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from booking.rules.cells import Cell, fold, joined, text
from booking.rules.columns import INVENTORY, Cells, Header, Layout, find

EMPTY = frozenset({None, "", " "})
TOTALS = ("total", "sous total", "totaux")
LONGEST_REFERENCE = 30


@dataclass(frozen=True)
class Table:
    """One sheet of a file, as it was read."""

    name: str
    rows: Sequence[Cells]


@dataclass(frozen=True)
class Line:
    """A line of the inventory: its row as the spreadsheet counts it, and its cells by field."""

    number: int
    cells: Mapping[str, Cell]
    reference: str  # given, known by the designation, or made
    first: int  # the row of the first line of the same item
    twin: int = 0  # the row of an earlier line of the same item at the same depot
    doubt: bool = False  # several items bear the designation, and there is no reference


@dataclass(frozen=True)
class Sheet:
    """What an inventory says, and what was left out of it."""

    name: str
    header: Header
    lines: Sequence[Line]
    left: tuple[int, ...]  # rows of titles and totals
    others: tuple[str, ...]  # sheets that were not read


def key(reference: str) -> str:
    """Return a reference as it is compared."""
    return reference.casefold()


def choose(tables: Sequence[Table], layout: Layout = INVENTORY) -> tuple[Table, Header] | None:
    """Return the sheet whose header names most columns, the first of them; None without any."""
    found = [(table, header) for table in tables if (header := find(table.rows, layout))]
    return max(found, key=lambda pair: len(pair[1].places), default=None)


def read(tables: Sequence[Table], known: Mapping[str, str], depot: str = "") -> Sheet | None:
    """Return the lines of the inventory in a file; None when no sheet has its header.

    `known` is the designation of every item of the territory by reference, empty where the file
    may not mean it; `depot` stands where a line names none.
    """
    if not (chosen := choose(tables)):
        return None
    table, header = chosen
    cells, left = by_field(table, header)
    others = unread(tables, table)
    return Sheet(table.name, header, _lines(cells, known, depot), left, others)


def unread(tables: Sequence[Table], chosen: Table) -> tuple[str, ...]:
    """Return the names of the sheets that say something and were not chosen."""
    return tuple(each.name for each in tables if each is not chosen and any(each.rows))


def by_field(table: Table, header: Header) -> tuple[dict[int, dict[str, Cell]], tuple[int, ...]]:
    """Return the cells of each line by field, and the rows that are titles or totals."""
    found, left = {}, []
    for rank, row in enumerate(table.rows[header.row + 1 :], header.row + 2):
        filled = [cell for cell in row if cell not in EMPTY]
        if not any(map(text, filled)):
            continue
        if len(filled) == 1 or fold(text(filled[0])).startswith(TOTALS) or _again(row, header):
            left.append(rank)
            continue
        found[rank] = {
            field: row[place] if place < len(row) else None
            for field, place in header.places.items()
        }
    return found, tuple(left)


def _again(row: Cells, header: Header) -> bool:
    """Tell whether a row repeats the header, as printed pages do."""
    places = (place for place in header.places.items() if place[1] < len(row))
    return all(text(row[place]) == header.titles[field] for field, place in places)


def _lines(
    cells: Mapping[int, Mapping[str, Cell]], known: Mapping[str, str], depot: str
) -> list[Line]:
    named = _named(cells, known)
    taken = {key(each) for each in known} | {
        key(text(row.get("reference"))) for row in cells.values()
    }
    firsts: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    lines = []
    for rank, row in cells.items():
        given, name = joined(text(row.get("reference"))), fold(text(row.get("name")))
        doubt = not given and len(named.get(name, ())) > 1
        if not given and name:
            named.setdefault(name, [made_of(name, taken)])
            given = named[name][0]
        mine = key(given)
        where = (mine, fold(text(row.get("depot")) or depot))
        first, twin = firsts.setdefault(mine, rank), places.setdefault(where, rank)
        twin = 0 if twin == rank or not given else twin
        lines.append(Line(rank, row, given, first if given else rank, twin, doubt))
    return lines


def _named(
    cells: Mapping[int, Mapping[str, Cell]], known: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the references that go with each designation, those of the file included."""
    pairs = [(name, reference) for reference, name in known.items()]
    pairs += [(text(row.get("name")), text(row.get("reference"))) for row in cells.values()]
    found: dict[str, list[str]] = {}
    seen = set()
    for name, reference in pairs:
        if name and reference and (fold(name), key(reference)) not in seen:
            seen.add((fold(name), key(reference)))
            found.setdefault(fold(name), []).append(reference)
    return found


def made_of(name: str, taken: set[str]) -> str:
    """Return a reference made of a designation ("CHA-PLI"), that no other item bears; take it."""
    words = [each for each in name.upper().split() if len(each) > 2 or each.isdigit()]
    base = "-".join(each[:3] for each in words[:2]) or name.upper().replace(" ", "-")[:6] or "MAT"
    rank, made = 1, base
    while key(made) in taken:
        rank += 1
        made = f"{base}-{rank}"[-LONGEST_REFERENCE:]
    taken.add(key(made))
    return made
