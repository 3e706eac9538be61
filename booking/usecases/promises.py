"""Promises made elsewhere, taken over through the engine: one borrower, one transaction."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from booking import clock, journal
from booking.db import append, db
from booking.documents import sheets
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.intake import ImportKind, ImportState, Outcome
from booking.models.catalogue import Item
from booking.models.imports import Import, ImportRow
from booking.queries import brought, imports
from booking.queries import promises as readings
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.promises import Row
from booking.usecases import taking_over, usecase
from booking.usecases.imports import line_of, lock

STEP = 500
"""Lines read in one step: less than a second of anybody's patience."""
KIND = ImportKind.PROMISES


@usecase()
def deposit(actor: Actor, name: str, content: bytes, *, key: str | None = None) -> int:
    """A table of promises is deposited, as its cells were packed, to be read by steps.

    Raises Invalid when nothing in it has the header of promises.
    """
    mine = Parties(actor.territory_id, manager_id=actor.organization_id)
    access.require(actor, "promise.load", mine)
    whole, cells = readings.lines(sheets.unpack(content))
    made = Import(
        territory_id=actor.territory_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        name=name[:160],
        content=content,
        choices={},
        kind=KIND,
        facts={
            "sheet": whole.name,
            "titles": dict(whole.header.titles),
            "ignored": list(whole.header.ignored),
            "left": list(whole.left),
            "others": list(whole.others),
        },
        state=ImportState.READING,
        rows_total=len(cells),
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()  # the answer names it
    return made.id


@usecase()
def advance(actor: Actor, import_id: int) -> int:
    """Some more lines are read, compared with what is promised already, and kept."""
    mine = _locked(actor, import_id)
    if mine.state is not ImportState.READING:
        return mine.id
    _, cells = readings.lines(sheets.unpack(mine.content))
    numbers = [*cells][mine.rows_done : mine.rows_done + STEP]
    rows = readings.read(actor, cells, numbers)
    readings.judge(actor, rows, _rows(mine))
    _keep(mine, rows)
    mine.rows_done += len(rows)
    if mine.rows_done == mine.rows_total:
        mine.state = ImportState.READ
    return mine.id


def _locked(actor: Actor, import_id: int) -> Import:
    mine = lock(actor, import_id, KIND)
    access.require(actor, "promise.load", imports.parties(mine))
    return mine


def _found(mine: Import) -> list[ImportRow]:
    found = select(ImportRow).filter_by(import_id=mine.id).order_by(ImportRow.number)
    return list(db.session.scalars(found))


def _rows(mine: Import) -> list[Row]:
    return [brought.row_of(each) for each in _found(mine)]


def _keep(mine: Import, rows: Sequence[Row]) -> None:
    append([line_of(mine, row, row.said, brought.facts_of(row)) for row in rows])


@usecase()
def insist(
    actor: Actor, import_id: int, number: int, despite: str, *, key: str | None = None
) -> int:
    """The manager takes over one promise although too few are free, and says why."""
    mine = _locked(actor, import_id)
    kept = next((each for each in _found(mine) if each.number == number), None)
    if kept is None:
        raise NotFound("import_not_found")
    if kept.outcome is not Outcome.SHORT or mine.state is ImportState.DROPPED:
        raise WrongMoment("promise_settled", row=number)
    row = brought.row_of(kept)
    if not brought.may_overbook(actor, db.session.get_one(Item, row.item_id)):
        raise NotAllowed("not_allowed", act="reservation.overbook")
    row.despite, row.problems, row.outcome = despite, [], Outcome.CREATE
    _note(kept, row)
    if mine.state is ImportState.APPLIED:
        mine.state = ImportState.APPLYING
    return mine.id


@usecase()
def confirm(actor: Actor, import_id: int, *, key: str | None = None) -> int:
    """What was shown may be entered; it is, borrower after borrower.

    Raises WrongMoment when no line can be.
    """
    mine = _locked(actor, import_id)
    if mine.state is not ImportState.READ:
        raise WrongMoment("import_not_ready")
    if not _waiting(mine):
        raise WrongMoment("promises_nothing")
    mine.state = ImportState.APPLYING
    journal.record(actor, "load", "promises", mine.id, territory_id=mine.territory_id)
    return mine.id


def _waiting(mine: Import) -> list[ImportRow]:
    return [each for each in _found(mine) if each.outcome is Outcome.CREATE]


@usecase()
def take(actor: Actor, import_id: int) -> int:
    """All the promises made to one more borrower are entered, each judged anew."""
    mine = _locked(actor, import_id)
    if mine.state is not ImportState.APPLYING:
        return mine.id
    found = _found(mine)
    waiting = [each for each in found if each.outcome is Outcome.CREATE]
    if waiting:
        borrower_id = waiting[0].facts["borrower"]
        kept = [each for each in waiting if each.facts["borrower"] == borrower_id]
        rows = [brought.row_of(each) for each in kept]
        settled = [e for e in found if e.outcome in (Outcome.DONE, Outcome.SAME)]
        taking_over.enter(actor, rows, [brought.row_of(each) for each in settled])
        for each, row in zip(kept, rows, strict=True):
            _note(each, row)
    if all(each.outcome is not Outcome.CREATE for each in waiting):
        mine.state, mine.applied_at, mine.content = ImportState.APPLIED, clock.now(), b""
    return mine.id


def _note(kept: ImportRow, row: Row) -> None:
    kept.outcome, kept.facts, kept.noted = row.outcome, brought.facts_of(row), bool(row.notes)


@usecase()
def load(actor: Actor, rows: Iterable[Row]) -> int:
    """The operator takes over the promises made to one borrower; returns how many it entered."""
    mine = Parties(actor.territory_id, manager_id=actor.organization_id)
    access.require(actor, "promise.load", mine)
    found = list(rows)
    taking_over.enter(actor, found)
    return sum(row.outcome is Outcome.DONE for row in found)
