"""Calendars travel compressed to whoever takes that, and their bytes are read where wanted."""

import gzip

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.http import parse_date

from booking import feeds, files
from booking.queries import accounts, snapshots
from booking.rules.access import Actor
from tests.agendas import ADDRESS, SECRET, subscribed
from tests.client import Browser, browser
from tests.pages.place import Place, make_place

OTHER = b"BEGIN:OTHER"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


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
    """Give whose feed it is: the secretary of the borrower, who asked for something."""
    actor = subscribed(place)
    for _ in range(4):
        place.request()
    return actor


@pytest.mark.usefixtures("owner")
def test_who_takes_it_gets_fewer_bytes_that_are_the_same(client: Browser) -> None:
    whole = client.get(ADDRESS)
    for _ in range(2):  # as kept
        packed = client.get(ADDRESS, headers=GZIP)

        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == whole.data
        assert len(packed.data) == int(packed.headers["Content-Length"]) < len(whole.data) / 2
        assert packed.headers["ETag"] == whole.headers["ETag"][:-1] + '-gzip"'
        assert packed.headers["Vary"] == whole.headers["Vary"] == "Accept-Encoding"
        head = client.head(ADDRESS, headers=GZIP)
        assert head.data == b""
        for name in ("ETag", "Content-Encoding", "Content-Length", "Last-Modified", "Vary"):
            assert head.headers[name] == packed.headers[name]
    snapshots.forget(accounts.digest(SECRET))
    assert client.get(ADDRESS, headers=GZIP).data == packed.data  # drawn anew


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("said", ["identity", "gzip;q=0", "", "br", "*;q=0"])
def test_who_does_not_take_it_gets_them_as_they_are(client: Browser, said: str) -> None:
    answer = client.get(ADDRESS, headers={"Accept-Encoding": said})

    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"BEGIN:VCALENDAR")


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("write", ["{}", "W/{}", '"autre", W/{}'])
@pytest.mark.parametrize("first", [GZIP, {}])
@pytest.mark.parametrize("then", [GZIP, {}])
def test_bytes_held_in_either_form_are_not_sent_again(
    client: Browser, write: str, first: dict[str, str], then: dict[str, str]
) -> None:
    held = write.format(client.get(ADDRESS, headers=first).headers["ETag"])

    answer = client.get(ADDRESS, headers={**then, "If-None-Match": held})

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"].endswith('-gzip"') == bool(then)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.usefixtures("owner")
def test_what_is_short_travels_as_it_is(client: Browser) -> None:
    answer = client.get(ADDRESS.replace(".ics", ".ifb"), headers=GZIP)

    assert len(answer.data) < snapshots.LEAST
    assert "Content-Encoding" not in answer.headers


@pytest.mark.usefixtures("owner")
def test_a_304_reads_no_more_than_what_tells_that_nothing_changed(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = client.get(ADDRESS)
    monkeypatch.setattr(feeds.snapshots, "body", fail)

    answer = client.get(ADDRESS, headers={"If-None-Match": known.headers["ETag"]})

    assert answer.status_code == 304


@pytest.mark.usefixtures("owner")
def test_bytes_that_are_lost_are_drawn_again(client: Browser) -> None:
    known = client.get(ADDRESS)
    for folder in ("ics-plain", "ics-packed"):
        files.forget_last(f"calendars/{folder}", accounts.digest(SECRET))

    again = client.get(ADDRESS)

    assert (again.status_code, again.data) == (200, known.data)
    assert again.headers["Last-Modified"] == known.headers["Last-Modified"]
    for packed in (False, True):
        assert snapshots.body(accounts.digest(SECRET), "ics", packed=packed)


@pytest.mark.usefixtures("owner")
def test_other_bytes_than_were_told_of_are_drawn_again(client: Browser) -> None:
    """A slow worker's land between the bytes and the head of another: they may be the older."""
    known = client.get(ADDRESS)
    files.keep_last("calendars/ics-plain", accounts.digest(SECRET), b"0123\nBEGIN:OTHER")

    answer = client.get(ADDRESS)

    for name in ("ETag", "Last-Modified"):
        assert answer.headers[name] == known.headers[name]
    assert answer.data == known.data
    kept = snapshots.body(accounts.digest(SECRET), "ics", packed=False)
    assert kept
    assert kept.content == known.data


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("said", [GZIP, {}])
def test_when_none_can_be_drawn_other_bytes_bear_their_own_name(
    client: Browser, monkeypatch: pytest.MonkeyPatch, said: dict[str, str]
) -> None:
    known = client.get(ADDRESS)
    for folder in ("ics-plain", "ics-packed"):
        content = b"0123\n" + (snapshots.pack(OTHER) if folder == "ics-packed" else OTHER)
        files.keep_last(f"calendars/{folder}", accounts.digest(SECRET), content)
    monkeypatch.setattr(feeds.calendars, "by_secret", fail)

    answer = client.get(ADDRESS, headers=said)

    assert answer.status_code == 200
    assert answer.headers["ETag"] == ('"0123-gzip"' if said else '"0123"')
    assert (gzip.decompress(answer.data) if said else answer.data) == OTHER
    assert parse_date(answer.headers["Last-Modified"]) < parse_date(known.headers["Last-Modified"])
    held = {"If-None-Match": known.headers["ETag"]}
    assert client.get(ADDRESS, headers=held).status_code == 304


def fail(*_: object, **__: object) -> None:
    raise OSError("no byte is to be read")
