"""Subscribing to a calendar, and ending a subscription."""

from datetime import timedelta

from booking import clock, journal
from booking.db import db
from booking.dealings import FeedScope
from booking.errors import NotFound
from booking.models.calendars import Feed
from booking.queries import accounts
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase

SEEN_EVERY = timedelta(hours=1)
"""Last use is noted no finer than this: a feed is read far more than it is looked at."""


@usecase()
def create(
    actor: Actor, scope: FeedScope, name: str, secret: str, *, key: str | None = None
) -> int:
    """A person subscribes: the secret address is shown once, only its digest is kept."""
    access.require(actor, "feed.create", Parties(actor.territory_id, user_id=actor.user_id))
    feed = Feed(
        territory_id=actor.territory_id,
        user_id=actor.user_id,
        organization_id=actor.organization_id,
        scope=scope,
        name=name,
        digest=accounts.digest(secret),
        created_at=clock.now(),
    )
    db.session.add(feed)
    db.session.flush()  # its id goes into the journal
    journal.record(actor, "create", "feed", feed.id)
    return feed.id


@usecase()
def revoke(actor: Actor, feed_id: int) -> int:
    """A person ends one of their subscriptions; its address soon says so, then nothing."""
    feed = db.session.get(Feed, feed_id)
    if feed is None:
        raise NotFound("feed_not_found")
    access.require(actor, "feed.revoke", Parties(feed.territory_id, user_id=feed.user_id))
    feed.revoked_at = feed.revoked_at or clock.now()
    journal.record(actor, "revoke", "feed", feed.id)
    return feed.id


@usecase()
def note_use(actor: Actor, feed_id: int) -> int:
    """A reader fetched the feed: its owner sees when, to the hour."""
    feed = db.session.get(Feed, feed_id)
    if feed is None:
        raise NotFound("feed_not_found")
    access.require(actor, "feed.read", Parties(feed.territory_id, user_id=feed.user_id))
    feed.last_used_at = clock.now()
    return feed.id
