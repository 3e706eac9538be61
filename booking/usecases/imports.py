"""An inventory brought in by its page: read by steps, shown, then applied whole or not at all."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, select

from booking import clock, journal
from booking.db import append, db
from booking.documents import sheets
from booking.errors import WrongMoment
from booking.intake import ImportKind, ImportState, Outcome
from booking.models.imports import Import, ImportRow
from booking.queries import imports
from booking.queries import inventory as readings
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.inventory import Choices, Row
from booking.rules.promises import Row as Promise
from booking.usecases import inventory, usecase

STEP = 500
"""Lines read in one step: less than a second of anybody's patience."""


@usecase()
def deposit(
    actor: Actor, name: str, content: bytes, choices: Choices, *, key: str | None = None
) -> int:
    """An inventory is deposited, as its cells were packed, to be read by steps.

    Raises Invalid when nothing in it has the header of an inventory.
    """
    mine = Parties(actor.territory_id, manager_id=actor.organization_id)
    access.require(actor, "inventory.load", mine)
    whole = readings.lines(actor, actor.territory_id, sheets.unpack(content), choices)
    made = Import(
        territory_id=actor.territory_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        name=name[:160],
        content=content,
        choices=asdict(choices),
        facts={
            "sheet": whole.name,
            "titles": dict(whole.header.titles),
            "ignored": list(whole.header.ignored),
            "left": list(whole.left),
            "others": list(whole.others),
        },
        state=ImportState.READING,
        rows_total=len(whole.lines),
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()  # the answer names it
    return made.id


def lock(actor: Actor, import_id: int, kind: ImportKind = ImportKind.INVENTORY) -> Import:
    """Return an import of the actor's organization, locked; raises NotFound."""
    found = imports.find(actor, import_id, kind)
    again = select(Import).where(Import.id == found.id).with_for_update()
    return db.session.scalars(again.execution_options(populate_existing=True)).one()


@usecase()
def advance(actor: Actor, import_id: int) -> int:
    """Some more lines of an inventory are read, compared with what is there and kept."""
    mine = lock(actor, import_id)
    access.require(actor, "inventory.load", imports.parties(mine))
    if mine.state is not ImportState.READING:
        return mine.id
    choices = Choices(**mine.choices)
    whole = readings.lines(actor, mine.territory_id, sheets.unpack(mine.content), choices)
    part = slice(mine.rows_done, mine.rows_done + STEP)
    _keep(mine, readings.plan(actor, mine.territory_id, whole, choices, part))
    mine.rows_done = min(mine.rows_done + STEP, mine.rows_total)
    if mine.rows_done == mine.rows_total:
        mine.state = ImportState.READ
    return mine.id


def _keep(mine: Import, rows: list[Row]) -> None:
    append([_kept(mine, row) for row in rows])


def _kept(mine: Import, row: Row) -> ImportRow:
    names = {"reference": row.reference, "name": row.name, "depot": row.depot}
    return line_of(mine, row, names, imports.facts_of(row))


def line_of(
    mine: Import, row: Row | Promise, names: Mapping[str, str], facts: dict[str, Any]
) -> ImportRow:
    """Return a line read of a file, to be kept: what it names as written, what it would do."""
    return ImportRow(
        import_id=mine.id,
        number=row.number,
        outcome=row.outcome,
        noted=bool(row.notes),
        reference=names.get("reference", "")[:200],
        name=names.get("name", "")[:200],
        depot=names.get("depot", "")[:200],
        quantity=row.quantity or None,
        facts=facts,
    )


@usecase()
def confirm(actor: Actor, import_id: int, *, key: str | None = None) -> int:
    """An inventory that was read is applied, whole.

    Raises WrongMoment when a line is to be corrected, or when what would change is no longer what
    was shown.
    """
    mine = lock(actor, import_id)
    access.require(actor, "inventory.load", imports.parties(mine))
    if mine.state is not ImportState.READ:
        raise WrongMoment("import_not_ready")
    if _wrong(mine):
        raise WrongMoment("import_wrong")
    choices = Choices(**mine.choices)
    whole = readings.lines(actor, mine.territory_id, sheets.unpack(mine.content), choices)
    rows = inventory.plan_locked(actor, mine.territory_id, whole, choices)
    if imports.shown(mine.id) != [(row.outcome, imports.facts_of(row)) for row in rows]:
        raise WrongMoment("import_outdated")
    inventory.write(actor, mine.territory_id, rows)
    mine.state, mine.applied_at, mine.content = ImportState.APPLIED, clock.now(), b""
    counts = dict(readings.summary(rows))
    journal.record(actor, "load", "inventory", mine.id, territory_id=mine.territory_id, **counts)
    return mine.id


def _wrong(mine: Import) -> int:
    found = select(func.count()).select_from(ImportRow)
    found = found.where(ImportRow.import_id == mine.id, ImportRow.outcome == Outcome.WRONG)
    return db.session.scalars(found).one()


@usecase()
def reread(actor: Actor, import_id: int) -> int:
    """An inventory that was read is read again from its first line: what is there has changed."""
    mine = lock(actor, import_id)
    access.require(actor, "inventory.load", imports.parties(mine))
    if mine.state not in (ImportState.READ, ImportState.READING):
        raise WrongMoment("import_not_ready")
    _forget(mine)
    mine.state = ImportState.READING
    return mine.id


@usecase()
def drop(
    actor: Actor,
    import_id: int,
    kind: ImportKind = ImportKind.INVENTORY,
    *,
    key: str | None = None,
) -> int:
    """A file that was not applied is given up; what was read of it is forgotten."""
    mine = lock(actor, import_id, kind)
    access.require(actor, imports.LOADS[kind], imports.parties(mine))
    if mine.state not in (ImportState.READ, ImportState.READING):
        raise WrongMoment("import_not_ready")
    _forget(mine)
    mine.state, mine.content = ImportState.DROPPED, b""
    return mine.id


def _forget(mine: Import) -> None:
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == mine.id))
    mine.rows_done = 0
