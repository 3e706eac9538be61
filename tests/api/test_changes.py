"""Editing, exchanging and naming copies by program."""

from typing import Any

import pytest

from booking.rules.asking import Moved
from booking.usecases import stocks
from booking.vocabulary import Movement, Tracking
from tests.api.program import Program, wish
from tests.factories import ask, make_item, next_weekend
from tests.pages.place import Place, as_actor


def test_what_is_not_given_stays(program: Program, place: Place) -> None:
    mine = place.requested(10)
    writer, path = program.of(place.secretary), f"/reservations/{mine.id}/edit"
    lines = [{"item": "TEN-3X3", "quantity": 2}, {"item": place.chairs.reference, "quantity": 5}]

    done = writer.post(path, {"lines": lines})
    assert sorted((line["item"], line["quantity"]) for line in done["lines"]) == sorted(
        (line["item"], line["quantity"]) for line in lines
    )
    assert done["starts_at"] == mine.starts_at.isoformat()

    later = next_weekend(6)
    dates = {"starts_at": later.starts_at.isoformat(), "ends_at": later.ends_at.isoformat()}
    assert writer.post(path, dates)["starts_at"] == later.starts_at.isoformat()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"item": "TEN-3X3", "quantity": 0}]}, "lines"),
        ({"starts_at": "hier"}, "starts_at"),
        ({"starts_at": "2027-01-02T00:00Z", "ends_at": "2027-01-01T00:00Z"}, "ends_at"),
        ({"statut": "approved"}, "statut"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    program: Program, place: Place, body: dict[str, Any], field: str
) -> None:
    path = f"/reservations/{place.requested().id}/edit"

    assert field in program.of(place.secretary).post(path, body, 422)["errors"]


def test_a_shortage_says_what_would_do_and_a_manager_may_go_beyond(
    program: Program, place: Place
) -> None:
    place.approved(30)
    mine = place.requested(10)
    path = f"/reservations/{mine.id}/edit"
    body = {"lines": [{"item": place.chairs.reference, "quantity": 15}]}

    problem = program.of(place.secretary).post(path, body, 409)
    assert problem["code"] == "not_enough_available"
    assert problem["shortages"][0]["free"] == 10
    assert {"depots", "instead"} <= problem["shortages"][0].keys()
    assert problem["alternatives"]

    knowing = body | {"despite": "L’école en prête."}
    program.of(place.secretary).post(path, knowing, 403)
    done = program.of(place.manager).post(path, knowing)
    assert done["despite"] == "L’école en prête."
    assert done["lines"][0]["beyond"] == 5


def test_a_manager_asks_and_approves_beyond_the_stock(program: Program, place: Place) -> None:
    body = wish((place.chairs.reference, 50), despite="L’école en prête.")
    writer = program.of(place.manager)

    (made,) = writer.post("/reservations", body, 201)["reservations"]
    assert made["despite"] == "L’école en prête."
    problem = writer.post(f"/reservations/{made['id']}/approve", {"despite": 3}, 422)
    assert "despite" in problem["errors"]


def test_two_reservations_exchange_their_dates(program: Program, place: Place) -> None:
    mine, later = place.requested(10), next_weekend(6)
    other = ask(as_actor(place.secretary), (place.chairs, 40), period=later)[0]
    writer, path = program.of(place.manager), f"/reservations/{mine.id}/swap"

    assert "other" in writer.post(path, {}, 422)["errors"]
    assert "other" in writer.post(path, {"other": mine.id}, 422)["errors"]
    writer.post(path, {"other": 99999}, 404)
    assert writer.post(path, {"other": other})["starts_at"] == later.starts_at.isoformat()
    assert place.seen(other).starts_at == mine.starts_at


def test_copies_are_named(program: Program, place: Place) -> None:
    item = make_item(place.pool, 0, reference="VID", tracking=Tracking.NUMBERED)
    depot = str(item.stocks[0].depot_id)
    stocks.move(as_actor(place.manager), Moved("VID", depot, Movement.PURCHASE, 2))
    mine = ask(as_actor(place.secretary), (item, 1))[0]
    writer, path = program.of(place.manager), f"/reservations/{mine}/name-copies"
    line = place.seen(mine).lines[0].id

    assert writer.post(path, {"line": line, "units": ["VID-02"]})["lines"][0]["units"] == ["VID-02"]
    assert writer.post(path, {"line": line})["lines"][0]["units"] == []
    assert writer.post(path, {"line": line, "units": ["X"]}, 404)["code"] == "unit_not_found"
    writer.post(path, {"line": line, "units": ["VID-01", "VID-02"]}, 422)
    writer.post(path, {"line": line + 99}, 404)
    program.of(place.secretary).post(path, {"line": line}, 403)


def test_others_see_nothing(program: Program, place: Place) -> None:
    mine = place.requested()
    for act in ("edit", "swap", "name-copies"):
        program.of(place.stranger).post(f"/reservations/{mine.id}/{act}", {"x": 1}, 404)
