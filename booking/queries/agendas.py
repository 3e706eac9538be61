"""What each kind of calendar shows: which reservations, and how much of them its reader may know.

Others' calendars carry the things, the borrower, the kind of use and the reference; never a name
of person, a telephone or a price (calendar § 1, 18). What the reader may not read is "Occupé".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, not_, or_, select

from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import Event, Standing
from booking.documents.words import things
from booking.models.catalogue import Depot, Pool, Stock
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.period import Period
from booking.queries import circles, reservations, views, withdrawals
from booking.queries.scopes import Subject
from booking.queries.withdrawals import place
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import Status

CALL = timedelta(minutes=30)
"""How long a hand-over or a return is shown to take."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Drawing:
    """With what the events of a calendar are drawn."""

    actor: Actor
    subject: Subject
    public_url: str
    standings: Mapping[Status, Standing]


def events(drawing: Drawing, span: Period) -> list[Event]:
    """Return what a calendar shows of the reservations within a span."""
    actor = drawing.actor
    found = reservations.loaded(actor).where(
        _concerned(actor, drawing.subject),
        Reservation.status.in_(drawing.standings),
        Reservation.ends_at >= span.starts_at,
        Reservation.starts_at < span.ends_at,
    )
    hidden = _hidden(actor)
    drawn: list[Event] = []
    for mine in db.session.scalars(found.order_by(Reservation.id)).unique():
        readable = access.may(actor, "reservation.read", views.parties(mine))
        if readable or mine.pool_id not in hidden:
            drawn += _drawn(drawing, mine, readable=readable)
    return drawn + withdrawals.events(actor, drawing.subject, span, hidden, drawing.public_url)


def _hidden(actor: Actor) -> set[int]:
    """Return the pools that the actor may not know of."""
    within = Pool.territory_id == actor.territory_id
    return set(db.session.scalars(select(Pool.id).where(within, not_(circles.known(actor)))))


def _concerned(actor: Actor, subject: Subject) -> ColumnElement[bool]:
    """Select the reservations of a scope; the request is joined."""
    mine, thing = actor.organization_id, subject.thing_id
    lines = exists().where(Line.reservation_id == Reservation.id)
    holds = lines.where(Hold.line_id == Line.id)
    of_scope: dict[FeedScope, ColumnElement[bool]] = {
        FeedScope.ME: Request.borrower_id == mine,
        FeedScope.COMMUNE: or_(Request.borrower_id == mine, Reservation.owner_id == mine),
        FeedScope.POOL: Reservation.pool_id == thing,
        FeedScope.ITEM: lines.where(Line.item_id == thing),
        FeedScope.UNIT: holds.where(Hold.unit_id == thing),
        FeedScope.DEPOT: holds.where(Stock.id == Hold.stock_id, Stock.depot_id == thing),
        FeedScope.TERRITORY: Reservation.territory_id == actor.territory_id,
    }
    return of_scope[subject.scope]


def _drawn(drawing: Drawing, mine: Reservation, *, readable: bool) -> Iterator[Event]:
    """Yield the events of one reservation: at a depot its two ends, elsewhere the whole of it."""
    shown = readable and not drawing.subject.anonymous
    if drawing.subject.scope is not FeedScope.DEPOT:
        yield _whole(drawing, mine) if shown else _busy(drawing, mine)
    elif readable:
        yield from _ends(drawing, mine, shown=shown)


def _whole(drawing: Drawing, mine: Reservation) -> Event:
    said = _things(drawing.subject, mine)
    depots = {hold.stock.depot: None for hold in _holds(drawing.subject, mine)}
    use = mine.request.beneficiary_kind.label.capitalize()
    url = f"{drawing.public_url}/demandes/{mine.request_id}"
    return replace(
        _busy(drawing, mine),
        summary=f"{said} — {mine.request.borrower.name}",
        description=f"{use}, {mine.pool.name}, {views.reference(mine.id)}",
        location=" ; ".join(place(each.name, each.address) for each in depots),
        url=url,
    )


def _busy(drawing: Drawing, mine: Reservation) -> Event:
    """Return a reservation of which one learns only what it takes, and when.

    It bears its reference: readers merge events that differ by their hidden name alone.
    """
    return Event(
        uid=mine.id,
        revision=mine.revision,
        created_at=mine.request.asked_at,
        changed_at=mine.changed_at,
        starts_at=mine.starts_at,
        ends_at=mine.ends_at,
        all_day=True,
        summary=f"Occupé : {_things(drawing.subject, mine)}",
        description=views.reference(mine.id),
        categories=_families(drawing.subject, mine),
        standing=drawing.standings[mine.status],
    )


def _ends(drawing: Drawing, mine: Reservation, *, shown: bool) -> Iterator[Event]:
    """Yield the hand-over and the return of what a depot lends, with their place and hour."""
    whole = _whole(drawing, mine) if shown else _busy(drawing, mine)
    said = whole.summary.removeprefix("Occupé : ")
    for act, word, span in _calls(mine.period, drawing.actor):
        yield replace(
            whole,
            kind=f"{act}-at-{drawing.subject.thing_id}",
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            summary=f"{word} : {said}",
        )


def _calls(loan: Period, actor: Actor) -> Iterator[tuple[str, str, Period]]:
    """Yield when things are fetched and brought back: an hour, or a day when none was said."""
    zone = actor.zone
    if not loan.whole_days(zone):
        yield "hand-over", "Remise", Period(loan.starts_at, loan.starts_at + CALL)
        yield "return", "Retour", Period(loan.ends_at, loan.ends_at + CALL)
        return
    first = loan.starts_at.astimezone(zone).date()
    last = loan.ends_at.astimezone(zone).date() - DAY
    for act, word, day in (("hand-over", "Remise", first), ("return", "Retour", last)):
        midnight, next_one = (datetime.combine(each, time(0), zone) for each in (day, day + DAY))
        yield act, word, Period(midnight, next_one)


def _things(subject: Subject, mine: Reservation) -> str:
    """Say how many of what: all that is asked, or what concerns the calendar alone."""
    held = _holds(subject, mine)
    if subject.scope is FeedScope.UNIT:
        return next(f"{each.stock.item.name} {each.unit.number}" for each in held if each.unit)
    if subject.scope is FeedScope.DEPOT:
        counts: dict[str, int] = {}
        for hold in held:
            name = hold.stock.item.name
            counts[name] = counts.get(name, 0) + hold.quantity
        return things([(quantity, name) for name, quantity in counts.items()])
    return things([(line.quantity, line.item.name) for line in _lines(subject, mine)])


def _lines(subject: Subject, mine: Reservation) -> list[Line]:
    """Return what is asked of the item that a calendar is about, or everything."""
    thing = subject.thing_id if subject.scope is FeedScope.ITEM else None
    return [each for each in mine.lines if thing in (None, each.item_id)]


def _families(subject: Subject, mine: Reservation) -> tuple[str, ...]:
    """Return the families of what a calendar shows of a reservation."""
    if subject.scope in (FeedScope.UNIT, FeedScope.DEPOT):
        items = [hold.stock.item for hold in _holds(subject, mine)]
    else:
        items = [line.item for line in _lines(subject, mine)]
    return tuple(dict.fromkeys(item.family for item in items))


def _holds(subject: Subject, mine: Reservation) -> list[Hold]:
    """Return what is held of the thing that a calendar is about, or of everything."""
    held = [hold for line in mine.lines for hold in line.holds]
    own = {
        FeedScope.ITEM: lambda hold: hold.stock.item_id,
        FeedScope.UNIT: lambda hold: hold.unit_id,
        FeedScope.DEPOT: lambda hold: hold.stock.depot_id,
    }.get(subject.scope)
    return [hold for hold in held if own is None or own(hold) == subject.thing_id]


def places(territory_id: int) -> dict[str, str]:
    """Return where each depot of a territory is, by its name."""
    found = select(Depot.name, Depot.address).where(Depot.territory_id == territory_id)
    return {name: place(name, address) for name, address in db.session.execute(found)}
