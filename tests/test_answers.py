"""The one error handler: a page for people, a problem for programs, and no secret in either."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection

from booking.queries import accounts, reservations
from tests.client import Browser, Page, browser
from tests.conftest import make_app
from tests.pages.place import Place, make_place

FORM = "application/x-www-form-urlencoded"
SECRET = "la valeur que nul ne doit lire"


@pytest.fixture
def client(app: Flask, base: Connection) -> Browser:
    """Give a browser that examines what it fetches."""
    return browser(app)


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.fixture
def live(database_url: str, app: Flask, base: Connection) -> Browser:
    """Give a browser on the application as it runs: failures are answered, not raised."""
    running = make_app(database_url)
    running.config["TESTING"] = False
    return browser(running)


@pytest.fixture
def away(tmp_path: Path) -> Flask:
    """Give the application when its database is away."""
    return make_app(f"sqlite:///{tmp_path}/nulle/part.sqlite")


def test_a_page_that_is_not_there_says_so_and_leads_home(client: Browser, place: Place) -> None:
    for visitor in (client, client.sign_in(place.secretary)):
        page = visitor.visit("/nulle-part", 404)
        assert page.title == "Page introuvable"
        assert "Cette page n’existe pas" in page.main
        assert "/" in page.links


def test_a_wrong_method_is_a_page_too(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    answer = client.get("/deconnexion")

    assert client.read(answer, 405).title
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_a_body_that_is_too_large_is_a_page_too(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).send("/materiel", 413, q="x" * 2_000_001)

    assert "Envoi trop lourd" in page.main


def test_who_is_known_is_heard_out_before_the_answer(client: Browser, place: Place) -> None:
    """A connection cut short would show the browser's own error page."""
    for person, left in ((None, 2_000_001), (place.secretary, 0)):
        body = BytesIO(b"x" * 2_000_001)
        if person:
            client.sign_in(person)
        client.post("/connexion", input_stream=body, content_length=2_000_001, content_type=FORM)
        assert len(body.read()) == left


def test_a_failure_is_told_without_its_secrets(
    live: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(reservations, "of_borrower", fail)
    live.sign_in(place.secretary)

    page = live.visit("/demandes", 500)

    assert page.title == "Une erreur est survenue"
    assert SECRET not in page.text
    assert "RuntimeError" not in page.text


def test_a_failure_is_a_problem_for_programs(
    live: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_secret: str) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(accounts, "bearer", fail)

    answer = live.get("/api/v1/items", headers={"Authorization": "Bearer x"})

    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "unexpected"
    assert SECRET not in answer.text


@pytest.mark.parametrize("address", ["/connexion", "/sante", "/nulle-part"])
def test_while_the_database_is_away_pages_say_to_come_back(
    away: Flask, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = away.test_client().get(address)

    assert answer.status_code == (404 if address == "/nulle-part" else 503)
    page = Page(answer, csrf=False)
    if answer.status_code == 503:
        assert answer.headers["Retry-After"] == "2"
        assert page.title == "Service indisponible"
        assert "Réessayez dans un instant." in page.main


def test_while_the_database_is_away_an_agenda_is_told_to_come_back_later(away: Flask) -> None:
    answer = away.test_client().get("/calendriers/secret/x.ics")

    assert (answer.status_code, answer.text) == (503, "Indisponible.\n")
    assert answer.headers["Retry-After"] == "600"


def test_while_the_database_is_away_programs_are_told_when_to_come_back(away: Flask) -> None:
    answer = away.test_client().get("/api/v1/items", headers={"Authorization": "Bearer x"})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "unavailable"


def test_a_mistyped_page_is_never_answered_in_json(client: Browser) -> None:
    assert client.get("/nulle-part").mimetype == "text/html"
    assert client.get("/api/nulle-part").mimetype == "application/problem+json"
    assert client.get("/api").mimetype == "text/html"


def test_a_refusal_names_no_class_of_ours(client: Browser, place: Place) -> None:
    problem = client.get("/api/v1/items").get_json()

    assert problem == {
        "type": "about:blank",
        "title": "Connectez-vous",
        "status": 401,
        "code": "not_signed_in",
        "detail": "Connectez-vous, ou présentez un jeton valable.",
    }
