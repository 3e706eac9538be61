"""The subscriptions a person has, as they read them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking.db import db
from booking.dealings import Agenda, FeedScope
from booking.errors import NotFound
from booking.models.calendars import Feed
from booking.models.catalogue import Item, Stock, Unit
from booking.queries import accounts, circles
from booking.rules.access import Actor


@dataclass(frozen=True)
class FeedView:
    """One subscription as its owner reads it; the address itself was shown once."""

    id: int
    name: str
    scope: FeedScope
    thing: str  # what it is about, when the scope does not say
    anonymous: bool
    organization: str
    created_at: datetime
    last_used_on: date | None
    agenda: Agenda | None  # the family of the one that read it last
    told: bool = True  # the role stands and the thing is in view: it says what it is about


_LOADED = (
    selectinload(Feed.organization),
    selectinload(Feed.pool),
    selectinload(Feed.depot),
    selectinload(Feed.item).selectinload(Item.pool),
    selectinload(Feed.unit)
    .selectinload(Unit.stock)
    .selectinload(Stock.item)
    .selectinload(Item.pool),
)


def of_person(actor: Actor) -> list[FeedView]:
    """Return the actor's subscriptions in force, the latest first."""
    found = select(Feed).where(Feed.user_id == actor.user_id, Feed.revoked_at.is_(None))
    rows = db.session.scalars(found.order_by(Feed.id.desc()).options(*_LOADED)).all()
    person = accounts.account(actor.user_id) if rows else None
    return [replace(_view(feed), told=_is_told(feed, person)) for feed in rows]


def _is_told(feed: Feed, person: accounts.Account | None) -> bool:
    """Tell whether a feed has a reader; `reader` says the same of one, by as many queries."""
    actor = person.acting(feed.organization_id) if person else None
    item = feed.unit.stock.item if feed.unit else feed.item
    pool = item.pool if item else feed.pool
    return bool(actor and (pool is None or circles.knows(actor, pool)))


def show(actor: Actor, feed_id: int) -> FeedView:
    """Return one of the actor's subscriptions; raises NotFound."""
    feed = db.session.get(Feed, feed_id)
    if feed is None or feed.user_id != actor.user_id:
        raise NotFound("feed_not_found")
    return _view(feed)


def _view(feed: Feed) -> FeedView:
    return FeedView(
        id=feed.id,
        name=feed.name,
        scope=feed.scope,
        thing=_thing(feed),
        anonymous=feed.anonymous,
        organization=feed.organization.name,
        created_at=feed.created_at,
        last_used_on=feed.last_used_on,
        agenda=feed.last_agenda,
    )


def _thing(feed: Feed) -> str:
    """Return the name of what a feed is about; its owner knew of it when they subscribed."""
    unit = f"{feed.unit.stock.item.name} {feed.unit.number}" if feed.unit else ""
    named = next((each.name for each in (feed.item, feed.pool, feed.depot) if each), "")
    return unit or named
