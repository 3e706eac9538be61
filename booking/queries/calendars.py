"""What a subscribed calendar shows, and in whose view."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from booking import journal
from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import MAX_EVENTS, Calendar, Event, Standing
from booking.documents.words import things
from booking.errors import NotFound
from booking.models.calendars import Feed
from booking.models.organizations import Territory
from booking.models.reservations import Reservation
from booking.period import OPEN_ENDED, Period
from booking.queries import accounts, agendas, reservations, scope_versions, scopes, subscriptions
from booking.queries.agendas import Drawing
from booking.queries.polled import glance
from booking.queries.scope_versions import FEEDS, Words
from booking.queries.scopes import Subject
from booking.queries.views import ReservationView
from booking.rules import calls
from booking.rules.access import Actor
from booking.rules.calls import Passed
from booking.vocabulary import Status

KEPT = timedelta(days=14)
"""How long a person's own feed still shows what was cancelled (calendar § 1, 13)."""
PAST, FUTURE, MONTH = timedelta(days=60), timedelta(days=548), timedelta(days=31)
EVER = Period(datetime(2000, 1, 1, tzinfo=UTC), OPEN_ENDED)
DELAYED = "Un agenda s’actualise avec retard : l’application fait foi."
GONE = timedelta(days=30)
"""A revoked feed says so this long, then answers 410."""

STANDINGS: dict[Status, Standing] = {
    Status.WAITLISTED: "tentative",
    Status.REQUESTED: "tentative",
    Status.NEEDS_INFO: "tentative",
    Status.APPROVED: "confirmed",
    Status.OUT: "confirmed",
    Status.RETURNED: "confirmed",
    Status.CLOSED: "confirmed",
    Status.REFUSED: "cancelled",
    Status.CANCELLED: "cancelled",
    Status.EXPIRED: "cancelled",
}
IN_FORCE: dict[Status, Standing] = {
    status: standing
    for status, standing in STANDINGS.items()
    if standing != "cancelled" and status is not Status.WAITLISTED
}
"""What everybody's calendars show: nothing that was cancelled, nor what takes nothing yet."""


@dataclass(frozen=True)
class FeedRecord:
    """A feed as its address finds it."""

    id: int
    name: str
    digest: str
    user_id: int
    organization_id: int
    zone: str
    domain: str
    version: int  # rises with all that it shows
    subject: Subject
    last_used_on: date | None
    revoked_at: datetime | None


_TERRITORIES = Territory.__table__
_FOUND = select(
    *(FEEDS.c[name] for name in ("id", "name", "digest", "user_id", "organization_id")),
    *(FEEDS.c[name] for name in ("scope", "anonymous", "last_used_on", "revoked_at")),
    func.coalesce(FEEDS.c.item_id, FEEDS.c.unit_id, FEEDS.c.pool_id, FEEDS.c.depot_id).label("of"),
    _TERRITORIES.c.time_zone,
    _TERRITORIES.c.siren,
    scope_versions.of_feeds().label("version"),
).join(_TERRITORIES, _TERRITORIES.c.id == FEEDS.c.territory_id)
_BY_DIGEST = _FOUND.where(FEEDS.c.digest == bindparam("asked"))
_BY_ID = _FOUND.where(FEEDS.c.id == bindparam("asked"))
"""Made once: to make them is half of what an unchanged calendar would cost."""


def by_secret(secret: str) -> FeedRecord | None:
    """Return the feed of a secret address, revoked or not, with its version: one query."""
    row = glance(_BY_DIGEST, asked=accounts.digest(secret))
    return _record(row) if row else None


def _record(row: Any) -> FeedRecord:
    return FeedRecord(
        id=row.id,
        name=row.name,
        digest=row.digest,
        user_id=row.user_id,
        organization_id=row.organization_id,
        zone=row.time_zone,
        domain=_domain(row.siren),
        version=row.version,
        subject=Subject(row.scope, row.of, row.anonymous),
        last_used_on=row.last_used_on,
        revoked_at=row.revoked_at,
    )


def subject(feed: Feed) -> Subject:
    """Return what a feed is about."""
    thing = feed.item_id or feed.unit_id or feed.pool_id or feed.depot_id
    return Subject(feed.scope, thing, feed.anonymous)


def reader(feed: FeedRecord) -> Actor | None:
    """Return in whose view a feed is drawn.

    None when their role there has ended, or what the feed is about is out of their view.
    """
    actor = _acting(feed)
    return actor if actor and scopes.in_view(actor, feed.subject) else None


def _acting(feed: FeedRecord) -> Actor | None:
    person = accounts.account(feed.user_id)
    return person.acting(feed.organization_id) if person else None


def ended_at(feed: FeedRecord, now: datetime) -> datetime:
    """Return since when a feed without reader is over: its revocation, or the end of the role.

    Now, and for as long as it lasts, when the role stands and what the feed is about is out of
    view: it may come back, and an address that once was gone is asked no more.
    """
    if feed.revoked_at or _acting(feed):
        return feed.revoked_at or now
    return accounts.left_at(feed.user_id, feed.organization_id) or now


def renewed(feed: FeedRecord) -> bool:
    """Tell whether a feed was ended for another address to take its place; the journal knows."""
    return any(each.facts.get("renewed") for each in journal.entries("feed", feed.id))


def calendar(actor: Actor, feed: FeedRecord, now: datetime, public_url: str) -> Calendar:
    """Return what a feed shows, from 60 days ago to 18 months ahead, what is to come first."""
    return _within(window(now), actor, feed, now, public_url)


def archive(actor: Actor, feed_id: int, now: datetime, public_url: str) -> Calendar:
    """Return all that one of the actor's feeds ever showed or will; raises NotFound."""
    subscriptions.show(actor, feed_id)
    known = _record(db.session.execute(_BY_ID, {"asked": feed_id}).one())
    reading = reader(known)
    if known.revoked_at or reading is None:
        raise NotFound("feed_not_found")
    return _within(EVER, reading, known, now, public_url)


def _within(
    span: Period, actor: Actor, feed: FeedRecord, now: datetime, public_url: str
) -> Calendar:
    if feed.subject == Subject(FeedScope.ME):
        places = agendas.places(actor.territory_id)
        events = [_lived(each, public_url, places) for each in _own(actor, span, now)]
    else:
        most = None if span == EVER else MAX_EVENTS
        drawing = Drawing(actor, feed.subject, public_url, IN_FORCE, most)
        events = agendas.events(drawing, span)
    said = scope_versions.words(actor.territory_id)
    return Calendar(
        name=feed.name,
        description=f"Parc commun : {feed.subject.scope.label}. {DELAYED}",
        zone=actor.time_zone,
        domain=feed.domain,
        events=tuple(_reworded(each, said) for each in events),
        refresh_hours=1,
        today=agendas.midnight(actor),
    )


def told(mine: ReservationView, public_url: str) -> Event:
    """Return a reservation as a mail tells it to its borrower's agendas: as it is agreed now.

    It has one name and one rank there and in a feed: an agenda that gets the two never takes the
    older for the newer.
    """
    territory_id = db.session.get_one(Reservation, mine.id).territory_id
    event = _event(mine, public_url, agendas.places(territory_id))
    return _reworded(event, scope_versions.words(territory_id))


def domain(mine: ReservationView) -> str:
    """Return what ends the name of a reservation in all agendas, by feed or by mail alike."""
    territory_id = db.session.get_one(Reservation, mine.id).territory_id
    return _domain(db.session.get_one(Territory, territory_id).siren)


def _domain(siren: str) -> str:
    """Return what ends every UID of a territory, wherever it is served from.

    Never the public host name, which may change; and an agenda may follow two territories.
    """
    return f"{siren}.parc-commun"


def _reworded(event: Event, said: Words) -> Event:
    """Return an event as changed as what all events depend on: readers skip what did not rise."""
    changed_at = max(event.changed_at, said.changed_at)
    return replace(event, revision=event.revision + said.version, changed_at=changed_at)


def _own(actor: Actor, span: Period, now: datetime) -> list[ReservationView]:
    """Return what the actor's organization borrows, with what was cancelled of late."""
    mine: list[ReservationView] = []
    for ids in agendas.batches(Drawing(actor, Subject(FeedScope.ME), "", STANDINGS), span):
        if span != EVER and len(mine) > MAX_EVENTS:
            break
        found = reservations.seen(actor, reservations.loaded(actor, ids))
        mine += [each for each in found if _is_shown(each, now)]
    return mine


def window(now: datetime) -> Period:
    """Return what calendars show; both ends move on the first of the month, and no day between."""
    return Period(_first_of_month(now - PAST), _first_of_month(now + FUTURE + MONTH))


def _first_of_month(instant: datetime) -> datetime:
    return instant.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _is_shown(mine: ReservationView, now: datetime) -> bool:
    standing = STANDINGS.get(mine.status)
    return standing is not None and (standing != "cancelled" or now - mine.changed_at < KEPT)


def _lived(mine: ReservationView, public_url: str, places: Mapping[str, str]) -> Event:
    """Return a loan as it really passed, once it left or is back."""
    lasting = calls.span(mine.period, Passed(mine.handed_over_at, mine.returned_at))
    event = _event(mine, public_url, places)
    return replace(event, starts_at=lasting.starts_at, ends_at=lasting.ends_at)


def _event(mine: ReservationView, public_url: str, places: Mapping[str, str]) -> Event:
    depots = {depot: None for line in mine.lines for depot, _ in line.depots}
    asked = things([(line.quantity, line.name) for line in mine.lines])
    return Event(
        uid=mine.id,
        revision=mine.revision,
        created_at=mine.asked_at,
        changed_at=mine.changed_at,
        starts_at=mine.starts_at,
        ends_at=mine.ends_at,
        all_day=True,
        summary=f"{mine.purpose} — {asked}",
        description=f"{mine.reference}, {mine.pool} ({mine.manager})",
        location=" ; ".join(places.get(each, each) for each in depots),
        url=f"{public_url}/demandes/{mine.request_id}",
        categories=tuple(dict.fromkeys(line.family for line in mine.lines)),
        standing=STANDINGS[mine.status],
    )
