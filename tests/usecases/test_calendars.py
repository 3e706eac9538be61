"""Subscribing to a calendar, and ending a subscription."""

from datetime import timedelta

import pytest

from booking import clock, journal
from booking.db import db
from booking.dealings import FeedScope
from booking.errors import NotFound
from booking.models.calendars import Feed
from booking.queries import calendars as reads
from booking.rules.access import SERVICE, Actor
from booking.usecases import calendars
from tests.factories import count_rows, make_actor, make_scene, set_clock

pytestmark = pytest.mark.usefixtures("base")
SECRET = "un-secret-de-deux-cent-cinquante-six-bits"


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
    assert reads.of_person(secretary) == []


def test_the_feed_of_another_is_not_found() -> None:
    scene = make_scene()
    feed = subscribe(scene.secretary)

    for stranger in (make_actor(scene.querenaing), scene.manager, make_scene().secretary):
        for act in (calendars.revoke, calendars.note_use):
            with pytest.raises(NotFound) as refusal:
                act(stranger, feed.id)
            assert refusal.value.code == "feed_not_found"
    assert feed.revoked_at is None


def test_an_unknown_feed_is_not_found() -> None:
    for act in (calendars.revoke, calendars.note_use):
        with pytest.raises(NotFound):
            act(make_scene().secretary, 1_000_000)


def test_a_reading_is_noted() -> None:
    secretary = make_scene().secretary
    feed = subscribe(secretary)

    calendars.note_use(SERVICE, feed.id)

    assert reads.of_person(secretary)[0].last_used_at == feed.last_used_at is not None
