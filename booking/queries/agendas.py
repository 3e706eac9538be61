"""What each kind of calendar shows: which reservations, and how much of them its reader may know.

Others' calendars carry the things, the borrower, the kind of use and the reference; never a name
of person, a telephone or a price (calendar § 1, 18). What the reader may not read is "Occupé".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from sqlalchemy import ColumnElement, Select, func, not_, or_, select, true

from booking import clock
from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import BUSY, Event, Standing, sparing
from booking.documents.words import things
from booking.models.catalogue import Depot, Pool, Stock
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.period import OPEN_ENDED, Period
from booking.queries import circles, loans, reservations, scopes, views, withdrawals
from booking.queries.scopes import Subject
from booking.queries.withdrawals import place
from booking.rules import access, calls
from booking.rules.access import Actor
from booking.rules.calls import Passed
from booking.vocabulary import Status

BATCH = 250
"""How many reservations are loaded at once."""


@dataclass(frozen=True)
class Drawing:
    """With what the events of a calendar are drawn.

    `most`: beyond how many events no more is read; what is to come is read first, then the latest.
    `items`: what a calendar of an item is about, itself and the parts of a kit.
    `passed`: when the loans now drawn left and were back.
    """

    actor: Actor
    subject: Subject
    public_url: str
    standings: Mapping[Status, Standing]
    most: int | None = None
    items: frozenset[int] = frozenset()
    passed: Mapping[int, Passed] = field(default_factory=dict)


def events(drawing: Drawing, span: Period) -> list[Event]:
    """Return what a calendar shows of the reservations within a span."""
    actor = drawing.actor
    drawing = replace(drawing, items=scopes.items(drawing.subject))
    hidden = _hidden(actor)
    drawn: list[Event] = []
    for ids in batches(drawing, span):
        if drawing.most is not None and len(drawn) > drawing.most:
            break
        found = reservations.loaded(actor, ids)
        drawing = replace(drawing, passed=loans.passed(ids))
        for mine in db.session.scalars(found.order_by(Reservation.id)).unique():
            with sparing("reservation", mine.id):
                readable = access.may(actor, "reservation.read", views.parties(mine))
                if readable or mine.pool_id not in hidden:
                    drawn += list(_drawn(drawing, mine, readable=readable))
    withheld = withdrawals.events(actor, drawing.subject, span, hidden, drawing.public_url)
    drawn += withheld
    return _told_apart(drawing.subject, drawn) if drawing.subject.anonymous else drawn


def _told_apart(subject: Subject, events: Iterable[Event]) -> list[Event]:
    """Return what is only busy, each told from the others by a number that it keeps for life.

    Readers merge events that differ by their hidden name alone. The thing is named where the
    calendar is about others too.
    """
    alone = subject.scope in (FeedScope.ITEM, FeedScope.UNIT)
    return [
        replace(
            each,
            summary="" if alone else each.summary,
            description=f"{BUSY} ({2 * each.uid + (each.kind == 'hold')})",
        )
        for each in events
    ]


def batches(drawing: Drawing, span: Period) -> Iterator[list[int]]:
    """Yield which reservations a calendar is about, some at a time: what is to come, by start.

    Then the latest, which are not even looked for when enough is to come.
    """
    today = midnight(drawing.actor)
    for found in (
        selected(drawing, span)
        .where(Reservation.ends_at >= today)
        .order_by(Reservation.starts_at, Reservation.id),
        selected(drawing, span)
        .where(Reservation.ends_at < today)
        .order_by(Reservation.ends_at.desc(), Reservation.id.desc()),
    ):
        ids = db.session.scalars(found).all()
        for first in range(0, len(ids), BATCH):
            yield list(ids[first : first + BATCH])


def selected(drawing: Drawing, span: Period) -> Select[int]:
    """Select the reservations of a calendar within a span.

    One index leads to them, however long the past: each condition of another table is asked of
    one reservation at a time, or a base would rather read that table whole.
    """
    return select(Reservation.id).where(
        Reservation.territory_id == drawing.actor.territory_id,
        Reservation.ends_at >= span.starts_at,
        Reservation.ends_at < OPEN_ENDED,
        Reservation.starts_at < span.ends_at,
        Reservation.status.in_(drawing.standings),
        _concerned(drawing),
    )


def midnight(actor: Actor) -> datetime:
    """Return when the day began where the actor is."""
    return datetime.combine(clock.today(actor.zone), time(0), actor.zone)


def _hidden(actor: Actor) -> set[int]:
    """Return the pools that the actor may not know of."""
    within = Pool.territory_id == actor.territory_id
    return set(db.session.scalars(select(Pool.id).where(within, not_(circles.known(actor)))))


def _concerned(drawing: Drawing) -> ColumnElement[bool]:
    """Select the reservations of a scope."""
    actor, thing = drawing.actor, drawing.subject.thing_id
    borrower = select(Request.borrower_id).where(Request.id == Reservation.request_id)
    borrows = borrower.correlate(Reservation).scalar_subquery() == actor.organization_id
    lines = select(func.count()).where(Line.reservation_id == Reservation.id)
    held = lines.where(Hold.line_id == Line.id, Stock.id == Hold.stock_id)
    named = select(Line.reservation_id).join(Hold, Hold.line_id == Line.id)
    of_scope: dict[FeedScope, ColumnElement[bool]] = {
        FeedScope.ME: borrows,
        FeedScope.COMMUNE: or_(borrows, Reservation.owner_id == actor.organization_id),
        FeedScope.POOL: Reservation.pool_id == thing,
        FeedScope.ITEM: _any(lines.where(Line.item_id.in_(drawing.items))),
        FeedScope.UNIT: Reservation.id.in_(named.where(Hold.unit_id == thing)),
        FeedScope.DEPOT: _any(held.where(Stock.depot_id == thing)),
        FeedScope.TERRITORY: true(),
    }
    return of_scope[drawing.subject.scope]


def _any(counted: Select[int]) -> ColumnElement[bool]:
    return counted.correlate(Reservation).scalar_subquery() > 0


def _drawn(drawing: Drawing, mine: Reservation, *, readable: bool) -> Iterator[Event]:
    """Yield the events of one reservation: at a depot its two ends, elsewhere the whole of it."""
    shown = readable and not drawing.subject.anonymous
    if drawing.subject.scope is not FeedScope.DEPOT:
        yield _whole(drawing, mine) if shown else _busy(drawing, mine)
    elif readable:
        yield from _ends(drawing, mine, shown=shown)


def _whole(drawing: Drawing, mine: Reservation) -> Event:
    said = _things(drawing, mine)
    depots = {hold.stock.depot: None for hold in _holds(drawing, mine)}
    use = mine.request.beneficiary_kind.label.capitalize()
    url = f"{drawing.public_url}/demandes/{mine.request_id}"
    return replace(
        _busy(drawing, mine),
        lead="",
        summary=f"{said} — {mine.request.borrower.name}",
        description=f"{use}, {mine.pool.name}, {views.reference(mine.id)}",
        location=" ; ".join(place(each.name, each.address) for each in depots),
        url=url,
    )


def _busy(drawing: Drawing, mine: Reservation) -> Event:
    """Return a reservation of which one learns only what it takes, and when.

    It bears its reference: readers merge events that differ by their hidden name alone.
    """
    lasting = calls.span(mine.period, drawing.passed.get(mine.id, calls.NOTHING))
    return Event(
        uid=mine.id,
        revision=mine.revision,
        created_at=mine.request.asked_at,
        changed_at=mine.changed_at,
        starts_at=lasting.starts_at,
        ends_at=lasting.ends_at,
        all_day=True,
        lead=BUSY,
        summary=_things(drawing, mine),
        description=views.reference(mine.id),
        categories=_families(drawing, mine),
        standing=drawing.standings[mine.status],
    )


def _ends(drawing: Drawing, mine: Reservation, *, shown: bool) -> Iterator[Event]:
    """Yield the hand-over and the return of what a depot lends, with their place and hour."""
    whole = _whole(drawing, mine) if shown else _busy(drawing, mine)
    passed = drawing.passed.get(mine.id, calls.NOTHING)
    fetched, brought = calls.calls(mine.period, passed, drawing.actor.zone)
    for act, word, span in (("hand-over", "Remise", fetched), ("return", "Retour", brought)):
        yield replace(
            whole,
            kind=f"{act}-at-{drawing.subject.thing_id}",
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            lead=word,
        )


def _things(drawing: Drawing, mine: Reservation) -> str:
    """Say how many of what: all that is asked, or what concerns the calendar alone."""
    held = _holds(drawing, mine)
    if drawing.subject.scope is FeedScope.UNIT:
        return next(f"{each.stock.item.name} {each.unit.number}" for each in held if each.unit)
    if drawing.subject.scope is FeedScope.DEPOT:
        counts: dict[str, int] = {}
        for hold in held:
            name = hold.stock.item.name
            counts[name] = counts.get(name, 0) + hold.quantity
        return things([(quantity, name) for name, quantity in counts.items()])
    return things([(line.quantity, line.item.name) for line in _lines(drawing, mine)])


def _lines(drawing: Drawing, mine: Reservation) -> list[Line]:
    """Return what is asked of the item that a calendar is about, or everything."""
    return [each for each in mine.lines if not drawing.items or each.item_id in drawing.items]


def _families(drawing: Drawing, mine: Reservation) -> tuple[str, ...]:
    """Return the families of what a calendar shows of a reservation."""
    if drawing.subject.scope in (FeedScope.UNIT, FeedScope.DEPOT):
        items = [hold.stock.item for hold in _holds(drawing, mine)]
    else:
        items = [line.item for line in _lines(drawing, mine)]
    return tuple(dict.fromkeys(item.family for item in items))


def _holds(drawing: Drawing, mine: Reservation) -> list[Hold]:
    """Return what is held of the thing that a calendar is about, or of everything."""
    subject = drawing.subject
    held = [hold for line in _lines(drawing, mine) for hold in line.holds]
    own = {
        FeedScope.UNIT: lambda hold: hold.unit_id,
        FeedScope.DEPOT: lambda hold: hold.stock.depot_id,
    }.get(subject.scope)
    return [hold for hold in held if own is None or own(hold) == subject.thing_id]


def places(territory_id: int) -> dict[str, str]:
    """Return where each depot of a territory is, by its name."""
    found = select(Depot.name, Depot.address).where(Depot.territory_id == territory_id)
    return {name: place(name, address) for name, address in db.session.execute(found)}
