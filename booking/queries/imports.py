"""The inventories an organization brought in, and what each would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload

from booking.db import db
from booking.documents import history
from booking.documents.inventory import column, problem
from booking.errors import NotFound
from booking.intake import ImportKind, ImportState, Outcome
from booking.models.catalogue import Depot, Item
from booking.models.imports import Import, ImportRow
from booking.models.organizations import Organization
from booking.queries import catalogue, inventory
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.inventory import Row
from booking.vocabulary import STAFF

PAGE = 200
OUTCOMES = {each.value: each for each in Outcome}
FILTERS = (*OUTCOMES, "noted")
LOADS = {ImportKind.INVENTORY: "inventory.load", ImportKind.PROMISES: "promise.load"}
"""The act that brings each kind of file in."""


@dataclass(frozen=True)
class ImportView:
    """One inventory brought in, in figures."""

    id: int
    name: str
    who: str
    state: ImportState
    total: int
    done: int
    created_at: datetime
    applied_at: datetime | None


@dataclass(frozen=True)
class LineView:
    """What a line of the file would do, or did, and what is wrong or to be known of it."""

    number: int
    outcome: Outcome
    reference: str
    name: str
    depot: str
    quantity: int | None
    changes: tuple[tuple[str, str, str], ...]
    notes: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlanView:
    """An inventory with its counts and some of its lines."""

    seen: ImportView
    facts: Mapping[str, Any]
    counts: Mapping[str, int]
    lines: tuple[LineView, ...]
    pages: int


@dataclass(frozen=True)
class Offered:
    """What may stand where a line says nothing."""

    pools: tuple[str, ...]
    owners: tuple[str, ...]
    families: tuple[str, ...]
    depots: tuple[str, ...]


def parties(mine: Import) -> Parties:
    """Return whose import it is."""
    return Parties(mine.territory_id, manager_id=mine.organization_id)


def find(actor: Actor, import_id: int, kind: ImportKind = ImportKind.INVENTORY) -> Import:
    """Return an import of the actor's organization; raises NotFound."""
    found = db.session.scalars(_mine(actor, kind).where(Import.id == import_id)).first()
    if found is None:
        raise NotFound("import_not_found")
    access.require(actor, LOADS[kind], parties(found))
    return found


def _mine(actor: Actor, kind: ImportKind) -> Select[Import]:
    return select(Import).where(
        Import.territory_id == actor.territory_id,
        Import.organization_id == actor.organization_id,
        Import.kind == kind,
    )


def of_organization(actor: Actor, kind: ImportKind = ImportKind.INVENTORY) -> list[ImportView]:
    """Return what the actor's organization brought in, the newest first; or raise NotFound."""
    own = Parties(actor.territory_id, manager_id=actor.organization_id)
    access.require(actor, LOADS[kind], own)
    found = _mine(actor, kind).options(joinedload(Import.user), defer(Import.content))
    return [view(each) for each in db.session.scalars(found.order_by(Import.id.desc()).limit(50))]


def view(mine: Import) -> ImportView:
    """Return one import in figures."""
    return ImportView(
        mine.id,
        mine.name,
        mine.user.name,
        mine.state,
        mine.rows_total,
        mine.rows_done,
        mine.created_at,
        mine.applied_at,
    )


def show(actor: Actor, import_id: int, only: str = "", page: int | None = 1) -> PlanView:
    """Return an import with a page of its lines (None: all), of one kind when asked."""
    mine = find(actor, import_id)
    rows, counts, pages = page_of(import_id, only, page)
    lines = tuple(_line(row, mine.facts["titles"]) for row in rows)
    return PlanView(view(mine), mine.facts, counts, lines, pages)


def page_of(
    import_id: int, only: str, page: int | None
) -> tuple[list[ImportRow], dict[str, int], int]:
    """Return a page of rows (None: all), of one kind when asked, the counts, how many pages."""
    counts = _counts(import_id)
    rows = select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.number)
    if only == "noted":
        rows = rows.where(ImportRow.noted)
    elif only in OUTCOMES:
        rows = rows.where(ImportRow.outcome == OUTCOMES[only])
    if page is not None:
        rows = rows.limit(PAGE).offset(PAGE * (page - 1))
    many = counts[only] if only in FILTERS else sum(counts[each.value] for each in Outcome)
    return list(db.session.scalars(rows)), counts, max(1, -(-many // PAGE))


def _counts(import_id: int) -> dict[str, int]:
    rows = (
        select(ImportRow.outcome, ImportRow.noted, func.count())
        .where(ImportRow.import_id == import_id)
        .group_by(ImportRow.outcome, ImportRow.noted)
    )
    counts = dict.fromkeys(FILTERS, 0)
    for outcome, noted, many in db.session.execute(rows):
        counts[outcome.value] += many
        counts["noted"] += many if noted else 0
    return counts


def _line(row: ImportRow, titles: Mapping[str, str]) -> LineView:
    def told(name: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (column(field, titles), problem(code, facts)) for field, code, facts in row.facts[name]
        )

    return LineView(
        row.number,
        row.outcome,
        row.reference,
        row.name,
        row.depot,
        row.quantity,
        history.changes(row.facts),
        told("notes"),
        told("problems"),
    )


def facts_of(row: Row) -> dict[str, Any]:
    """Return what a planned line changes, and what is said of it, as JSON keeps it."""
    return {
        "changes": row.changes,
        "notes": [[each.column, each.code, dict(each.facts)] for each in row.notes],
        "problems": [[each.column, each.code, dict(each.facts)] for each in row.problems],
        "stock": [row.depot_id, row.quantity],
    }


def shown(import_id: int) -> list[tuple[Outcome, dict[str, Any]]]:
    """Return what was shown of each line, in order."""
    rows = select(ImportRow.outcome, ImportRow.facts).where(ImportRow.import_id == import_id)
    return [(row.outcome, row.facts) for row in db.session.execute(rows.order_by(ImportRow.number))]


def offered(actor: Actor) -> Offered:
    """Return what the page proposes for lines that say nothing: first what is the actor's own."""
    territory_id = actor.territory_id
    seen, loadable = inventory.pools(actor, territory_id)
    mine = [pool.name for pool in seen if pool.id in loadable]
    depots = select(Depot.name).filter_by(territory_id=territory_id)
    owners = select(Organization.name).filter_by(territory_id=territory_id)
    families = catalogue.items_of(actor).with_only_columns(Item.family).distinct()
    return Offered(
        tuple(sorted(mine)),
        tuple(sorted(db.session.scalars(owners))),
        tuple(sorted(set(db.session.scalars(families)) - {STAFF})),
        tuple(sorted(db.session.scalars(depots))),
    )
