"""The row of a calendar, asked of a connection alone: the same as a session reads it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import Agenda, FeedScope
from booking.models.calendars import Feed
from booking.models.organizations import Territory
from booking.queries import calendars
from booking.queries.accounts import digest
from booking.queries.polled import glance
from tests.conftest import DATABASES, make_app, migrate
from tests.factories import keep, make_scene

FEEDS = Feed.__table__
SECRET = "a-glance"


@pytest.fixture(params=DATABASES)
def feed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Keep a feed with all its facts in a database of its own: no test binds it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('glances') / 'own.sqlite'}"
    else:
        url = request.getfixturevalue("server").new_database()
    with make_app(url).app_context():
        migrate()
        yield kept()
        db.session.remove()
        db.engine.dispose()


def kept() -> int:
    scene = make_scene()
    made: Feed = keep(
        Feed(
            territory_id=scene.territory.id,
            user_id=scene.secretary.user_id,
            organization_id=scene.secretary.organization_id,
            scope=FeedScope.POOL,
            pool_id=scene.pool.id,
            anonymous=True,
            name="Été",
            digest=digest(SECRET),
            created_at=clock.now(),
            last_used_on=clock.now().date(),
            last_agenda=Agenda.GOOGLE,
            revoked_at=clock.now(),
        )
    )
    return made.id


def test_a_glance_reads_what_a_session_reads(feed: int) -> None:
    columns = select(FEEDS, Territory.time_zone).join(Territory).where(FEEDS.c.id == feed)
    db.session.rollback()

    known = db.session.execute(columns).one()
    seen = glance(columns)

    assert tuple(seen) == tuple(known)
    assert seen.time_zone == "Europe/Paris"
    assert (seen.scope, seen.anonymous, seen.revoked_at) == (
        FeedScope.POOL,
        True,
        known.revoked_at,
    )
    found = calendars.by_secret(SECRET)
    assert found
    assert (found.id, found.subject.scope, found.version > 0) == (feed, FeedScope.POOL, True)
    assert calendars.by_secret("unknown") is None


def test_a_glance_leaves_the_connection_as_it_was(feed: int) -> None:
    db.session.remove()
    for _ in range(12):
        assert calendars.by_secret(SECRET)

    db.session.execute(FEEDS.update().values(name="Autre"))
    db.session.rollback()

    found = calendars.by_secret(SECRET)
    assert found
    assert found.name == "Été"
