"""What an approval would change for others, and what is known of the borrower: facts, no score."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Item
from booking.models.journal import JournalEntry
from booking.models.loans import Loan
from booking.models.organizations import Organization
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.queries import reservations, views
from booking.queries.availability import supplies
from booking.rules import access, terms
from booking.rules.access import Actor
from booking.vocabulary import Status

MONTHS = 24
LENT = frozenset({Status.OUT, Status.RETURNED, Status.CLOSED})


@dataclass(frozen=True)
class Waiting:
    """Who waits for the same things, and goes on waiting: (how many, name) of each."""

    request_id: int
    borrower: str
    things: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Missing:
    """So many of an item lacking over the period, and for whom."""

    quantity: int
    name: str
    borrowers: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """What approving changes for others: nothing at all, as each request holds its own stock."""

    waiting: tuple[Waiting, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Past:
    """What a borrower did with the loans of one pool, over some months."""

    months: int
    loans: int
    late: int
    worst: timedelta
    cancelled: int  # after the answer
    cancelled_late: int  # and after the pool's limit
    refused: int

    @property
    def first(self) -> bool:
        """Tell whether nothing is known."""
        return not (self.loans or self.cancelled or self.refused)


class Less(NamedTuple):
    """What was not granted: (how many, name) of each; and why."""

    things: tuple[tuple[int, str], ...]
    reason: str


class Fate(NamedTuple):
    """What became of one reservation."""

    status: Status
    starts_at: datetime
    ends_at: datetime
    decided_at: datetime | None
    changed_at: datetime
    returned_at: datetime | None


def effects(actor: Actor, reservation_id: int) -> Effects | None:
    """Return what approving would change for others; None to who may not answer now."""
    mine = _answerable(actor, reservation_id)
    return Effects(_waiting(mine), _missing(mine)) if mine else None


def past(actor: Actor, reservation_id: int) -> Past | None:
    """Return what the borrower did with the pool's loans; None to who may not answer now."""
    mine = _answerable(actor, reservation_id)
    return _past(mine, actor.zone) if mine else None


def withheld(actor: Actor, reservation_id: int) -> Less | None:
    """Return what was asked and not granted by the approval, if anything."""
    mine = reservations.row(actor, reservation_id)
    if mine.decided_at is None or mine.status is Status.REFUSED:
        return None
    entry = db.session.scalars(
        select(JournalEntry)
        .filter_by(thing="reservation", thing_id=mine.id, act="approve")
        .order_by(JournalEntry.id.desc())
    ).first()
    if entry is None or "withheld" not in entry.facts:
        return None
    things = tuple((quantity, name) for quantity, name in entry.facts["withheld"])
    return Less(things, entry.facts.get("reason", ""))


def _answerable(actor: Actor, reservation_id: int) -> Reservation | None:
    mine = reservations.row(actor, reservation_id)
    asked = mine.status in (Status.REQUESTED, Status.NEEDS_INFO)
    may = asked and access.may(actor, "reservation.approve", views.parties(mine))
    return mine if may else None


def overlapping(mine: Reservation) -> tuple[ColumnElement[bool], ...]:
    """Select the other requests over the dates of one."""
    return (
        Reservation.territory_id == mine.territory_id,
        Reservation.request_id != mine.request_id,
        Reservation.starts_at < mine.ends_at,
        Reservation.ends_at > mine.starts_at,
    )


def _waiting(mine: Reservation) -> tuple[Waiting, ...]:
    found = (
        select(Reservation.id, Request.id, Organization.name, Line.quantity, Item.name)
        .join(Reservation.request)
        .join(Organization, Organization.id == Request.borrower_id)
        .join(Reservation.lines)
        .join(Line.item)
        .where(
            Reservation.status == Status.WAITLISTED,
            Line.item_id.in_({line.item_id for line in mine.lines}),
            *overlapping(mine),
        )
        .order_by(Reservation.id, Line.id)
    )
    known: dict[int, Waiting] = {}
    for each, request_id, borrower, quantity, name in db.session.execute(found):
        before = known.get(each, Waiting(request_id, borrower, ()))
        known[each] = Waiting(request_id, borrower, (*before.things, (quantity, name)))
    return tuple(known.values())


def _missing(mine: Reservation) -> tuple[Missing, ...]:
    """Return what lacks while the loan lasts, its own holds counted: knowingly, or by a loss."""
    names = {line.item_id: line.item.name for line in mine.lines}
    found = supplies(mine.territory_id, set(names), mine.period, unfit=True)
    lacks = {
        item_id: sum(max(0, -stock.least(mine.period)) for stock in stocks)
        for item_id, stocks in found.items()
    }
    short = {item_id: lack for item_id, lack in lacks.items() if lack}
    beyond = _beyond(mine, short) if short else {}
    own = (mine.request.borrower.name,)
    return tuple(
        Missing(lack, names[item_id], beyond.get(item_id, own)) for item_id, lack in short.items()
    )


def _beyond(mine: Reservation, item_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return by item for whom more was knowingly taken than is free, over the loan's dates."""
    found = (
        select(Line.item_id, Organization.name)
        .join(Hold, Hold.line_id == Line.id)
        .join(Line.reservation)
        .join(Reservation.request)
        .join(Organization, Organization.id == Request.borrower_id)
        .where(
            Line.item_id.in_(item_ids),
            Hold.beyond > 0,
            Hold.starts_at < mine.ends_at,
            Hold.ends_at > mine.starts_at,
        )
        .order_by(Hold.id)
    )
    known: dict[int, dict[str, None]] = {}
    for item_id, name in db.session.execute(found):
        known.setdefault(item_id, {})[name] = None
    return {item_id: tuple(found) for item_id, found in known.items()}


def _past(mine: Reservation, zone: ZoneInfo) -> Past:
    now = clock.now()
    first = terms.months_before(now.astimezone(zone).date(), MONTHS)
    found = (
        select(Reservation.status, Reservation.starts_at, Reservation.ends_at)
        .add_columns(Reservation.decided_at, Reservation.changed_at, Loan.returned_at)
        .join(Reservation.request)
        .outerjoin(Loan, Loan.reservation_id == Reservation.id)
        .where(
            Reservation.pool_id == mine.pool_id,
            Request.borrower_id == mine.request.borrower_id,
            Reservation.id != mine.id,
            Reservation.starts_at >= datetime(first.year, first.month, first.day, tzinfo=zone),
        )
    )
    rows = [Fate._make(row) for row in db.session.execute(found)]
    return tally(rows, now, mine.pool.cancel_days, zone)


def tally(fates: Iterable[Fate], now: datetime, limit: int, zone: ZoneInfo) -> Past:
    """Count what became of the loans of a borrower; they are cancelled in time until a limit."""
    count: Counter[str] = Counter()
    worst = timedelta(0)
    for each in fates:
        lent = each.status in LENT
        late = (each.returned_at or now) - each.ends_at if lent else timedelta(0)
        worst = max(worst, late)
        gone = each.status is Status.CANCELLED and each.decided_at is not None
        count["loans"] += lent
        count["late"] += late > timedelta(0)
        count["cancelled"] += gone
        count["cancelled_late"] += gone and _is_late(each, limit, zone)
        count["refused"] += each.status is Status.REFUSED
    names = ("loans", "late", "cancelled", "cancelled_late", "refused")
    return Past(months=MONTHS, worst=worst, **{name: count[name] for name in names})


def _is_late(each: Fate, limit: int, zone: ZoneInfo) -> bool:
    """Tell whether a loan was cancelled after the last day on which nobody asks why."""
    return each.changed_at.astimezone(zone).date() > terms.free_until(limit, each.starts_at, zone)
