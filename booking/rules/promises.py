"""Promises made elsewhere: what each line of a table says, by whom, of what and when."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from booking.intake import Outcome
from booking.period import Period
from booking.rules import cells
from booking.rules.cells import Cell, Misread, fold, text
from booking.rules.columns import Column, Layout
from booking.rules.inventory import Problem
from booking.rules.naming import Names
from booking.rules.sheet import key
from booking.rules.stays import stay

MOST = 100_000
PURPOSE = "Promesse antérieure"
LONGEST_PURPOSE, LONGEST_NOTE = 160, 1_000
PROMISES = Layout(
    (
        Column("reference", "Référence", "réf | code | code article | réf article | n° inventaire"),
        Column(
            "name",
            "Matériel",
            "désignation | article | libellé | nom du matériel | équipement | objet prêté | "
            "matériel prêté | matériel réservé",
        ),
        Column("quantity", "Quantité", "qté | qte | nombre | nb | nbre | quantités"),
        Column(
            "starts_at",
            "Du",
            "début | date de début | date | dates | départ | sortie | date de sortie | retrait | "
            "date de retrait | enlèvement | date d'enlèvement | date de départ | période | "
            "date début | le | jour | à partir du | réservé du",
        ),
        Column(
            "ends_at",
            "Au",
            "fin | date de fin | retour | date de retour | restitution | date de restitution | "
            "date fin | jusqu'au | rendu le",
        ),
        Column(
            "borrower",
            "Emprunteur",
            "commune | demandeur | mairie | réservé par | prêté à | emprunté par | organisme | "
            "collectivité | commune emprunteuse | commune demandeuse | pour | siren | code insee | "
            "nom de la commune",
        ),
        Column(
            "note",
            "Note",
            "motif | objet | manifestation | événement | usage | observations | observation | "
            "remarques | remarque | commentaire | commentaires",
        ),
    ),
    (frozenset({"reference", "name"}), frozenset({"starts_at"}), frozenset({"borrower"})),
)
TITLES = {column.field: column.title for column in PROMISES.columns}


@dataclass(frozen=True)
class Known:
    """What lines may speak of; times are read in the territory's zone."""

    items: Names  # that the actor may load
    references: Mapping[str, int]  # as they are compared
    foreign: Mapping[str, str]  # the pool of what others manage, by reference
    organizations: Names
    zone: ZoneInfo
    now: datetime
    lost: Callable[[str], str] = lambda _: ""  # the characters our papers cannot print


@dataclass
class Row:
    """What a line promises, and what would become of it."""

    number: int
    said: dict[str, str]  # as the table has it
    item_id: int = 0
    quantity: int = 0
    borrower_id: int = 0
    period: Period | None = None
    note: str = ""
    despite: str = ""  # why it is taken although too few are free
    outcome: Outcome = Outcome.CREATE
    takes: list[list[Any]] = field(default_factory=list)  # item, stock, how many, from, until
    made: int = 0  # the request entered, or the one that is there already
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def together(self) -> tuple[object, ...]:
        """Return what lines of one request have in common."""
        return (self.borrower_id, self.period, fold(self.note))

    @property
    def same(self) -> tuple[object, ...]:
        """Return what another line of the same promise repeats."""
        return (*self.together, self.item_id, self.quantity)

    @property
    def purpose(self) -> str:
        """Return what the loan is for, cut between two words when the note is long."""
        first = " ".join(self.note.split())
        if len(first) <= LONGEST_PURPOSE:
            return first or PURPOSE
        return first[: LONGEST_PURPOSE - 1].rpartition(" ")[0] + "…"

    def settle(self) -> None:
        """Say that a line is to be corrected when something is wrong with it."""
        if self.problems:
            self.outcome = Outcome.WRONG


def read(number: int, line: Mapping[str, Cell], known: Known) -> Row:
    """Return what a line promises, with all that is wrong in it."""
    row = Row(number, {name: as_written(cell) for name, cell in line.items() if text(cell)})
    with _noting(row, "name" if "name" in line else "reference"):
        row.item_id = _item(line, known)
    with _noting(row, "quantity"):
        said = line.get("quantity")
        row.quantity = cells.whole(said, 1, MOST) if text(said) else 1
    with _noting(row, "starts_at"):
        row.period = stay(line.get("starts_at"), line.get("ends_at"), known.zone, known.now)
    with _noting(row, "borrower"):
        row.borrower_id = _borrower(text(line.get("borrower")), known)
    with _noting(row, "note"):
        row.note = cells.words(line.get("note"), LONGEST_NOTE)
        if lost := known.lost(row.note):
            raise Misread("unprintable", characters=lost[:20])
    row.settle()
    return row


@contextmanager
def _noting(row: Row, column: str) -> Iterator[None]:
    """Turn what cannot be read into a problem of a column."""
    try:
        yield
    except Misread as error:
        row.problems.append(Problem(column, error.code, error.facts))


def as_written(cell: Cell) -> str:
    """Return a cell as one wrote it, the hour of a day included."""
    if isinstance(cell, datetime) and cell.time() > time(0):
        return f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else text(cell)


def _item(line: Mapping[str, Cell], known: Known) -> int:
    """Return the item meant, by its reference wherever it stands, or by its name."""
    given = [text(line.get(field)) for field in ("reference", "name")]
    asked = [each for each in given if each]
    if not asked:
        raise Misread("missing")
    for each in asked:
        if found := known.references.get(key(each)):
            return found
        if pool := known.foreign.get(key(each)):
            raise Misread("foreign_pool", said=pool)
    try:
        return _named(asked[-1], known.items)
    except Misread as error:
        if error.code == "ambiguous_name":
            raise Misread("doubt") from error
        raise


def _named(said: str, items: Names) -> int:
    """Return what bears a name, written in the singular or not."""
    try:
        return items.find(said)
    except Misread:
        same = [each for each, name in items.labels.items() if _single(name) == _single(said)]
        if len(same) == 1:
            return same[0]
        raise


def _single(name: str) -> str:
    return " ".join(word.rstrip("sx") for word in fold(name).split())


def _borrower(said: str, known: Known) -> int:
    if not said:
        raise Misread("missing")
    return known.organizations.find(said)
