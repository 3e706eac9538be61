"""What the doors share: the form, the session, the headers."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, session
from sqlalchemy import Connection
from werkzeug.datastructures import MultiDict

from booking import web
from booking.db import db
from booking.models.accounts import LoginAttempt
from booking.usecases.accounts import hasher
from tests.client import Browser, browser
from tests.conftest import make_app
from tests.pages.place import Place, make_place

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")


@pytest.fixture
def client(app: Flask, base: Connection) -> Browser:
    """Give a browser that examines what it fetches."""
    return browser(app)


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ({}, {}),
        ({"csrf_token": "x", "purpose": "Ducasse"}, {"purpose": "Ducasse"}),
        ({"purpose": "", "place": "  ", "note": "\t\n"}, {}),
        ({"purpose": " Ducasse "}, {"purpose": " Ducasse "}),
        (
            {"lines-0-item": "A", "lines-0-quantity": "2"},
            {"lines": [{"item": "A", "quantity": "2"}]},
        ),
        (
            {"lines-10-item": "C", "lines-9-item": "B", "lines-1-item": "A"},
            {"lines": [{"item": "A"}, {"item": "B"}, {"item": "C"}]},
        ),
        ({"lines-0-item": "A", "lines-0-quantity": ""}, {"lines": [{"item": "A"}]}),
        ({"papers-1-kind": "K"}, {"papers-1-kind": "K"}),  # only lines are rows
        ({"lines-99999-item": "A"}, {"lines-99999-item": "A"}),
        ({"lines-x-item": "A"}, {"lines-x-item": "A"}),
        ({"lines-1": "A"}, {"lines-1": "A"}),
        ({"lines-1-": "A"}, {"lines-1-": "A"}),
        ({"starts_at": "2027-01-15T14:00"}, {"starts_at": "2027-01-15T14:00:00+01:00"}),
        ({"starts_at": "demain"}, {"starts_at": "demain"}),
    ],
)
def test_a_form_is_read_as_the_schemas_read_json(
    form: dict[str, str], data: dict[str, Any]
) -> None:
    assert web.unfold(MultiDict(form), PARIS) == data


@pytest.mark.parametrize(
    "form", [{"lines": "3", "lines-0-item": "A"}, {"lines-0-item": "A", "lines": "3"}]
)
def test_a_field_that_bears_the_name_of_a_list_breaks_nothing(form: dict[str, str]) -> None:
    web.unfold(MultiDict(form), PARIS)


def test_a_form_may_have_several_lists() -> None:
    form = {"shares-1-share": "1/3", "tools-0-name": "Clé", "lines-0-item": "A", "shares": "x"}

    data = web.unfold(MultiDict(form), PARIS, ["shares", "tools"])

    assert data == {
        "shares": [{"share": "1/3"}],
        "tools": [{"name": "Clé"}],
        "lines-0-item": "A",
    }
    errors = {"shares": {0: {"share": ["Illisible."]}}, "tools": ["Trop."]}
    assert web.messages_of(errors["shares"], 0, "share") == ["Illisible."]
    assert web.messages_of(errors["shares"], 1, "share") == []
    assert web.messages_of(errors["tools"], 0, "name") == []


@pytest.mark.parametrize(
    ("typed", "zone", "read"),
    [
        ("2027-01-15T14:00", PARIS, "2027-01-15T14:00:00+01:00"),
        ("2027-07-15T14:00", PARIS, "2027-07-15T14:00:00+02:00"),
        (" 2027-07-15T14:00 ", PARIS, "2027-07-15T14:00:00+02:00"),
        ("2027-07-15", PARIS, "2027-07-15T00:00:00+02:00"),
        ("2027-07-15T14:00", REUNION, "2027-07-15T14:00:00+04:00"),
        ("2027-07-15T14:00Z", PARIS, "2027-07-15T14:00:00+00:00"),
        ("2027-07-15T14:00-04:00", PARIS, "2027-07-15T14:00:00-04:00"),
        ("2027-10-31T02:30", PARIS, "2027-10-31T02:30:00+02:00"),  # happens twice: the first
        ("demain", PARIS, "demain"),
        ("", PARIS, ""),
        ("2027-13-45T99:99", PARIS, "2027-13-45T99:99"),
    ],
)
def test_an_hour_without_offset_is_the_territorys(typed: str, zone: ZoneInfo, read: str) -> None:
    assert web.localized(typed, zone) == read


@pytest.mark.parametrize(
    ("errors", "lines"),
    [
        ({}, []),
        ({"purpose": ["Obligatoire."]}, [("purpose", "Obligatoire.")]),
        ({"purpose": ["Un.", "Deux."]}, [("purpose", "Un."), ("purpose", "Deux.")]),
        (
            {"lines": {1: {"quantity": ["Au moins 1."]}}},
            [("lines-1-quantity", "Au moins 1.")],
        ),
    ],
)
def test_a_summary_names_the_field_of_each_message(
    errors: dict[str, Any], lines: list[tuple[str, str]]
) -> None:
    assert web.summary(errors) == lines


def test_two_keys_are_never_the_same() -> None:
    keys = {web.new_key() for _ in range(100)}

    assert len(keys) == 100
    assert min(map(len, keys)) >= 22


def test_every_answer_carries_what_protects_its_reader(client: Browser, place: Place) -> None:
    for address in (
        "/connexion",
        "/sante",
        "/nulle-part",
        "/api/v1/items",
        "/static/styles/parc.css",
    ):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"] == web.CSP
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers


def test_what_a_person_reads_is_kept_by_no_cache(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    for address in ("/", "/materiel", "/compte", "/nulle-part"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"


def test_what_caches_may_share_carries_no_cookie(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    answer = client.get("/static/styles/parc.css")

    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def signed_cookie(app: Flask) -> str:
    """Return the session cookie as the login writes it, by signing somebody in."""
    user = make_place().secretary
    user.password_hash = hasher.hash("Cheval-agrafe-3")
    db.session.commit()
    given = {"email": user.email, "password": "Cheval-agrafe-3"}
    return browser(app).post("/connexion", data=given).headers["Set-Cookie"]


def test_over_https_cookies_stay_there(database_url: str, app: Flask, base: Connection) -> None:
    secure = make_app(database_url, public_url="https://parc.example")

    cookie = signed_cookie(secure)

    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    headers = browser(secure).get("/connexion").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_on_one_machine_cookies_need_no_https(app: Flask, base: Connection) -> None:
    cookie = signed_cookie(app).split("; ")

    assert "Secure" not in cookie
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie)


def test_signing_in_begins_a_new_session(app: Flask, client: Browser, place: Place) -> None:
    with client.session_transaction() as kept:
        kept["cart"] = {"TEN-3X3": 1}
    with app.test_request_context():
        session["cart"] = {"TEN-3X3": 1}
        web.begin_session(place.secretary.id)

        assert "cart" not in session
        assert session.permanent


@pytest.mark.parametrize("kept", ["", ":", "1", "x:y", "0:", "-1:s"])
def test_a_strange_session_is_nobodys(client: Browser, place: Place, kept: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = kept

    assert client.get("/materiel").status_code == 302


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic eA==",
        "bearer  x",
        "Bearer \N{WHITE SMILING FACE}",
        "x" * 9000,
    ],
)
def test_a_strange_header_is_nobodys(client: Browser, place: Place, header: str) -> None:
    headers = {"Authorization": header.encode().decode("latin-1")}

    assert client.get("/api/v1/items", headers=headers).status_code == 401


def closed_to_forgery(database_url: str) -> Flask:
    app = make_app(database_url)
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_a_form_without_its_token_is_refused(
    database_url: str, app: Flask, base: Connection, place: Place
) -> None:
    client = browser(closed_to_forgery(database_url)).sign_in(place.manager)
    mine = place.requested()
    address = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            values: dict[str, Any] = {"reservation_id": mine.id, "token": "x"}
            values |= {"item_id": place.chairs.id}
            given = {name: values.get(name, 1) for name in rule.arguments}
            path = address.build(rule.endpoint, given)
            page = client.send(path, 400)
            assert "Le formulaire a expiré" in page.main, path
    assert place.seen(mine.id).status == "requested"


def test_a_form_with_its_token_is_accepted(
    database_url: str, app: Flask, base: Connection, place: Place
) -> None:
    client = browser(closed_to_forgery(database_url)).sign_in(place.manager)
    mine = place.requested()
    page = client.visit(f"/demandes/{mine.request_id}")

    page = client.send(page.form(f"/reservations/{mine.id}/valider"))

    assert "La demande est validée" in page.main


def test_programs_need_no_form_token(
    database_url: str, app: Flask, base: Connection, place: Place
) -> None:
    client = browser(closed_to_forgery(database_url))

    assert client.post("/api/v1/feeds", json={}).status_code == 401


def test_headers_of_proxies_are_believed_only_when_there_are_some(
    database_url: str, app: Flask, base: Connection, client: Browser, place: Place
) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    given = {"email": "a@mairie.example", "password": "faux"}
    client.post("/connexion", data=given, headers=headers)
    behind = make_app(database_url, proxies=1)  # type: ignore[arg-type]
    browser(behind).post("/connexion", data=given, headers=headers)

    keys = {each.key for each in db.session.query(LoginAttempt)}
    assert keys == {"account:a@mairie.example", "origin:127.0.0.1", "origin:203.0.113.9"}


@pytest.mark.parametrize(
    "address",
    ["/public/%00", "/materiel?q=%00", "/materiel?q=a&famille=a%00", "/materiel/liste?q=%00"],
)
def test_an_address_that_no_database_can_keep_names_nothing(
    client: Browser, place: Place, address: str
) -> None:
    client.sign_in(place.manager)

    assert client.get(address).status_code == 404
