"""Subscribing to a calendar, and ending a subscription."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from booking import clock, journal
from booking.db import db
from booking.dealings import Agenda, FeedScope
from booking.errors import NotFound
from booking.models.calendars import Feed
from booking.queries import calendars as reads
from booking.queries import subscriptions
from booking.queries.scopes import Subject
from booking.rules.access import SERVICE, Actor
from booking.usecases import calendars
from tests.factories import count_rows, make_actor, make_scene, set_clock
from tests.queries.counting import counting
from tests.usecases.tending import make_numbered

pytestmark = pytest.mark.usefixtures("base")
SECRET = "un-secret-de-deux-cent-cinquante-six-bits"
ACTS: list[tuple[Any, ...]] = [
    (calendars.revoke,),
    (calendars.note_use, Agenda.OTHER),
    (calendars.rotate, "autre"),
]


def subscribe(actor: Actor, **facts: str) -> Feed:
    """Subscribe and return the feed."""
    feed_id = calendars.create(actor, FeedScope.ME, "Quérénaing", SECRET, **facts)
    return db.session.get_one(Feed, feed_id)


def test_only_the_digest_of_the_secret_is_kept() -> None:
    secretary = make_scene().secretary

    feed = subscribe(secretary)

    assert SECRET not in feed.digest
    found = reads.by_secret(SECRET)
    assert found
    assert (found.id, found.zone) == (feed.id, "Europe/Paris")
    assert reads.reader(found) == secretary
    assert [entry.act for entry in journal.entries("feed", feed.id)] == ["create"]


def test_the_same_key_makes_one_subscription() -> None:
    secretary = make_scene().secretary

    assert subscribe(secretary, key="clic").id == subscribe(secretary, key="clic").id
    assert count_rows(Feed) == 1


def test_a_revoked_feed_stays_revoked_from_the_first_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secretary = make_scene().secretary
    feed = subscribe(secretary)
    calendars.revoke(secretary, feed.id)
    first = feed.revoked_at
    set_clock(monkeypatch, clock.now() + timedelta(days=3))

    calendars.revoke(secretary, feed.id)

    assert feed.revoked_at == first
    assert subscriptions.of_person(secretary) == []


def test_the_feed_of_another_is_not_found() -> None:
    scene = make_scene()
    feed = subscribe(scene.secretary)

    for stranger in (make_actor(scene.querenaing), scene.manager, make_scene().secretary):
        for act, *given in ACTS:
            with pytest.raises(NotFound) as refusal:
                act(stranger, feed.id, *given)
            assert refusal.value.code == "feed_not_found"
    assert feed.revoked_at is None


def test_an_unknown_feed_is_not_found() -> None:
    for act, *given in ACTS:
        with pytest.raises(NotFound):
            act(make_scene().secretary, 1_000_000, *given)


def test_a_reading_is_noted() -> None:
    secretary = make_scene().secretary
    feed = subscribe(secretary)

    calendars.note_use(SERVICE, feed.id, Agenda.APPLE)

    (seen,) = subscriptions.of_person(secretary)
    assert (seen.last_used_on, seen.agenda) == (clock.today(secretary.zone), Agenda.APPLE)


@pytest.mark.parametrize("scope", ["item", "unit", "pool", "depot"])
def test_one_subscribes_to_what_one_may_know_of(scope: str) -> None:
    scene, elsewhere = make_numbered(1), make_scene()
    things = {
        "item": scene.chairs.id,
        "unit": scene.stock.units[0].id,
        "pool": scene.pool.id,
        "depot": scene.stock.depot_id,
    }
    feed_id = calendars.create(
        scene.secretary, FeedScope(scope), "", SECRET, thing=str(things[scope])
    )

    found = reads.by_secret(SECRET)
    assert found
    assert found.subject == Subject(FeedScope(scope), things[scope])
    assert subscriptions.show(scene.secretary, feed_id).name
    for stranger, thing in ((elsewhere.secretary, str(things[scope])), (scene.secretary, "999999")):
        with pytest.raises(NotFound):
            calendars.create(stranger, FeedScope(scope), "", "autre", thing=thing)


def test_another_secret_ends_the_former_and_keeps_the_rest() -> None:
    scene = make_scene()
    former = calendars.create(
        scene.secretary,
        FeedScope.POOL,
        "Parc",
        SECRET,
        thing=str(scene.pool.id),
        anonymous=True,
    )

    made = calendars.rotate(scene.secretary, former, "nouveau")

    old, new = reads.by_secret(SECRET), reads.by_secret("nouveau")
    assert old
    assert new
    assert (old.id, bool(old.revoked_at)) == (former, True)
    assert (new.id, new.revoked_at, new.name) == (made, None, "Parc")
    assert new.subject == old.subject == Subject(FeedScope.POOL, scene.pool.id, anonymous=True)
    with pytest.raises(NotFound):
        calendars.rotate(scene.secretary, former, "encore")


def test_the_row_is_locked_before_it_is_ended(base: Connection) -> None:
    secretary = make_scene().secretary
    feed = subscribe(secretary)

    with counting(base) as said:
        calendars.rotate(secretary, feed.id, "autre")

    if base.dialect.name == "postgresql":  # SQLite has one writer at a time
        assert any("FROM feeds" in each and "FOR UPDATE" in each for each in said)
