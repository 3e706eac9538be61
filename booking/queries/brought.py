"""Promises brought in, as their page shows them, and as they are kept between two steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.documents.promises import column, problem
from booking.intake import ImportKind, Outcome
from booking.models.catalogue import Item
from booking.models.imports import ImportRow
from booking.models.organizations import Organization
from booking.numbers import among
from booking.period import Period
from booking.queries import imports
from booking.queries.imports import ImportView
from booking.rules.access import Actor, Parties, may
from booking.rules.inventory import Problem
from booking.rules.promises import Row


@dataclass(frozen=True)
class LineView:
    """A promise, what becomes of it, what is wrong or to be known; `made` is its request."""

    number: int
    outcome: Outcome
    said: Mapping[str, str]
    item: str
    quantity: int
    borrower: str
    period: Period | None
    note: str
    made: int
    despite: str
    notes: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]
    may_insist: bool


@dataclass(frozen=True)
class BroughtView:
    """A table of promises with its counts and some of its lines."""

    seen: ImportView
    facts: Mapping[str, Any]
    counts: Mapping[str, int]
    lines: tuple[LineView, ...]
    pages: int


def show(actor: Actor, import_id: int, only: str = "", page: int | None = 1) -> BroughtView:
    """Return a table of promises with a page of its lines (None: all); raises NotFound."""
    mine = imports.find(actor, import_id, ImportKind.PROMISES)
    found, counts, pages = imports.page_of(import_id, only, page)
    rows = [row_of(each) for each in found]
    titles = mine.facts["titles"]
    items = {
        item.id: item
        for item in db.session.scalars(
            select(Item).where(among(Item.id, {row.item_id for row in rows}))
        )
    }
    names = select(Organization.id, Organization.name)
    names = names.where(among(Organization.id, {row.borrower_id for row in rows}))
    bodies = dict(db.session.execute(names).all())
    lines = tuple(
        _line(actor, row, items.get(row.item_id), bodies.get(row.borrower_id, ""), titles)
        for row in rows
    )
    return BroughtView(imports.view(mine), mine.facts, counts, lines, pages)


def _line(
    actor: Actor, row: Row, item: Item | None, borrower: str, titles: Mapping[str, str]
) -> LineView:
    def told(found: list[Problem]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (column(each.column, titles), problem(each.code, each.facts)) for each in found
        )

    return LineView(
        number=row.number,
        outcome=row.outcome,
        said=row.said,
        item=item.name if item else "",
        quantity=row.quantity,
        borrower=borrower,
        period=row.period,
        note=row.note,
        made=row.made,
        despite=row.despite,
        notes=told(row.notes),
        problems=told(row.problems),
        may_insist=bool(item and row.outcome is Outcome.SHORT and may_overbook(actor, item)),
    )


def may_overbook(actor: Actor, item: Item) -> bool:
    """Tell whether the actor may take more of an item than is free, saying why."""
    manager = Parties(item.territory_id, manager_id=item.pool.manager_id)
    return may(actor, "reservation.overbook", manager)


def left(actor: Actor, import_id: int) -> Iterator[tuple[int, Mapping[str, str], str]]:
    """Yield the lines that were not entered, as they were written, with why; raises NotFound."""
    for line in show(actor, import_id, page=None).lines:
        if line.outcome in (Outcome.WRONG, Outcome.SHORT):
            why = " ".join(f"{place} : {sentence}" for place, sentence in line.problems)
            yield line.number, line.said, why


def facts_of(row: Row) -> dict[str, Any]:
    """Return a line as JSON keeps it."""
    return {
        "said": row.said,
        "item": row.item_id,
        "quantity": row.quantity,
        "borrower": row.borrower_id,
        "period": [each.isoformat() for each in (row.period.starts_at, row.period.ends_at)]
        if row.period
        else [],
        "note": row.note,
        "despite": row.despite,
        "takes": row.takes,
        "made": row.made,
        "notes": [[each.column, each.code, dict(each.facts)] for each in row.notes],
        "problems": [[each.column, each.code, dict(each.facts)] for each in row.problems],
    }


def row_of(kept: ImportRow) -> Row:
    """Return a line as it was kept."""
    facts = kept.facts
    ends = [datetime.fromisoformat(each) for each in facts["period"]]
    return Row(
        number=kept.number,
        said=facts["said"],
        item_id=facts["item"],
        quantity=facts["quantity"],
        borrower_id=facts["borrower"],
        period=Period(*ends) if ends else None,
        note=facts["note"],
        despite=facts["despite"],
        outcome=kept.outcome,
        takes=facts["takes"],
        made=facts["made"],
        notes=[Problem(*each) for each in facts["notes"]],
        problems=[Problem(*each) for each in facts["problems"]],
    )
