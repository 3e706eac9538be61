"""What becomes of promises brought in: what they mean, what is there already, what is free."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.documents import messages
from booking.documents.fonts import missing_glyphs
from booking.errors import Invalid
from booking.intake import Outcome
from booking.models.catalogue import Item, Pool
from booking.models.organizations import Organization
from booking.models.reservations import Line, Request, Reservation
from booking.numbers import among
from booking.period import Period
from booking.queries import catalogue, counts, organizations, promised_stock
from booking.queries.views import reference
from booking.rules import promises, sheet, terms
from booking.rules.access import Actor, Parties, may
from booking.rules.inventory import Problem
from booking.rules.naming import Names
from booking.rules.promises import PROMISES, Known, Row
from booking.rules.sheet import Sheet, Table
from booking.vocabulary import LifeStage, Status

STANDING = frozenset(Status) - {Status.DRAFT, Status.REFUSED, Status.EXPIRED, Status.CANCELLED}
"""While it is one of these, a promise is kept, or was."""


def lines(tables: Sequence[Table]) -> tuple[Sheet, dict[int, dict[str, Any]]]:
    """Return the sheet that holds promises, and its cells by row; raises Invalid without any."""
    chosen = sheet.choose(tables, PROMISES)
    if chosen is None:
        raise Invalid("promises_headerless")
    table, header = chosen
    found, left = sheet.by_field(table, header)
    if not found:
        raise Invalid("promises_empty")
    others = sheet.unread(tables, table)
    return Sheet(table.name, header, (), left, others), found


def read(actor: Actor, cells: dict[int, dict[str, Any]], numbers: Collection[int]) -> list[Row]:
    """Return what some lines promise, in the actor's view."""
    known = _known(actor)
    return [promises.read(number, cells[number], known) for number in numbers]


def _known(actor: Actor) -> Known:
    items = db.session.scalars(
        catalogue.items_of(actor).options(joinedload(Item.pool)).order_by(Item.id)
        if not actor.service
        else select(Item).filter_by(territory_id=actor.territory_id).options(joinedload(Item.pool))
    ).all()
    mine = [each for each in items if loads(actor, each.pool)]
    found = select(Organization).filter_by(territory_id=actor.territory_id)
    bodies = db.session.scalars(found.order_by(Organization.id)).all()
    codes = {each.insee_code.lstrip("0"): each.id for each in bodies if each.insee_code}
    codes |= {each.insee_code: each.id for each in bodies if each.insee_code}
    return Known(
        items=Names({each.id: each.name for each in mine}),
        references={sheet.key(each.reference): each.id for each in mine},
        foreign={sheet.key(each.reference): each.pool.name for each in items if each not in mine},
        organizations=Names(
            {each.id: each.name for each in bodies},
            codes | {each.siren: each.id for each in bodies if each.siren},
        ),
        zone=actor.zone,
        now=clock.now(),
        lost=missing_glyphs,
    )


def loads(actor: Actor, pool: Pool) -> bool:
    """Tell whether the actor may take over the promises made of what a pool has."""
    return may(actor, "promise.load", Parties(pool.territory_id, manager_id=pool.manager_id))


@dataclass(frozen=True)
class Kept:
    """A promise that the service has already."""

    item_id: int
    borrower_id: int
    period: Period
    quantity: int
    reservation_id: int
    request_id: int
    cancelled: bool


def judge(actor: Actor, rows: Sequence[Row], before: Sequence[Row] = ()) -> None:
    """Say of lines that can be read what would become of them, those before them being entered.

    Within an act the stocks are locked: it is then what becomes of them.
    """
    asked = [row for row in rows if row.outcome is not Outcome.WRONG]
    items = _items({row.item_id for row in [*asked, *before] if row.item_id})
    parts = {item.id: counts.expanded({item: 1}) for item in items.values()}
    _compare(actor, asked, before, {item_id: [*of] for item_id, of in parts.items()})
    _warn(actor, [row for row in asked if row.outcome is Outcome.CREATE], items)
    promised_stock.fit(
        actor, [row for row in asked if row.outcome is Outcome.CREATE], before, items
    )


def _items(ids: Collection[int]) -> dict[int, Item]:
    found = select(Item).where(among(Item.id, ids)).options(joinedload(Item.pool))
    return {item.id: item for item in db.session.scalars(found)}


def _compare(
    actor: Actor, asked: Sequence[Row], before: Iterable[Row], parts: dict[int, list[Item]]
) -> None:
    """Find what is there already, in the service or on an earlier line."""
    first = {row.same: row.number for row in reversed([*before, *asked])}
    kept: dict[int, list[Kept]] = {}
    for each in _kept(actor, {part.id for of in parts.values() for part in of}, asked):
        kept.setdefault(each.borrower_id, []).append(each)
    had: dict[tuple[int, int, Period], list[int]] = {}
    numbers = {row.number for row in asked}
    for row in [*before, *asked]:
        if row.period is None or row.outcome is Outcome.WRONG:
            continue
        mine = [
            each
            for each in kept.get(row.borrower_id, ())
            if each.item_id in {part.id for part in parts[row.item_id]}
        ]
        place = (row.item_id, row.borrower_id, row.period)
        same = [each for each in mine if each.period == row.period]
        standing = [each for each in same if not each.cancelled]
        left = had.setdefault(place, [_whole(row, standing, parts)])
        if row.number in numbers:
            _settle(row, first[row.same], left[0], same, mine)
        if row.outcome in (Outcome.SAME, Outcome.DONE):
            left[0] -= row.quantity


def _whole(row: Row, standing: Sequence[Kept], parts: dict[int, list[Item]]) -> int:
    """Return how many are kept; of a kit, as many as the scarcest of its parts."""
    return min(
        sum(each.quantity for each in standing if each.item_id == part.id)
        for part in parts[row.item_id]
    )


def _settle(row: Row, first: int, left: int, same: Sequence[Kept], mine: Sequence[Kept]) -> None:
    """Say of one line whether it is kept already, in whole or in part, or repeats another."""
    standing = [each for each in same if not each.cancelled]
    if first != row.number:
        row.problems.append(Problem("name", "twin_promise", {"row": first}))
    elif standing and left >= row.quantity:
        row.outcome, row.made = Outcome.SAME, standing[0].request_id
        row.notes.append(Problem("name", "known", _naming(standing)))
    elif standing and left:
        row.problems.append(Problem("quantity", "had", {**_naming(standing), "had": left}))
    elif same and not standing:
        row.problems.append(Problem("name", "withdrawn", _naming(same)))
    else:
        others = [each for each in mine if _meets(each, row) and not each.cancelled]
        if others:
            row.notes.append(Problem("starts_at", "overlapping", _naming(others)))
    row.settle()


def _meets(each: Kept, row: Row) -> bool:
    return row.period is not None and each.period.overlaps(row.period)


def _naming(found: Sequence[Kept]) -> dict[str, object]:
    names = dict.fromkeys(reference(each.reservation_id) for each in found)
    return {"reference": ", ".join(list(names)[:3])}


def _kept(actor: Actor, items: Collection[int], asked: Sequence[Row]) -> list[Kept]:
    if not asked:
        return []
    first = min(row.period.starts_at for row in asked if row.period)
    found = (
        select(Line, Reservation, Request.borrower_id)
        .join(Line.reservation)
        .join(Reservation.request)
        .where(
            Line.territory_id == actor.territory_id,
            among(Line.item_id, items),
            Reservation.ends_at > first,
            Reservation.status.in_([*STANDING, Status.CANCELLED]),
        )
        .order_by(Reservation.id)
    )
    return [
        Kept(
            line.item_id,
            borrower_id,
            mine.period,
            line.quantity,
            mine.id,
            mine.request_id,
            mine.status is Status.CANCELLED,
        )
        for line, mine, borrower_id in db.session.execute(found)
    ]


def _warn(actor: Actor, asked: Sequence[Row], items: dict[int, Item]) -> None:
    """Note why the service would have refused what is honoured all the same."""
    bodies = {
        each.id: each
        for each in db.session.scalars(
            select(Organization).where(among(Organization.id, {row.borrower_id for row in asked}))
        )
    }
    for row in asked:
        item = items[row.item_id]
        if item.stage is LifeStage.RETIRED:
            row.problems.append(Problem("name", "retired"))
            row.settle()
            continue
        if item.stage is not LifeStage.PUBLISHED:
            row.notes.append(Problem("name", "not_published"))
        if row.period and row.period.starts_at < clock.now():
            row.notes.append(Problem("starts_at", "begun"))
        if reasons := _refusing(actor, bodies[row.borrower_id], item.pool, row.period):
            row.notes.append(Problem("borrower", "not_eligible", {"reasons": reasons}))


def _refusing(actor: Actor, body: Organization, pool: Pool, period: Period | None) -> str:
    if period is None:
        return ""
    borrower = organizations.as_borrower(body, pool, period, actor.zone)
    refused = terms.blocking(terms.eligibility(catalogue.terms_of(pool), borrower))
    return " ".join(f"{messages.verdict(each)}." for each in refused)
