"""What a subscribed calendar shows, and the subscriptions a person has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import Calendar, Event, Standing
from booking.documents.words import things
from booking.models.calendars import Feed
from booking.queries import accounts, reservations
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Status

DOMAIN = "parc-commun"
"""Ends every UID; never the public host name, which may change."""
KEPT = timedelta(days=14)
"""How long a person's own feed still shows what was cancelled (calendar § 1, 13)."""
PAST, FUTURE = timedelta(days=60), timedelta(days=550)
GONE = timedelta(days=30)
"""A revoked feed says so this long, then answers 410."""

STANDINGS: dict[Status, Standing] = {
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


@dataclass(frozen=True)
class FeedView:
    """One subscription as its owner reads it; the address itself was shown once."""

    id: int
    name: str
    scope: FeedScope
    organization: str
    created_at: datetime
    last_used_at: datetime | None


def of_person(actor: Actor) -> list[FeedView]:
    """Return the actor's subscriptions in force, the latest first."""
    found = select(Feed).where(Feed.user_id == actor.user_id, Feed.revoked_at.is_(None))
    return [
        FeedView(
            feed.id,
            feed.name,
            feed.scope,
            feed.organization.name,
            feed.created_at,
            feed.last_used_at,
        )
        for feed in db.session.scalars(found.order_by(Feed.id.desc()))
    ]


@dataclass(frozen=True)
class FeedRecord:
    """A feed as its address finds it."""

    id: int
    name: str
    user_id: int
    organization_id: int
    zone: str
    last_used_at: datetime | None
    revoked_at: datetime | None


def by_secret(secret: str) -> FeedRecord | None:
    """Return the feed of a secret address, revoked or not."""
    found = select(Feed).filter_by(digest=accounts.digest(secret))
    feed = db.session.scalars(found).first()
    if feed is None:
        return None
    return FeedRecord(
        id=feed.id,
        name=feed.name,
        user_id=feed.user_id,
        organization_id=feed.organization_id,
        zone=feed.organization.territory.time_zone,
        last_used_at=feed.last_used_at,
        revoked_at=feed.revoked_at,
    )


def reader(feed: FeedRecord) -> Actor | None:
    """Return in whose view a feed is drawn, or None when their role there has ended."""
    person = accounts.account(feed.user_id)
    return person.acting(feed.organization_id) if person else None


def ended_at(feed: FeedRecord, now: datetime) -> datetime:
    """Return since when a feed without reader is over: its revocation, or the end of the role."""
    return feed.revoked_at or accounts.left_at(feed.user_id, feed.organization_id) or now


def calendar(actor: Actor, name: str, now: datetime, public_url: str) -> Calendar:
    """Return what the actor's organization borrows, from 60 days ago to 18 months ahead."""
    first = _first(now)
    events = [
        event(each, public_url)
        for each in reservations.of_borrower(actor, first)
        if _is_shown(each, now) and each.starts_at <= now + FUTURE
    ]
    return Calendar(
        name=name, zone=actor.time_zone, domain=DOMAIN, events=tuple(events), refresh_hours=1
    )


def last_change(actor: Actor, now: datetime) -> datetime:
    """Return when the calendar last changed, by an act or because something left it by itself."""
    instants = [_first(now)]
    for mine in reservations.of_borrower(actor, _first(now)):
        instants.append(mine.changed_at)
        if STANDINGS.get(mine.status) == "cancelled" and mine.changed_at + KEPT <= now:
            instants.append(mine.changed_at + KEPT)
    return max(instants)


def _first(now: datetime) -> datetime:
    return (now - PAST).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _is_shown(mine: ReservationView, now: datetime) -> bool:
    standing = STANDINGS.get(mine.status)
    return standing is not None and (standing != "cancelled" or now - mine.changed_at < KEPT)


def event(mine: ReservationView, public_url: str) -> Event:
    """Return a reservation as an agenda shows it, in a feed and in an invitation alike."""
    url = f"{public_url}/demandes/{mine.request_id}"
    depots = {depot: None for line in mine.lines for depot, _ in line.depots}
    asked = things([(line.quantity, line.name) for line in mine.lines])
    return Event(
        uid=mine.id,
        revision=mine.revision,
        created_at=mine.asked_at,
        changed_at=mine.changed_at,
        starts_at=mine.starts_at,
        ends_at=mine.ends_at,
        summary=f"{mine.purpose} — {asked}",
        description=f"{mine.reference}, {mine.pool} ({mine.manager})\n{url}",
        location=", ".join(depots),
        url=url,
        standing=STANDINGS[mine.status],
    )
