"""Agendas of elsewhere by program: followed, read again, followed no more."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from booking import clock, fetching
from booking.queries import stocks
from tests.api.program import Program
from tests.documents.calendars_of_others import calendar
from tests.factories import set_clock
from tests.outside import HOST, World, serving
from tests.pages.place import Place, as_actor
from tests.usecases.following import ADDRESS, days_ahead, trip


@pytest.fixture
def world(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give a world whose agenda takes two days."""
    with serving() as made:
        set_clock(monkeypatch, clock.now())
        trips = [trip(days_ahead(day), f"{day}") for day in (3, 4)]
        made.answer = lambda path: (200, {}, calendar(*trips))
        monkeypatch.setattr(fetching, "INTERNET", made.outside)
        yield made


def asked(place: Place, **facts: Any) -> dict[str, Any]:
    """Return the body that follows the agenda."""
    depot = place.chairs.stocks[0].depot_id
    return {"depot": depot, "name": "Bus", "address": ADDRESS, "quantity": 2, **facts}


def test_an_agenda_is_followed_read_again_and_left(
    program: Program, place: Place, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, path = program.of(place.manager), f"/items/{place.chairs.reference}/agendas"

    made = mine.post(path, asked(place, request_key="a"), 201)
    assert (made["name"], made["host"], made["count"]) == ("Bus", HOST, 2)
    assert (made["failure"], made["quantity"], "address" in made) == (None, 2, False)
    assert mine.post(path, asked(place, request_key="a"), 201)["id"] == made["id"]
    assert [each["id"] for each in mine.get(path)["agendas"]] == [made["id"]]

    world.answer = lambda path: (500, {}, b"")
    set_clock(monkeypatch, clock.now() + timedelta(hours=1))
    again = mine.post(f"/agendas/{made['id']}/refresh", {})
    assert (again["failure"], again["count"]) == ("broken", 2)

    assert mine.post(f"/agendas/{made['id']}/stop", {}) == {"agendas": []}
    mine.post(f"/agendas/{made['id']}/stop", {}, 404)


def test_what_it_takes_is_withheld_and_does_not_come_back_by_hand(
    program: Program, place: Place, world: World
) -> None:
    mine = program.of(place.manager)
    mine.post(f"/items/{place.chairs.reference}/agendas", asked(place), 201)

    found = mine.get(f"/items/{place.chairs.reference}/withholdings")["withholdings"]

    assert [(each["reason"], each["note"]) for each in found] == [("external", "Bus")] * 2
    refused = mine.post(f"/withholdings/{found[0]['id']}/end", {}, 409)
    assert refused["code"] == "withheld_by_agenda"
    assert len(stocks.withheld(as_actor(place.manager), place.chairs.id)) == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"address": "https://10.0.0.1:8080/x"}, "address"),
        ({"address": "ftp://x/y"}, "address"),
        ({"quantity": 0}, "quantity"),
        ({"unit": "A-1"}, "quantity"),
    ],
)
def test_what_is_wrong_is_named(
    program: Program, place: Place, world: World, facts: dict[str, Any], field: str
) -> None:
    path = f"/items/{place.chairs.reference}/agendas"

    refused = program.of(place.manager).post(path, asked(place, **facts), 422)

    assert field in refused["errors"]


def test_strangers_and_borrowers_are_refused(program: Program, place: Place, world: World) -> None:
    path = f"/items/{place.chairs.reference}/agendas"
    made = program.of(place.manager).post(path, asked(place), 201)["id"]

    program.of(place.stranger).get(path, 404)
    program.of(place.stranger).post(path, asked(place), 404)
    program.of(place.secretary).get(path, 403)
    program.of(place.secretary).post(path, asked(place), 403)
    for act in ("refresh", "stop"):
        program.of(place.secretary).post(f"/agendas/{made}/{act}", {}, 404)
    program.of(place.technician).post(f"/agendas/{made}/stop", {}, 403)
