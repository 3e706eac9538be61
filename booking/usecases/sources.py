"""Agendas of elsewhere: followed, read again by the clock, followed no more."""

import logging
from datetime import timedelta

from booking import clock, fetching, journal, mail
from booking.db import db
from booking.dealings import Unread
from booking.documents import mails, occupations, words
from booking.documents.occupations import NoCalendar, Reading
from booking.errors import Invalid
from booking.fetching import Fetched, NotRead
from booking.models.catalogue import Item, Stock
from booking.models.sources import Source
from booking.period import Period
from booking.queries import catalogue, dangers
from booking.queries import sources as readings
from booking.queries.sources import Asked
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Followed
from booking.usecases import copies, occupying, promoting, usecase
from booking.usecases.withholding import Spans, supply_of
from booking.vocabulary import STAFF, MailKind, Role, Tracking

AHEAD = timedelta(days=548)
"""A year and a half, as far as most pools lend."""
PAUSE = timedelta(minutes=1)
"""Somebody else's server is asked no more often, whoever insists."""
WORRY = timedelta(days=3)
"""An agenda that could not be read for so long is told to the managers, once."""
MOST = 5
"""So many agendas at most for one stock."""

log = logging.getLogger(__name__)


@usecase()
def follow(actor: Actor, followed: Followed, *, key: str | None = None) -> int:
    """The manager or the owner says which agenda of elsewhere takes a thing.

    Returns the source; nothing is read of it yet. Raises Invalid for what no agenda can take.
    """
    item = catalogue.find(actor, followed.item)
    depot = catalogue.find_depot(item, followed.depot)
    stock = next(each for each in item.stocks if each.depot_id == depot.id)
    access.require(actor, "stock.follow", catalogue.parties(item, stock))
    promoting.lock([item.id])
    _require_new(item, stock, followed)
    unit = copies.find(stock, followed.unit, clock.now()) if followed.unit else None
    made = Source(
        territory_id=item.territory_id,
        stock_id=stock.id,
        unit=unit,
        quantity=1 if unit else _quantity(stock, followed),
        name=followed.name,
        address=followed.address,
        host=fetching.host(followed.address),
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()  # the journal names it
    _record(actor, "follow_agenda", made)
    return made.id


def _record(actor: Actor, act: str, source: Source, **facts: int) -> None:
    """Write in the journal what became of a source, never its address."""
    journal.record(
        actor,
        act,
        "stock",
        source.stock_id,
        territory_id=source.territory_id,
        source=source.id,
        name=source.name,
        host=source.host,
        units=[source.unit.number] if source.unit else [],
        **facts,
    )


def _require_new(item: Item, stock: Stock, followed: Followed) -> None:
    known = [each.address for each in readings.followed(stock.id)]
    wrong = {}
    if item.family == STAFF:
        wrong = {"address": ["Une personne dit elle-même quand elle n’est pas là."]}
    elif followed.address in known:
        wrong = {"address": ["Cet agenda est déjà suivi pour ce dépôt."]}
    elif len(known) >= MOST:
        wrong = {"address": [f"{MOST} agendas au plus par dépôt."]}
    elif followed.unit and item.tracking is not Tracking.NUMBERED:
        wrong = {"unit": ["Ce matériel n’a pas d’exemplaires numérotés."]}
    if wrong:
        raise Invalid("invalid", errors=wrong)


def _quantity(stock: Stock, followed: Followed) -> int:
    now = clock.now()
    there = supply_of(stock, Period(now, now + AHEAD)).in_service(now)
    if followed.quantity > there:
        raise Invalid("invalid", errors={"quantity": ["Il n’y en a pas autant à ce dépôt."]})
    return followed.quantity


@usecase()
def stop(actor: Actor, source_id: int, *, key: str | None = None) -> int:
    """An agenda is followed no more: what it still took is lent again, its address is erased.

    Returns the stock.
    """
    source = _locked(actor, source_id, "source.stop")
    now = clock.now()
    occupying.release(source, now)
    source.address, source.stopped_at, source.busy = None, now, []
    source.etag = source.last_modified = ""
    _record(actor, "leave_agenda", source)
    promoting.promote()
    return source.stock_id


def _locked(actor: Actor, source_id: int, act: str) -> Source:
    """Return a source that is followed, its stock locked; raises NotFound."""
    seen = readings.source(actor, source_id)
    item = seen.stock.item
    access.require(actor, act, catalogue.parties(item, seen.stock))
    promoting.lock([item.id])
    db.session.expire_all()  # what was read before the lock may have changed since
    return readings.source(actor, source_id)  # or be followed no more


def refresh(actor: Actor, source_id: int) -> int:
    """Read an agenda of elsewhere and hold what it says; what fails is noted, and holds on.

    It is read between two acts: a slow server keeps nobody waiting. Returns the source.
    """
    if not claim(actor, source_id):
        return source_id
    asked = readings.asked(source_id)
    db.session().let_go()  # type: ignore[attr-defined] # nothing is kept open meanwhile
    try:
        fetched = fetching.fetch(asked.address, asked.known)
        reading = _read(fetched, asked)
    except (NotRead, NoCalendar) as unread:
        return note_failure(actor, source_id, unread.failure)
    except Exception as error:  # what others publish may fail in ways that nobody foresaw
        log.error("source %s not read: %s", source_id, type(error).__name__)  # no word of theirs
        return note_failure(actor, source_id, Unread.GARBLED)
    return keep(actor, source_id, fetched, reading)


def _read(fetched: Fetched, asked: Asked) -> Reading | None:
    if fetched.content is None:
        return None
    now = clock.now()
    return occupations.read(fetched.content, asked.zone, Period(now, now + AHEAD))


@usecase()
def claim(actor: Actor, source_id: int) -> int:
    """An agenda of elsewhere is about to be read, by one reader at a time.

    Returns 0 when it has just been read.
    """
    source = readings.source(actor, source_id, lock=True)
    access.require(actor, "source.refresh", catalogue.parties(source.stock.item, source.stock))
    now = clock.now()
    if source.tried_at and source.tried_at > now - PAUSE:
        return 0
    source.tried_at = now
    return source.id


@usecase()
def keep(actor: Actor, source_id: int, fetched: Fetched, reading: Reading | None) -> int:
    """What an agenda of elsewhere says is held; None: it says what it said before.

    Managers are told which promised loans it leaves short.
    """
    source = _locked(actor, source_id, "source.refresh")
    now = clock.now()
    source.read_at, source.failure, source.failing_since = now, None, None
    source.told_at = None
    if reading:
        source.whole_at = now
        source.etag, source.last_modified = fetched.known.etag, fetched.known.last_modified
        source.busy = readings.written(reading.busy)
        source.dropped, source.cut = reading.dropped, reading.cut
    written = occupying.rewrite(source, readings.busy(source), now)
    if written.made or written.ended:
        _record(actor, "read_agenda", source, made=written.made, ended=written.ended)
        _tell(source, written.spans)
    if written.ended:
        promoting.promote()
    return source.id


def _tell(source: Source, spans: Spans) -> None:
    """Name to the managers of the pool the reservations that what was written leaves short."""
    found, zone = dangers.of_stock(source.stock, spans), readings.zone_of(source)
    if found:
        because = mails.occupied(source.stock.item.name, source.name)
        lines = [mails.lacking(each.as_fact(), zone) for each in found]
        _write(source, MailKind.TO_REVIEW, because=because, lines=lines)


def _write(source: Source, kind: MailKind, **facts: object) -> None:
    item = source.stock.item
    managers = mail.people(item.pool.manager_id, Role.MANAGER)
    mail.queue(source.territory_id, kind, managers, path=f"/materiel/{item.id}/stock", **facts)


@usecase()
def note_failure(actor: Actor, source_id: int, failure: Unread) -> int:
    """An agenda of elsewhere could not be read: what it said last still holds.

    Managers are told once, when that lasts.
    """
    source = readings.source(actor, source_id, lock=True)
    access.require(actor, "source.refresh", catalogue.parties(source.stock.item, source.stock))
    now = clock.now()
    source.failure = failure
    source.failing_since = source.failing_since or now
    log.info("source %s not read: %s", source.id, failure.value)
    if source.told_at is None and now - source.failing_since >= WORRY:
        source.told_at = now
        since = source.failing_since.astimezone(readings.zone_of(source))
        facts = {"agenda": source.name, "item": source.stock.item.name, "why": failure.label}
        _write(source, MailKind.AGENDA_UNREAD, since=words.moment(since), **facts)
    return source.id
