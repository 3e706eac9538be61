"""Calendars however long the past: what is read, and what is kept of too much."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from booking import clock
from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import MAX_EVENTS, render
from booking.models.accounts import User
from booking.models.reservations import Reservation
from booking.period import Period
from booking.queries import agendas, calendars, reservations, scopes
from booking.queries.agendas import Drawing
from booking.queries.scopes import Subject
from booking.usecases import calendars as acts
from tests.agendas import lend
from tests.factories import Scene, make_scene

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.mark.parametrize("scope", FeedScope)
def test_the_index_leads_to_what_ends_within_the_span(scene: Scene, scope: FeedScope) -> None:
    things = {
        FeedScope.ITEM: scene.chairs.id,
        FeedScope.UNIT: 1,
        FeedScope.POOL: scene.pool.id,
        FeedScope.DEPOT: scene.stock.depot_id,
    }
    subject = Subject(scope, things.get(scope))
    drawing = Drawing(scene.manager, subject, "", calendars.IN_FORCE, items=scopes.items(subject))

    _lent_long_ago(scene)

    plan = _plan(agendas.selected(drawing, calendars.window(clock.now())))

    assert "SCAN reservations" not in plan
    assert "Seq Scan on reservations" not in plan
    led = ("ix_reservations_ends", "ix_holds_unit_id")[: 1 + (scope is FeedScope.UNIT)]
    assert any(each in plan for each in led)


def test_the_reservations_of_some_ids_are_found_by_these(scene: Scene, base: Connection) -> None:
    asked = reservations.loaded(scene.manager, range(1, 251)).compile(base)
    if base.dialect.name == "sqlite":  # PostgreSQL knows how many a territory has
        unknown = (None,) * len(asked.positiontup or ())
        plan = str(base.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", unknown).all())
        assert "SEARCH reservations USING INTEGER PRIMARY KEY" in plan


def _lent_long_ago(scene: Scene) -> None:
    """Write thousands of loans of three years ago, and have the base know of them."""
    lend(
        scene.chairs,
        scene.querenaing,
        db.session.get_one(User, scene.secretary.user_id),
        _spans(48, 1),
    )
    if db.engine.dialect.name == "postgresql":  # which reads small tables whole
        names = [each.name for each in Reservation.__table__.columns if each.name != "id"]
        long_ago = {each: f"{each} - interval '3 years'" for each in ("starts_at", "ends_at")}
        taken = ", ".join(long_ago.get(each, each) for each in names)
        into = f"INSERT INTO reservations ({', '.join(names)}) SELECT {taken} FROM reservations"  # noqa: S608
        db.session.execute(text(f"{into} CROSS JOIN generate_series(1, 5000)"))
        db.session.execute(text("ANALYZE reservations"))


def _plan(asked: object) -> str:
    """Return how the base means to read, its tables being large."""
    written = str(
        asked.compile(db.session.connection(), compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
    ).replace(":", "\\:")
    if db.engine.dialect.name == "sqlite":
        return str(db.session.execute(text(f"EXPLAIN QUERY PLAN {written}")).all())
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    return str(db.session.execute(text(f"EXPLAIN {written}")).all())


def _spans(first: int, count: int) -> Iterator[Period]:
    """Yield periods of an hour, one after the other, from so many hours from now on."""
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    for rank in range(first, first + count):
        yield Period(start + rank * HOUR, start + (rank + 1) * HOUR)


@pytest.mark.parametrize(("past", "coming"), [(1_100, 40), (60, 1_100)])
def test_of_too_many_what_is_to_come_goes_first_then_the_latest(
    scene: Scene, caplog: pytest.LogCaptureFixture, past: int, coming: int
) -> None:
    borrower, asker = scene.querenaing, db.session.get_one(User, scene.secretary.user_id)
    lend(scene.chairs, borrower, asker, _spans(-past - 48, past))
    lend(scene.chairs, borrower, asker, _spans(24, coming))
    acts.create(scene.manager, FeedScope.TERRITORY, "Tout", "tout")
    feed = calendars.by_secret("tout")
    assert feed

    shown = calendars.calendar(scene.manager, feed, clock.now(), "")
    with caplog.at_level(logging.WARNING):
        lines = render(shown).decode().split("\r\n")

    starts = [each.removeprefix("DTSTART:") for each in lines if each.startswith("DTSTART:")]
    wanted = sorted(
        [*_spans(24, coming)][:MAX_EVENTS]
        + [*_spans(-past - 48, past)][past - max(0, MAX_EVENTS - coming) :],
        key=lambda each: each.starts_at,
    )
    assert starts == [f"{each.starts_at:%Y%m%dT%H%M%SZ}" for each in wanted]
    assert caplog.messages == [f"a feed was cut after {MAX_EVENTS} events"]
    (said,) = [each for each in lines if each.startswith("X-WR-CALDESC")]
    lend(scene.chairs, borrower, asker, _spans(24 + coming, 1))
    again = render(calendars.calendar(scene.manager, feed, clock.now(), ""))
    assert said in again.decode().split("\r\n")
