"""Subscriptions for programs."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.api.program import Program
from tests.pages.place import Place


def test_a_program_makes_a_secret_address_that_answers(program: Program, place: Place) -> None:
    body = program.of(place.secretary).post("/feeds", {"scope": "me", "name": "Mairie"}, 201)

    assert body["scope"] == "me"
    assert body["name"] == "Mairie"
    assert len(body["url"]) <= 250
    assert body["url"].isascii()
    answer = program.client.get(urlsplit(body["url"]).path)
    assert answer.status_code == 200
    assert answer.text.startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("body", [None, {}, {"scope": "me"}])
def test_everything_has_its_default(program: Program, place: Place, body: Any) -> None:
    assert program.of(place.secretary).post("/feeds", body, 201)["url"].endswith(".ics")


@pytest.mark.parametrize("name", ["a/b", "été ?#%", "x" * 80, "\N{WHITE SMILING FACE}" * 20, "."])
def test_any_name_makes_an_address_that_answers(program: Program, place: Place, name: str) -> None:
    answer = program.of(place.secretary).call("POST", "/feeds", json={"name": name})

    if answer.status_code == 201:
        url = answer.get_json()["url"]
        assert len(url) <= 250, "some readers cut longer addresses"
        assert program.client.get(urlsplit(url).path).status_code == 200
    else:
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"scope": "world"}, "scope"),
        ({"name": "x" * 81}, "name"),
        ({"name": 3}, "name"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_does_not_fit_is_named(
    program: Program, place: Place, body: dict[str, object], field: str
) -> None:
    problem = program.of(place.secretary).post("/feeds", body, 422)

    assert problem["errors"][field]


def test_every_write_takes_a_request_key(program: Program, place: Place) -> None:
    writer = program.of(place.secretary)

    first = writer.post("/feeds", {"scope": "me", "request_key": "cle"}, 201)

    assert writer.post("/feeds", {"scope": "me", "request_key": "cle"}, 201)["id"] == first["id"]


def test_a_program_subscribes_to_a_thing_changes_the_address_and_ends_it(
    program: Program, place: Place
) -> None:
    asked = {"scope": "item", "thing": place.chairs.reference, "anonymous": True}
    made = program.of(place.secretary).post("/feeds", asked, 201)
    again = program.of(place.secretary).post("/feeds", {**asked, "thing": place.chairs.id}, 201)

    other = program.of(place.secretary).post(f"/feeds/{made['id']}/rotate", {}, 200)

    assert other["url"] not in (made["url"], again["url"])
    assert (other["scope"], other["name"]) == ("item", place.chairs.name)
    assert "Adresse changée" in program.client.get(urlsplit(made["url"]).path).text
    answer = program.of(place.secretary).call("POST", f"/feeds/{other['id']}/revoke")
    assert answer.status_code == 204
    assert "révoqué" in program.client.get(urlsplit(other["url"]).path).text
    answer = program.of(place.neighbour).call("POST", f"/feeds/{again['id']}/revoke")
    assert answer.status_code == 404


@pytest.mark.parametrize("scope", ["item", "unit", "pool", "depot"])
def test_a_scope_without_its_thing_is_refused(program: Program, place: Place, scope: str) -> None:
    answer = program.of(place.secretary).call("POST", "/feeds", json={"scope": scope})

    assert answer.status_code == 422
    assert answer.get_json()["errors"]["thing"]
