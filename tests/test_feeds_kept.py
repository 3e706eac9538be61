"""What nobody may do to a calendar by its address, and what no log may tell of it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection

from booking import feeds
from booking.config import ROOT
from booking.rules.access import Actor
from tests.agendas import ADDRESS, SECRET, subscribed
from tests.client import Browser, browser
from tests.pages.place import Place, make_place

FREE_BUSY = ADDRESS.replace(".ics", ".ifb")
WRITING = ("PUT", "POST", "PROPFIND", "DELETE", "MKCOL", "REPORT", "PATCH", "PROPPATCH", "LOCK")
NEW = "https://agenda.example"


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    """Give whose feed it is: the secretary of the borrower, who has asked for something."""
    actor = subscribed(place)
    place.request()
    return actor


@pytest.fixture(params=["nobody", "someone signed in"])
def client(request: pytest.FixtureRequest, app: Flask, place: Place) -> Browser:
    """Give a reader of calendars, which may be the browser of somebody who is signed in."""
    visitor = browser(app)
    return visitor if request.param == "nobody" else visitor.sign_in(place.secretary)


@pytest.fixture
def forms(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have forms checked, as outside of the tests."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture
def renamed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the service bear another name than once."""
    known = app.extensions["settings"]
    hosts = frozenset({"localhost", "parc.example", "agenda.example"})
    given = replace(known, public_url=NEW, former_hosts=hosts)
    monkeypatch.setitem(app.extensions, "settings", given)


@pytest.mark.parametrize("method", WRITING)
@pytest.mark.parametrize("address", [ADDRESS, FREE_BUSY, "/calendriers/inconnu/Mairie.ics"])
@pytest.mark.usefixtures("forms", "owner")
def test_who_writes_is_told_that_one_only_reads(client: Browser, method: str, address: str) -> None:
    answer = client.open(address, method=method, data=b"BEGIN:VCALENDAR")

    assert (answer.status_code, answer.text) == (405, "Lecture seule.\n")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Set-Cookie" not in answer.headers
    assert "Location" not in answer.headers


@pytest.mark.parametrize("address", [ADDRESS, FREE_BUSY])
@pytest.mark.usefixtures("forms", "owner")
def test_what_one_may_do_is_told_to_who_asks(client: Browser, address: str) -> None:
    answer = client.options(address)

    assert (answer.status_code, answer.data) == (200, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("forms", "owner")
def test_no_answer_gives_a_cookie(client: Browser) -> None:
    etag = client.get(ADDRESS).headers["ETag"]
    for method, address, headers, status in (
        ("GET", ADDRESS, {}, 200),
        ("HEAD", ADDRESS, {}, 200),
        ("GET", ADDRESS, {"If-None-Match": etag}, 304),
        ("GET", FREE_BUSY, {}, 200),
        ("GET", "/calendriers/inconnu/Mairie.ics", {}, 404),
    ):
        answer = client.open(address, method=method, headers=headers)
        assert answer.status_code == status
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("host", ["parc.example", "PARC.example:8443", "localhost"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", [ADDRESS, FREE_BUSY, "/calendriers/x/D%C3%A9p%C3%B4t%20.ics"])
@pytest.mark.usefixtures("renamed", "owner")
def test_a_former_host_gives_the_new_address_for_good(
    client: Browser, host: str, method: str, address: str
) -> None:
    answer = client.open(address, method=method, headers={"Host": host})

    assert answer.status_code == 308
    assert answer.headers["Location"] == NEW + address
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("renamed", "owner")
def test_only_calendars_are_led_on_and_from_former_hosts_alone(client: Browser) -> None:
    for host in ("agenda.example", "autre.example"):
        assert client.get(ADDRESS, headers={"Host": host}).status_code == 200
    old = {"Host": "parc.example"}
    assert client.put(ADDRESS, headers=old).status_code == 405
    assert client.get("/sante", headers=old).status_code == 200
    assert client.get("/calendriers", headers=old).status_code != 308


@pytest.mark.usefixtures("owner")
def test_who_asks_too_often_is_served_all_the_same(client: Browser) -> None:
    """One 429 and Thunderbird asks no more until its next start."""
    for _ in range(12):  # as many wrong passwords as no address may try
        client.post("/connexion", data={"email": "qui@que.ce.soit", "password": "faux"})

    found = [client.get(ADDRESS).status_code for _ in range(120)]
    found += [client.get("/calendriers/inconnu/Mairie.ics").status_code for _ in range(120)]

    assert found == [200] * 120 + [404] * 120


def test_no_list_for_robots_shuts_the_calendars(client: Browser) -> None:
    """Google would not fetch them; that no page lists them is enough."""
    answer = client.get("/robots.txt")

    assert answer.status_code == 404 or "Disallow: /calendriers" not in answer.text


@pytest.fixture
def said() -> Iterator[list[str]]:
    """Give all that any log writes, from whatever is told up to errors."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(  # type: ignore[method-assign]
        logging.Formatter().format(record)
    )
    loggers = [logging.getLogger(name) for name in ("", *feeds.LOGS)]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(logging.DEBUG)
    yield lines
    for each, level in zip(loggers, levels, strict=True):
        each.removeHandler(handler)
        each.setLevel(level)


def test_what_fails_is_logged_without_the_address(
    client: Browser, owner: Actor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for failing in ("by_secret", "calendar"):
        with monkeypatch.context() as broken:
            broken.setattr(feeds.calendars, failing, _fail)
            assert client.get(ADDRESS).status_code == 503
    with monkeypatch.context() as broken:
        broken.setattr(feeds, "_answer", _fail)
        with pytest.raises(RuntimeError):  # outside of the tests, a 500: nothing can be answered
            client.get(ADDRESS)

    assert any("could not be drawn" in each for each in said)
    assert any("the base is away" in each for each in said)
    assert not [each for each in said if SECRET in each]


@pytest.mark.parametrize("name", feeds.LOGS)
def test_a_server_that_logs_addresses_logs_no_secret_one(
    app: Flask, said: list[str], name: str
) -> None:
    log = logging.getLogger(name)
    log.info('"%s" %s -', f"GET {ADDRESS} HTTP/1.1", 200)
    log.info("%(r)s", {"r": f"HEAD {FREE_BUSY}?a=b HTTP/1.1"})
    log.info("GET /materiel/12 %s", "100 %")

    assert list(dict.fromkeys(said)) == [
        '"GET /calendriers/…/Mairie.ics HTTP/1.1" 200 -',
        "HEAD /calendriers/…/Mairie.ifb?a=b HTTP/1.1",
        "GET /materiel/12 100 %",
    ]


SPELT = (
    ("/calendriers/{}/Mairie.ics", "/calendriers/…/Mairie.ics"),
    ("/calendriers/{}/Mairie%2Eics?a=b", "/calendriers/…/Mairie%2Eics?a=b"),
    ("/calendriers%2F{}/Mairie.ics", "/calendriers%2F…/Mairie.ics"),
    ("/calendriers%2f{}%2fMairie.ifb", "/calendriers%2f…%2fMairie.ifb"),
    ("//calendriers//{}/Mairie.ics", "//calendriers//…/Mairie.ics"),
    ("/Calendriers/{}/Mairie.ICS", "/Calendriers/…/Mairie.ICS"),
    ("/calendriers/12{}/calendriers", "/calendriers/…/calendriers"),
    ("/calendriers/{}/", "/calendriers/…/"),
    ("/calendriers/{}", "/calendriers/…"),
    ("/calendriers/{}?a=b", "/calendriers/…?a=b"),
    ("/connexion?suite=%2Fcalendriers%2F{}", "/connexion?suite=%2Fcalendriers%2F…"),
)
PLAIN = ("/calendriers", "/calendriers/12/archive", "/calendriers/12", "/calendriers/12?a=b")


@pytest.mark.parametrize(("asked", "told"), [*SPELT, *((each, each) for each in PLAIN)])
def test_a_secret_is_masked_however_its_address_is_written(
    app: Flask, said: list[str], asked: str, told: str
) -> None:
    logging.getLogger("gunicorn.access").info('"GET %s HTTP/1.1" 404', asked.format(SECRET))

    assert set(said) == {f'"GET {told} HTTP/1.1" 404'}


@pytest.mark.parametrize(("asked", "told"), [*SPELT, *((each, each) for each in PLAIN)])
def test_the_map_that_the_readme_gives_for_nginx_masks_the_same(asked: str, told: str) -> None:
    """As nginx would, which writes the names of groups otherwise."""
    (pattern,) = re.findall(r'"~\*(.+)" \$a…\$b;', (ROOT / "README.md").read_text("utf-8"))
    mask = re.compile(pattern.replace("(?<a>", "(?P<a>").replace("(?<b>", "(?P<b>"), re.IGNORECASE)

    assert mask.sub(r"\g<a>…\g<b>", asked.format(SECRET)) == told


def _fail(*_: object) -> None:
    raise RuntimeError("the base is away")
