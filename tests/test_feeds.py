"""The calendar by its secret address: cheap to ask again, and it reveals nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.http import http_date

from booking import clock
from booking.db import db
from booking.dealings import FeedScope
from booking.models.calendars import Feed
from booking.rules.access import Actor
from booking.usecases import calendars
from booking.usecases import reservations as acts
from tests.agendas import ADDRESS, SECRET, events, subscribed
from tests.client import Browser, browser
from tests.pages.place import Place, as_actor, make_place

Move = Callable[[timedelta], None]


@pytest.fixture
def client(app: Flask, base: Connection) -> Browser:
    """Give a reader of calendars: it has no session."""
    return browser(app)


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    """Give whose feed it is: the secretary of the borrower."""
    return subscribed(place)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Give a way to move the clock on."""
    start = datetime.now(UTC)  # noqa: TID251 # the clock itself is what is moved

    def move(span: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + span)

    return move


def test_the_feed_shows_what_is_borrowed(client: Browser, place: Place, owner: Actor) -> None:
    mine = place.requested(12)

    [event] = events(client.get(ADDRESS))

    siren = place.lender.territory.siren
    assert event["UID"] == f"reservation-{mine.id}@{siren}.parc-commun"
    assert event.decoded("DTSTART") == mine.starts_at.replace(microsecond=0)
    assert event.decoded("DTEND") == mine.ends_at.replace(microsecond=0)
    assert "Fête de la Saint-Jean" in event["SUMMARY"]
    assert event["URL"].endswith(f"/demandes/{mine.request_id}")


def test_the_headers_let_readers_come_back_cheaply(
    client: Browser, place: Place, owner: Actor
) -> None:
    place.request()

    answer = client.get(ADDRESS)

    assert answer.headers["ETag"].startswith('"')
    assert answer.last_modified
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "filename*=UTF-8''Mairie.ics" in answer.headers["Content-Disposition"]


def test_two_readings_give_the_same_bytes(
    client: Browser, place: Place, owner: Actor, later: Move
) -> None:
    place.request()
    first = client.get(ADDRESS)
    later(timedelta(hours=5))

    assert client.get(ADDRESS).data == first.data


def test_a_head_says_the_same_without_a_body(client: Browser, place: Place, owner: Actor) -> None:
    place.request()

    whole, head = client.get(ADDRESS), client.head(ADDRESS)

    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("write", ["{}", "W/{}", '"autre", {}', "*"])
def test_what_did_not_change_is_not_sent_again(
    client: Browser, place: Place, owner: Actor, write: str
) -> None:
    place.request()
    known = client.get(ADDRESS).headers["ETag"]

    answer = client.get(ADDRESS, headers={"If-None-Match": write.format(known)})

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == known
    assert "Set-Cookie" not in answer.headers


def test_what_changed_is_sent_again(client: Browser, place: Place, owner: Actor) -> None:
    mine = place.requested()
    known = client.get(ADDRESS).headers["ETag"]
    acts.approve(as_actor(place.manager), mine.id)

    answer = client.get(ADDRESS, headers={"If-None-Match": known})

    assert answer.status_code == 200
    assert answer.headers["ETag"] != known


def test_a_reader_that_only_knows_dates_is_answered_too(
    client: Browser, place: Place, owner: Actor
) -> None:
    place.request()
    known = client.get(ADDRESS).headers["Last-Modified"]
    before = http_date(clock.now() - timedelta(days=1))

    assert client.get(ADDRESS, headers={"If-Modified-Since": known}).status_code == 304
    assert client.get(ADDRESS, headers={"If-Modified-Since": before}).status_code == 200
    assert client.get(ADDRESS, headers={"If-Modified-Since": "hier"}).status_code == 200


def test_a_reader_that_only_knows_dates_learns_what_went_away(
    client: Browser, place: Place, owner: Actor, later: Move
) -> None:
    """What disappears leaves no later date behind: 304 would keep it shown for ever."""
    place.request()
    cancelled = place.requested(3)
    acts.cancel(owner, cancelled.id)
    known = client.get(ADDRESS)
    later(timedelta(days=15))

    answer = client.get(ADDRESS, headers={"If-Modified-Since": known.headers["Last-Modified"]})

    assert len(events(answer)) < len(events(known))


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "PROPFIND", "REPORT"])
def test_writing_is_refused_so_that_readers_know_it(
    client: Browser, place: Place, owner: Actor, method: str
) -> None:
    answer = client.open(ADDRESS, method=method, data=b"BEGIN:VCALENDAR")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("secret", ["inconnu", SECRET[:-1], SECRET.upper(), "%00", "x" * 3000])
def test_an_unknown_secret_is_a_constant_short_404(
    client: Browser, owner: Actor, secret: str
) -> None:
    answer = client.get(f"/calendriers/{secret}/Mairie.ics")

    assert (answer.status_code, answer.text) == (404, "Inconnu.\n")
    assert answer.mimetype == "text/plain"
    assert "Set-Cookie" not in answer.headers


def test_the_name_in_the_address_is_free(client: Browser, place: Place, owner: Actor) -> None:
    named = client.get(f"/calendriers/{SECRET}/D%C3%A9p%C3%B4t%20%22%C3%89%22.ics")

    assert named.data == client.get(ADDRESS).data
    assert "\n" not in named.headers["Content-Disposition"]
    assert named.headers["Content-Disposition"].isascii()


def test_a_revoked_feed_says_so_for_thirty_days_then_is_gone(
    client: Browser, place: Place, owner: Actor, later: Move
) -> None:
    place.request()
    known = client.get(ADDRESS).headers["ETag"]
    calendars.revoke(owner, db.session.query(Feed).one().id)

    [event] = events(client.get(ADDRESS, headers={"If-None-Match": known}))
    assert "révoqué" in event["SUMMARY"].lower()
    later(timedelta(days=29))
    assert "révoqué" in events(client.get(ADDRESS))[0]["SUMMARY"].lower()
    later(timedelta(days=31))
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.text) == (410, "Révoqué.\n")


def test_who_left_reads_so_for_thirty_days_then_nothing(
    client: Browser, place: Place, owner: Actor, later: Move
) -> None:
    place.request()
    place.secretary.memberships[0].ends_on = clock.now().date() - timedelta(days=1)
    db.session.commit()

    for days, status in ((0, 200), (28, 200), (31, 410)):
        later(timedelta(days=days))
        answer = client.get(ADDRESS)
        assert answer.status_code == status
        assert "révoqué" in answer.text.lower()
        assert "Fête" not in answer.text


def test_an_event_is_tentative_then_confirmed_then_cancelled(
    client: Browser, place: Place, owner: Actor, later: Move
) -> None:
    mine = place.requested()
    [asked] = events(client.get(ADDRESS))
    later(timedelta(minutes=5))
    acts.approve(as_actor(place.manager), mine.id)
    [agreed] = events(client.get(ADDRESS))
    later(timedelta(minutes=10))
    acts.cancel(owner, mine.id)
    [cancelled] = events(client.get(ADDRESS))

    story = [asked, agreed, cancelled]
    assert [each["STATUS"] for each in story] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    first = asked["SEQUENCE"]
    assert [each["SEQUENCE"] for each in story] == [first, first + 1, first + 2]
    assert len({each["UID"] for each in story}) == 1
    stamps = [each.decoded("LAST-MODIFIED") for each in story]
    assert stamps == sorted(set(stamps))
    assert asked["SUMMARY"].startswith("À confirmer")
    assert cancelled["SUMMARY"].startswith("Annulé")
    later(timedelta(days=15))
    assert events(client.get(ADDRESS)) == []


def test_the_file_keeps_the_secret_and_the_people(
    client: Browser, place: Place, owner: Actor
) -> None:
    place.approved()

    text = client.get(ADDRESS).text.replace("\r\n ", "")

    for hidden in (SECRET, place.secretary.email, place.secretary.name, place.manager.name):
        assert hidden not in text
    assert not {"ATTENDEE", "ORGANIZER"} & set(
        text.replace(";", ":").replace(":", "\n").split("\n")
    )


def test_the_reservations_of_others_are_not_in_it(
    client: Browser, place: Place, owner: Actor
) -> None:
    calendars.create(as_actor(place.neighbour), FeedScope.ME, "Artres", "autre-secret")
    place.request()

    assert events(client.get("/calendriers/autre-secret/Artres.ics")) == []


def test_a_reader_gets_no_cookie_and_no_redirect(
    client: Browser, place: Place, owner: Actor
) -> None:
    client.sign_in(place.stranger)

    answer = client.get(ADDRESS, headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["x.txt", "Mairie", "", "Mairie.ICS", "%00.ics%00"])
def test_an_address_that_ends_otherwise_is_the_same_short_404(
    client: Browser, owner: Actor, name: str
) -> None:
    answer = client.get(f"/calendriers/{SECRET}/{name}")

    assert (answer.status_code, answer.text) == (404, "Inconnu.\n")
    assert "Set-Cookie" not in answer.headers
