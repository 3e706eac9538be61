"""Entering promises made elsewhere: the same lock, check and write as any request."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import select

from booking import clock, journal, mail
from booking.db import db
from booking.dealings import Channel
from booking.documents import promises as told
from booking.errors import Invalid, NotEnoughAvailable, NotFound
from booking.intake import Outcome
from booking.models.accounts import Membership
from booking.models.catalogue import Item
from booking.models.organizations import Organization
from booking.models.reservations import Line, Request, Reservation
from booking.numbers import among
from booking.period import Period
from booking.queries import promises as readings
from booking.rules.access import Actor
from booking.rules.asking import AskedLine
from booking.rules.inventory import Problem
from booking.rules.promises import PURPOSE, Row
from booking.usecases import conventions, holds, shortages
from booking.usecases.asking import by_lender, keep_parts, new_part
from booking.usecases.lines import expand, new_line
from booking.usecases.reservations import mark, overbooking
from booking.usecases.telling import for_itself
from booking.vocabulary import BeneficiaryKind, MailKind, Role, Status

SHORT = "not_enough_available"
"""Why what was promised is not entered."""


def enter(actor: Actor, rows: Sequence[Row], before: Sequence[Row] = ()) -> None:
    """Enter what was promised to one borrower: what fits is approved, the rest says why not.

    `before` are lines of the same table that are settled. The stocks are locked first, for all of
    it; conventions take their numbers last.
    """
    items = _items(rows)
    _require_loaded(actor, items)
    holds.lock({item.id for item, _ in expand(actor, _asked(rows, items))})
    db.session.expire_all()  # what was read before the lock may have changed since
    for row in rows:
        row.outcome, row.notes, row.problems, row.takes = Outcome.CREATE, [], [], []
    readings.judge(actor, rows, before)
    fitting = [row for row in rows if row.outcome is Outcome.CREATE]
    order = {row.together: rank for rank, row in reversed([*enumerate(fitting)])}
    fitting.sort(key=lambda row: order[row.together])
    parts: list[Reservation] = []
    for _, group in groupby(fitting, key=lambda row: row.together):
        parts += _try(actor, [*group], items)
    _keep_short(actor, rows, items)
    _tell(actor, [row for row in rows if row.outcome is Outcome.DONE], items, parts)
    for part in sorted(parts, key=lambda part: (part.owner_id, part.id)):  # one order for all
        conventions.issue_if_ready(actor, part)


def _keep_short(actor: Actor, rows: Sequence[Row], items: dict[int, Item]) -> None:
    """Keep what was promised and is not there: it cannot be rebuilt later (design § 4)."""
    for row in rows:
        if row.outcome is Outcome.SHORT and row.period:
            free: Any = row.problems[0].facts["free"]
            lack = (items[row.item_id].reference, row.quantity, free)
            shortages.keep((actor.territory_id, row.borrower_id), SHORT, row.period, [lack])


def _items(rows: Sequence[Row]) -> dict[int, Item]:
    found = select(Item).where(among(Item.id, {row.item_id for row in rows}))
    return {item.id: item for item in db.session.scalars(found)}


def _require_loaded(actor: Actor, items: dict[int, Item]) -> None:
    """Raise NotFound for what is not the actor's to promise: rights may have ended meanwhile."""
    for item in items.values():
        if not readings.loads(actor, item.pool):
            raise NotFound("promise_not_found")


def _asked(rows: Sequence[Row], items: dict[int, Item]) -> list[AskedLine]:
    return [AskedLine(items[row.item_id].reference, row.quantity) for row in rows]


def _try(actor: Actor, group: Sequence[Row], items: dict[int, Item]) -> list[Reservation]:
    """Enter the lines of one request; what turns out not to fit is listed with the rest."""
    try:
        return _enter(actor, group, items)
    except NotEnoughAvailable as refusal:
        short: list[dict[str, object]] = refusal.facts["shortages"]  # type: ignore[assignment]
        facts = {name: short[0][name] for name in ("wanted", "free", "name")}
        for row in group:
            row.outcome, row.problems = Outcome.SHORT, [Problem("quantity", "short", facts)]
        return []


def _enter(actor: Actor, group: Sequence[Row], items: dict[int, Item]) -> list[Reservation]:
    first = group[0]
    assert first.period  # noqa: S101 # it was read
    asked = _asked(group, items)
    lines = [new_line(*place, quantity) for place, quantity in expand(actor, asked).items()]
    despite = next((row.despite for row in group if row.despite), "")
    holds.place(lines, first.period, despite)
    made = _request(actor, first, lines)
    parts = [_agreed(actor, made, first.period, part) for part in by_lender(lines)]
    keep_parts(made, parts)
    ids = [part.id for part in parts]
    for row in group:
        row.outcome, row.made = Outcome.DONE, made.id
    found = [db.session.get_one(Reservation, each) for each in ids]
    for part in found:
        _record(actor, part, group)
    return found


def _request(actor: Actor, first: Row, lines: Sequence[Line]) -> Request:
    borrower = db.session.get_one(Organization, first.borrower_id)
    return Request(
        territory_id=actor.territory_id,
        borrower=borrower,
        borrower_id=borrower.id,
        asked_by_id=actor.user_id or _asker(actor, lines[0].item.pool.manager_id),
        asked_at=clock.now(),
        purpose=first.purpose,
        note=first.note if first.purpose not in (first.note, PURPOSE) else "",
        beneficiary_kind=BeneficiaryKind.COMMUNE,
        channel=Channel.BROUGHT,
    )


def _asker(actor: Actor, manager_id: int) -> int:
    """Return in whose name the service asks: somebody of the lender, else of the territory."""
    found = (
        select(Membership.user_id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Organization.territory_id == actor.territory_id)
        .order_by(
            Membership.organization_id != manager_id,
            Membership.role != Role.MANAGER,
            Membership.id,
        )
    )
    user_id = db.session.scalars(found).first()
    if user_id is None:
        raise Invalid("promises_nobody")
    return user_id


def _agreed(actor: Actor, made: Request, period: Period, lines: list[Line]) -> Reservation:
    part = new_part(actor, made, period, lines)
    part.status, part.decided_by_id = Status.APPROVED, actor.user_id or None
    part.answer_due_at = part.decided_at = part.changed_at
    return part


def _record(actor: Actor, part: Reservation, group: Sequence[Row]) -> None:
    """Write who took the promise over, what speaks against it, and what exceeds the stock."""
    warned = [
        told.problem(note.code, note.facts)
        for row in group
        for note in row.notes
        if note.code != "overlapping"
    ]
    journal.record(
        actor,
        "bring",
        "reservation",
        part.id,
        territory_id=part.territory_id,
        warned=list(dict.fromkeys(warned)),
        **mark(part),
        **overbooking(part),
    )


def _tell(
    actor: Actor, done: Sequence[Row], items: dict[int, Item], parts: Sequence[Reservation]
) -> None:
    """Write one message to the borrower, listing all; and one to each owner who must know."""
    if not done:
        return
    borrower = db.session.get_one(Organization, done[0].borrower_id)
    lines = [
        told.told(row.quantity, items[row.item_id].name, row.period, actor.zone)
        for row in done
        if row.period
    ]
    facts = {"brought": lines, "borrower": borrower.name, "by": actor.organization_name}
    bodies = {borrower.id, borrower.answerable_id} - {None, actor.organization_id}
    people = {each for body in bodies if body for each in mail.people(body, Role.SECRETARY)}
    mail.queue(actor.territory_id, MailKind.ENTERED, sorted(people), **facts, owner=False)
    for owner_id in sorted({part.owner_id for part in parts if for_itself(part)}):
        known = mail.people(owner_id, Role.MANAGER, Role.ADMINISTRATOR)
        mail.queue(actor.territory_id, MailKind.ENTERED, known, **facts, owner=True)
