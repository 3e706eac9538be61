"""The calendar by its secret address, as its subscription and its reader change."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.dealings import Agenda, FeedScope
from booking.models.calendars import Feed
from booking.rules.access import Actor
from booking.usecases import calendars
from tests.agendas import ADDRESS, SECRET, events
from tests.factories import set_clock
from tests.pages.place import Place, as_actor, make_place


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    """Give whose feed it is: the secretary of the borrower."""
    actor = as_actor(place.secretary)
    calendars.create(actor, FeedScope.ME, "Mairie", SECRET)
    return actor


def test_of_the_last_reading_one_learns_the_day_and_the_family_of_agendas(
    client: FlaskClient, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.today(owner.zone)

    for agent, day, agenda in (
        ("Google-Calendar-Importer", today, Agenda.GOOGLE),
        ("Thunderbird/153.7", today, Agenda.GOOGLE),  # noted once a day
        ("Thunderbird/153.7", today + timedelta(days=1), Agenda.THUNDERBIRD),
    ):
        if day > today:
            set_clock(monkeypatch, clock.now() + timedelta(days=1))
        client.get(ADDRESS, headers={"User-Agent": agent})
        feed = db.session.query(Feed).populate_existing().one()
        assert (feed.last_used_on, feed.last_agenda) == (day, agenda)


def test_another_address_takes_the_place_of_the_former(
    client: FlaskClient, place: Place, owner: Actor
) -> None:
    place.request()
    calendars.rotate(owner, db.session.query(Feed).one().id, "nouvelle")

    assert "révoqué" in events(client.get(ADDRESS))[0]["SUMMARY"]
    assert "Fête" in events(client.get("/calendriers/nouvelle/Mairie.ics"))[0]["SUMMARY"]


def test_a_pool_hidden_since_says_no_more(client: FlaskClient, place: Place, owner: Actor) -> None:
    calendars.create(owner, FeedScope.POOL, "Parc", "parc", thing=str(place.pool.id))
    place.requested()
    assert "Quérénaing" in events(client.get("/calendriers/parc/Parc.ics"))[0]["SUMMARY"]
    place.pool.hidden = True
    db.session.commit()

    assert "révoqué" in events(client.get("/calendriers/parc/Parc.ics"))[0]["SUMMARY"]
