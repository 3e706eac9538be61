"""Subscribing to a calendar, changing its secret address, and ending a subscription."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from booking import clock, journal
from booking.db import db
from booking.dealings import Agenda, FeedScope
from booking.errors import NotFound
from booking.models.calendars import Feed
from booking.queries import accounts, calendars, scopes, snapshots
from booking.queries.scopes import Subject
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase


@usecase()
def create(
    actor: Actor,
    scope: FeedScope,
    name: str,
    secret: str,
    *,
    thing: str = "",
    anonymous: bool = False,
    key: str | None = None,
) -> int:
    """A person subscribes: the secret address is shown once, only its digest is kept.

    `thing` is the id of what the calendar is about, where the scope needs one; raises NotFound
    for what the actor may not know of.
    """
    access.require(actor, "feed.create", Parties(actor.territory_id, user_id=actor.user_id))
    subject = scopes.find(actor, scope, thing, anonymous=anonymous)
    return _add(actor, "create", subject, name or scopes.title(actor, subject), secret)


def _add(actor: Actor, act: str, subject: Subject, name: str, secret: str) -> int:
    """Add a feed of the actor's, and return its id."""
    feed = Feed(
        territory_id=actor.territory_id,
        user_id=actor.user_id,
        organization_id=actor.organization_id,
        scope=subject.scope,
        anonymous=subject.anonymous,
        name=name[:80],
        digest=accounts.digest(secret),
        created_at=clock.now(),
    )
    if subject.thing_id:
        setattr(feed, f"{subject.scope.value}_id", subject.thing_id)
    db.session.add(feed)
    db.session.flush()  # its id goes into the journal
    journal.record(actor, act, "feed", feed.id)
    return feed.id


@usecase()
def rotate(actor: Actor, feed_id: int, secret: str, *, key: str | None = None) -> int:
    """A person gives a subscription another secret address: the former one says so, then nothing.

    Returns the id of the new subscription, to the same things under the same name.
    """
    feed = _own(actor, feed_id, "feed.rotate")
    if feed.revoked_at:
        raise NotFound("feed_not_found")
    _end(actor, feed, renewed=True)
    owner = replace(actor, organization_id=feed.organization_id)
    return _add(owner, "rotate", calendars.subject(feed), feed.name, secret)


@usecase()
def revoke(actor: Actor, feed_id: int) -> int:
    """A person ends one of their subscriptions; its address soon says so, then nothing."""
    feed = _own(actor, feed_id, "feed.revoke")
    _end(actor, feed)
    return feed.id


def _own(actor: Actor, feed_id: int, act: str) -> Feed:
    # two who change an address at once would else leave two that live
    feed = db.session.get(Feed, feed_id, with_for_update=True, populate_existing=True)
    if feed is None:
        raise NotFound("feed_not_found")
    access.require(actor, act, Parties(feed.territory_id, user_id=feed.user_id))
    return feed


def _end(actor: Actor, feed: Feed, *, renewed: bool = False) -> None:
    feed.revoked_at = feed.revoked_at or clock.now()
    snapshots.forget(feed.digest)
    facts = {"renewed": True} if renewed else {}
    journal.record(actor, "revoke", "feed", feed.id, **facts)


@usecase()
def note_use(actor: Actor, feed_id: int, agenda: Agenda) -> int:
    """An agenda read the feed: its owner sees on what day, and of which family the agenda was."""
    feed = _own(actor, feed_id, "feed.read")
    feed.last_used_on = clock.today(ZoneInfo(feed.organization.territory.time_zone))
    feed.last_agenda = agenda
    return feed.id
