"""Agendas of elsewhere that take things: what each said, when, and what it collides with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.dealings import Unread
from booking.errors import NotAllowed, NotFound
from booking.fetching import Known
from booking.models.catalogue import Stock
from booking.models.organizations import Territory
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.models.sources import Source
from booking.period import Period
from booking.queries import catalogue, circles, stocks, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.occurrences import Busy, without

EVERY = timedelta(hours=1)
WHOLE = timedelta(days=1)
"""After so long all of an agenda is asked for again: what recurs comes into view."""
SHOWN = 3
"""So many of the next periods are shown."""


@dataclass(frozen=True)
class Asked:
    """What is read, as it was last known, and in which zone its days are."""

    address: str
    known: Known
    zone: ZoneInfo


@dataclass(frozen=True)
class Collision:
    """When an agenda says that a copy is taken, which something else has; who, if one may know."""

    period: Period
    reference: str = ""
    request_id: int = 0
    why: str = ""


@dataclass(frozen=True)
class SourceView:
    """An agenda of elsewhere, as those who tend the stock read it.

    `address` is given to those who may follow it alone.
    """

    id: int
    depot: str
    stock_id: int
    name: str
    host: str
    address: str
    unit: str
    quantity: int
    read_at: datetime | None
    failure: Unread | None
    failing_since: datetime | None
    count: int
    next: tuple[Period, ...]
    collisions: tuple[Collision, ...]
    dropped: int
    cut: bool
    may_change: bool


def source(actor: Actor, source_id: int, *, lock: bool = False) -> Source:
    """Return an agenda that is followed, in the actor's view; raises NotFound."""
    found = db.session.get(Source, source_id, with_for_update=lock or None)
    if found is None or found.stopped_at or not _in_view(actor, found):
        raise NotFound("source_not_found")
    return found


def _in_view(actor: Actor, found: Source) -> bool:
    if actor.service:
        return True
    item = found.stock.item
    thing = catalogue.parties(item, found.stock)
    return circles.knows(actor, item.pool) and access.may(actor, "source.read", thing)


def item_of(actor: Actor, source_id: int) -> int:
    """Return the item that an agenda takes; raises NotFound."""
    return source(actor, source_id).stock.item_id


def followed(stock_id: int) -> Sequence[Source]:
    """Return the agendas that take something of a stock."""
    found = select(Source).where(Source.stock_id == stock_id, Source.stopped_at.is_(None))
    return db.session.scalars(found.order_by(Source.id)).all()


def due(now: datetime) -> list[int]:
    """Return the agendas that were not read for an hour, the longest forgotten first."""
    found = select(Source.id).where(
        Source.stopped_at.is_(None),
        or_(Source.tried_at.is_(None), Source.tried_at <= now - EVERY),
    )
    return list(db.session.scalars(found.order_by(Source.tried_at.nulls_first(), Source.id)))


def asked(source_id: int) -> Asked:
    """Return what is to be read; from time to time all of it, be it as it was."""
    found = db.session.get_one(Source, source_id)
    fresh = found.whole_at is not None and found.whole_at > clock.now() - WHOLE
    known = Known(found.etag, found.last_modified) if fresh else Known()
    return Asked(found.address or "", known, zone_of(found))


def zone_of(found: Source) -> ZoneInfo:
    """Return the zone in which a source's territory lives."""
    return ZoneInfo(db.session.get_one(Territory, found.territory_id).time_zone)


def written(busy: Iterable[Busy]) -> list[list[str]]:
    """Return periods as they are kept."""
    return [
        [each.key, each.period.starts_at.isoformat(), each.period.ends_at.isoformat()]
        for each in busy
    ]


def busy(found: Source) -> list[Busy]:
    """Return what an agenda said when it was last read."""
    instant = datetime.fromisoformat
    return [Busy(key, Period(instant(first), instant(last))) for key, first, last in found.busy]


def of_item(actor: Actor, item_id: int) -> list[SourceView]:
    """Return the agendas that take something of an item, of the stocks that the actor tends.

    Raises NotFound out of view, NotAllowed to who only borrows.
    """
    if not stocks.may_tend(actor, item_id):
        raise NotAllowed("not_allowed", act="source.read")
    found = (
        select(Source)
        .join(Source.stock)
        .where(
            Stock.item_id == item_id,
            Source.territory_id == actor.territory_id,
            Source.stopped_at.is_(None),
        )
        .options(joinedload(Source.unit))
        .order_by(Source.id)
    )
    return [_view(actor, each) for each in db.session.scalars(found) if _in_view(actor, each)]


def show(actor: Actor, source_id: int) -> SourceView:
    """Return one agenda; raises NotFound."""
    return _view(actor, source(actor, source_id))


def may_follow(actor: Actor, item_id: int) -> list[int]:
    """Return the stocks of an item for which the actor may say which agenda takes them."""
    item = catalogue.by_id(actor, item_id)
    return [
        stock.id
        for stock in item.stocks
        if access.may(actor, "stock.follow", catalogue.parties(item, stock))
    ]


def _view(actor: Actor, found: Source) -> SourceView:
    now, stock = clock.now(), found.stock
    held = select(Hold.starts_at, Hold.ends_at).where(
        Hold.source_id == found.id, Hold.ends_at > now
    )
    periods = [Period(*each) for each in db.session.execute(held.order_by(Hold.starts_at))]
    may = access.may(actor, "stock.follow", catalogue.parties(stock.item, stock))
    return SourceView(
        id=found.id,
        depot=stock.depot.name,
        stock_id=stock.id,
        name=found.name,
        host=found.host,
        address=(found.address or "") if may else "",
        unit=found.unit.number if found.unit else "",
        quantity=found.quantity,
        read_at=found.read_at,
        failure=found.failure,
        failing_since=found.failing_since,
        count=len(periods),
        next=tuple(periods[:SHOWN]),
        collisions=tuple(_collisions(actor, found, periods)),
        dropped=found.dropped,
        cut=found.cut,
        may_change=may,
    )


def _collisions(actor: Actor, found: Source, held: Sequence[Period]) -> Iterable[Collision]:
    """Yield when an agenda takes a copy that something else has, from now on."""
    if found.unit_id is None:
        return
    now = clock.now()
    ahead = [each.period for each in busy(found) if each.period.ends_at > now]
    lacking = [
        each
        for period in ahead
        for each in without(
            Period(max(period.starts_at, now), period.ends_at),
            [mine for mine in held if mine.overlaps(period)],
        )
    ]
    others = _others(found, lacking)
    for period in lacking:
        for hold in others:
            if hold.period.overlaps(period):
                yield _collision(actor, period, hold)


def _others(found: Source, lacking: Sequence[Period]) -> Sequence[Hold]:
    """Return what else has the copy of a source."""
    if not lacking:
        return []
    mine = select(Hold).where(
        Hold.unit_id == found.unit_id,
        Hold.ends_at > min(each.starts_at for each in lacking),
        or_(Hold.source_id.is_(None), Hold.source_id != found.id),
    )
    loaded = (
        joinedload(Hold.line)
        .joinedload(Line.reservation)
        .joinedload(Reservation.request)
        .joinedload(Request.borrower)
    )
    return db.session.scalars(mine.options(loaded).order_by(Hold.starts_at)).all()


def _collision(actor: Actor, period: Period, hold: Hold) -> Collision:
    if hold.line is None:
        why = f"{hold.reason.label} : {hold.note}" if hold.note else hold.reason.label
        return Collision(period, why=why)
    mine = hold.line.reservation
    if not access.may(actor, "reservation.read", views.parties(mine)):
        return Collision(period, why="sorti")
    who = f"sorti pour {mine.request.borrower.name}"
    return Collision(period, views.reference(mine.id), mine.request_id, who)
