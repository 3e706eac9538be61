"""Absences by program."""

from typing import Any

import pytest

from tests.api.program import Program
from tests.factories import next_weekend
from tests.pages.place import Place, as_actor
from tests.staff import make_drone, make_pilots

PATH = "/items/TELE/absences"


def test_an_absence_begins_and_ends_and_names_who_lacks_somebody(
    program: Program, place: Place
) -> None:
    item, (pilot,) = make_pilots(place.pool, as_actor(place.manager), 1)
    make_drone(place.pool, item)
    weekend = next_weekend()
    lines = [{"item": "DRO", "quantity": 1}]
    dates = {"starts_at": weekend.starts_at.isoformat(), "ends_at": weekend.ends_at.isoformat()}
    (mine,) = program.of(place.secretary).post(
        "/reservations", {**dates, "purpose": "Relevé", "lines": lines}, 201
    )["reservations"]
    writer = program.of(place.manager)

    (away,) = writer.post(PATH, {"unit": pilot.number, **dates}, 201)["absences"]

    assert away == {
        "id": away["id"],
        "item": "TELE",
        "unit": pilot.number,
        "starts_at": weekend.starts_at.isoformat(),
        "ends_at": weekend.ends_at.isoformat(),
        "in_danger": [mine["reference"]],
    }
    assert writer.get("/absences") == {"absences": [away]}
    assert program.of(place.secretary).get("/absences") == {"absences": []}
    assert writer.post(f"/absences/{away['id']}/end") == {"absences": []}
    writer.post(f"/absences/{away['id']}/end", status=404)


def test_whole_days_are_those_of_the_territory(program: Program, place: Place) -> None:
    _, (pilot,) = make_pilots(place.pool, as_actor(place.manager), 1)
    body = {"unit": pilot.number, "first_on": "2035-07-02", "last_on": "2035-07-03"}

    (away,) = program.of(place.manager).post(PATH, body, 201)["absences"]

    assert (away["starts_at"], away["ends_at"]) == (
        "2035-07-01T22:00:00+00:00",
        "2035-07-03T22:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "first_on"),
        ({"last_on": "2035-07-01"}, "first_on"),
        ({"first_on": "2035-07-02", "last_on": "2035-07-01"}, "last_on"),
        ({"first_on": "2035-07-02", "starts_at": "2035-07-02T08:00Z"}, "starts_at"),
        ({"starts_at": "2035-07-02T08:00Z"}, "ends_at"),
        ({"ends_at": "2035-07-02T08:00Z"}, "starts_at"),
        ({"starts_at": "2035-07-02T08:00Z", "ends_at": "2035-07-02T08:00Z"}, "ends_at"),
        ({"first_on": "2020-07-02"}, "ends_at"),
        ({"first_on": "2035-07-02", "note": "Grippe"}, "note"),
    ],
)
def test_what_makes_no_absence_is_refused(
    program: Program, place: Place, body: dict[str, Any], field: str
) -> None:
    _, (pilot,) = make_pilots(place.pool, as_actor(place.manager), 1)

    problem = program.of(place.manager).post(PATH, {"unit": pilot.number} | body, 422)

    assert field in problem["errors"]


def test_others_are_refused_in_order(program: Program, place: Place) -> None:
    _, (pilot,) = make_pilots(place.pool, as_actor(place.manager), 1)
    body = {"unit": pilot.number, "first_on": "2035-07-02"}

    program.of(place.stranger).post(PATH, {}, 404)
    program.of(place.secretary).post(PATH, body, 404)
    program.of(place.technician).post(PATH, body, 403)
    program.of(place.manager).post(PATH, body | {"unit": "?"}, 404)
