"""The calendar by its secret address, as its subscription and its reader change."""

from datetime import timedelta

import icalendar
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from booking import clock, feeds, files
from booking.db import db
from booking.dealings import Agenda, FeedScope
from booking.models.calendars import Feed
from booking.queries import snapshots
from booking.rules.access import Actor
from booking.usecases import calendars, reservations
from tests.agendas import ADDRESS, events, subscribed
from tests.factories import set_clock
from tests.pages.place import Place, as_actor, make_place
from tests.queries.counting import counting


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    """Give whose feed it is: the secretary of the borrower."""
    return subscribed(place)


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
    made = calendars.rotate(owner, db.session.query(Feed).one().id, "nouvelle")

    (notice,) = events(client.get(ADDRESS))
    assert notice["SUMMARY"] == "Adresse changée"
    assert "collez dans cet agenda la nouvelle" in notice["DESCRIPTION"]
    assert "Fête" in events(client.get("/calendriers/nouvelle/Mairie.ics"))[0]["SUMMARY"]
    calendars.revoke(owner, made)
    (notice,) = events(client.get("/calendriers/nouvelle/Mairie.ics"))
    assert notice["SUMMARY"] == "Abonnement révoqué"
    assert "créez-en une autre" in notice["DESCRIPTION"]


def test_a_pool_hidden_since_says_no_more(client: FlaskClient, place: Place, owner: Actor) -> None:
    calendars.create(owner, FeedScope.POOL, "Parc", "parc", thing=str(place.pool.id))
    place.requested()
    assert "Quérénaing" in events(client.get("/calendriers/parc/Parc.ics"))[0]["SUMMARY"]
    place.pool.hidden = True
    db.session.commit()

    assert "révoqué" in events(client.get("/calendriers/parc/Parc.ics"))[0]["SUMMARY"]


def test_a_failure_serves_the_last_good_bytes(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.request()
    known = client.get(ADDRESS)
    monkeypatch.setattr(feeds.calendars, "by_secret", fail)

    answer = client.get(ADDRESS)

    assert (answer.status_code, answer.data) == (200, known.data)
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert answer.headers[name] == known.headers[name]
    known_etag = {"If-None-Match": known.headers["ETag"]}
    assert client.get(ADDRESS, headers=known_etag).status_code == 304


def test_a_failure_before_anything_was_drawn_is_a_short_503(
    client: FlaskClient, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.calendars, "by_secret", fail)

    answer = client.get(ADDRESS)

    assert (answer.status_code, answer.text) == (503, "Indisponible.\n")
    assert answer.headers["Retry-After"]


def test_what_is_over_is_not_kept(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.request()
    client.get(ADDRESS)
    feed = db.session.query(Feed).one()
    assert snapshots.last(feed.digest, "ics")
    calendars.rotate(owner, feed.id, "nouvelle")
    monkeypatch.setattr(feeds.calendars, "by_secret", fail)

    assert snapshots.last(feed.digest, "ics") is None
    assert client.get(ADDRESS).status_code == 503


def test_whose_role_has_ended_is_not_kept(client: FlaskClient, place: Place, owner: Actor) -> None:
    client.get(ADDRESS)
    feed = db.session.query(Feed).one()
    place.secretary.memberships[0].ends_on = clock.now().date() - timedelta(days=1)
    db.session.commit()

    assert "révoqué" in events(client.get(ADDRESS))[0]["SUMMARY"]

    assert snapshots.last(feed.digest, "ics") is None


def test_a_storage_that_is_full_stops_no_reader(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.request()
    for act in ("keep_last", "read_last", "forget_last"):
        monkeypatch.setattr(files, act, fail_on_disk)

    assert len(events(client.get(ADDRESS))) == 1
    calendars.revoke(owner, db.session.query(Feed).one().id)
    assert "révoqué" in events(client.get(ADDRESS))[0]["SUMMARY"]


def test_a_base_that_takes_no_writing_stops_no_reader(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.request()
    monkeypatch.setattr(feeds.acts, "note_use", fail)

    assert len(events(client.get(ADDRESS))) == 1


def test_two_changes_in_a_second_have_two_dates(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, clock.now())
    place.request()
    first = client.get(ADDRESS)
    place.request(3)

    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert len(events(client.get(ADDRESS, headers=since))) == 2


def test_the_free_busy_of_a_calendar_says_when_and_no_more(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.approved()
    address = ADDRESS.replace(".ics", ".ifb")

    answer = client.get(address)

    (told,) = icalendar.Calendar.from_ical(answer.data).walk("VFREEBUSY")
    assert told["FREEBUSY"].params["FBTYPE"] == "BUSY"
    assert "Fête" not in answer.text
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "Mairie.ifb" in answer.headers["Content-Disposition"]
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    assert client.put(address).status_code == 405
    monkeypatch.setattr(feeds.calendars, "by_secret", fail)
    assert client.get(address).data == answer.data
    assert client.get(ADDRESS).status_code == 503


def test_the_free_busy_of_a_revoked_calendar_says_that_nothing_is_taken_then_nothing(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.approved()
    address = ADDRESS.replace(".ics", ".ifb")
    (alive,) = icalendar.Calendar.from_ical(client.get(address).data).walk("VFREEBUSY")
    calendars.revoke(owner, db.session.query(Feed).one().id)

    answer = client.get(address)

    read = icalendar.Calendar.from_ical(answer.data)
    assert not [each for each in read.walk() if each.errors]
    (told,) = read.walk("VFREEBUSY")
    assert "FREEBUSY" not in told
    assert told["UID"] == alive["UID"]
    assert not read.walk("VEVENT")
    assert client.get(address).data == answer.data
    set_clock(monkeypatch, clock.now() + timedelta(days=31))
    assert client.get(address).status_code == 410
    assert client.get("/calendriers/inconnu/Mairie.ifb").status_code == 404


def test_what_did_not_change_is_not_even_drawn(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.requested()
    known = client.get(ADDRESS)
    monkeypatch.setattr(feeds.calendars, "reader", fail)

    answer = client.get(ADDRESS)
    assert (answer.data, answer.headers["ETag"]) == (known.data, known.headers["ETag"])
    monkeypatch.undo()
    reservations.approve(as_actor(place.manager), mine.id)
    assert client.get(ADDRESS).data != known.data


def test_a_304_costs_one_query(
    client: FlaskClient, place: Place, owner: Actor, base: Connection
) -> None:
    place.request()
    known = {"If-None-Match": client.get(ADDRESS).headers["ETag"]}

    with counting(base, writes=True) as said:
        answer = client.get(ADDRESS, headers=known)

    assert answer.status_code == 304
    assert len(said) == 1


def test_a_name_that_changes_moves_every_event_that_shows_it(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.requested()
    (before,) = events(client.get(ADDRESS))
    set_clock(monkeypatch, clock.now() + timedelta(minutes=1))
    place.chairs.stocks[0].depot.name = "Atelier neuf"
    db.session.commit()

    (after,) = events(client.get(ADDRESS))

    assert "Atelier neuf" in after["LOCATION"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    for stamp in ("LAST-MODIFIED", "DTSTAMP"):
        assert after.decoded(stamp) > before.decoded(stamp)


def test_what_was_cancelled_goes_by_itself(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.requested()
    reservations.cancel(owner, mine.id)
    assert len(events(client.get(ADDRESS))) == 1

    set_clock(monkeypatch, clock.now() + timedelta(days=15))

    assert events(client.get(ADDRESS)) == []


def fail(*_: object) -> None:
    raise RuntimeError("the base is away")


def fail_on_disk(*_: object) -> None:
    raise OSError("no space left")
