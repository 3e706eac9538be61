"""How often what a calendar shows has changed: one indexed query tells it with the calendar."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, literal_column, or_, select

from booking.db import db
from booking.dealings import FeedScope
from booking.models.calendars import Feed
from booking.models.scope_versions import ScopeVersion

OF_ORGANIZATION = (FeedScope.ME.value, FeedScope.COMMUNE.value)
OF_ALL_POOLS = tuple(
    each.value for each in (FeedScope.TERRITORY, FeedScope.DEPOT, FeedScope.ITEM, FeedScope.UNIT)
)


FEEDS = Feed.__table__
"""Read as a plain table: at each reading of each agenda, rows without a story cost the least."""
SHARED = ("words", "rights")


class Words(NamedTuple):
    """How often what all events of a territory depend on has changed, and when last.

    These are the names shown, and who may read what: with a right, "Occupé" becomes a name.
    """

    version: int = 0
    changed_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)


def of_feeds() -> ScalarSelect[int]:
    """Return the version of each feed selected: it rises with all that the feed may show."""
    version, feed = ScopeVersion.__table__.c, FEEDS.c
    return (
        select(func.coalesce(func.sum(version.version), 0))
        .where(
            version.territory_id == feed.territory_id,
            or_(
                _among(version.kind, SHARED),
                and_(
                    _among(version.kind, ("pool",)),
                    or_(_among(feed.scope, OF_ALL_POOLS), version.thing_id == feed.pool_id),
                ),
                and_(
                    _among(version.kind, ("organization",)),
                    _among(feed.scope, OF_ORGANIZATION),
                    version.thing_id == feed.organization_id,
                ),
            ),
        )
        .correlate(FEEDS)
        .scalar_subquery()
    )


def _among(column: ColumnElement[Any], words: Iterable[str]) -> ColumnElement[bool]:
    """Select some words of ours, written out: a list to fill in costs as much as the query."""
    return or_(*(column == literal_column(f"'{word}'") for word in words))


def words(territory_id: int) -> Words:
    """Return how often the names and the rights of a territory have changed, and when last."""
    found = select(func.sum(ScopeVersion.version), func.max(ScopeVersion.changed_at)).where(
        ScopeVersion.territory_id == territory_id,
        ScopeVersion.kind.in_(SHARED),
        ScopeVersion.thing_id == 0,
    )
    version, changed_at = db.session.execute(found).one()
    return Words(int(version), changed_at) if version else Words()
