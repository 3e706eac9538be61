"""Controls by program: read, planned, recorded."""

from typing import Any

import pytest

from booking.fitness import Equipment
from booking.models.catalogue import Item
from tests.api.program import Program
from tests.factories import make_item
from tests.fitness import day, inspect
from tests.pages.place import Place

FIELDS = {
    *("id", "control", "label", "depot", "unit", "day", "finding", "valid_until"),
    *("provider", "inspector", "note", "missed", "report_url"),
}


@pytest.fixture
def tent(place: Place) -> Item:
    """Give four large tents of Maing's."""
    return make_item(place.pool, 4, name="Grande tente", equipment=Equipment.TENT, people=80)


def path(item: Item) -> str:
    return f"/items/{item.reference}/inspections"


def body(item: Item, on: int, **facts: Any) -> dict[str, Any]:
    """Return the body of a control of the tents on a day."""
    depot = item.stocks[0].depot_id
    return {"depot": depot, "control": "tent_check", "day": day(on).isoformat(), **facts}


def test_a_control_is_planned_then_recorded(program: Program, place: Place, tent: Item) -> None:
    writer = program.of(place.technician)

    made = writer.post(path(tent), body(tent, 20, provider="Bureau Véritas"), 201)
    (planned,) = made["planned"]
    assert planned.keys() == FIELDS
    assert (planned["finding"], planned["day"]) == (None, day(20).isoformat())

    done = {"planned": planned["id"], "day": day(0).isoformat(), "finding": "passed"}
    after = writer.post(path(tent), done | {"valid_until": day(700).isoformat()}, 201)
    assert after["planned"] == []
    (only,) = after["done"]
    assert (only["finding"], only["valid_until"]) == ("passed", day(700).isoformat())
    assert only["provider"] == "Bureau Véritas"
    assert writer.get(path(tent)) == after
    assert writer.post(path(tent), done, 409)["code"] == "inspection_done"


def test_the_document_describes_it(program: Program, place: Place, tent: Item) -> None:
    document = program.get("/openapi.json")
    schemas = document["components"]["schemas"]

    described = document["paths"]["/api/v1/items/{name}/inspections"]
    assert described.keys() >= {"get", "post"}
    assert schemas["Inspection"]["properties"].keys() == FIELDS
    asked = schemas["Inspect"]["properties"]
    assert {"depot", "unit", "control", "day", "finding", "planned", "despite"} <= asked.keys()
    assert asked["finding"]["enum"][:3] == ["passed", "remarks", "failed"]
    made = program.of(place.manager).post(path(tent), body(tent, 0, finding="failed"), 201)
    (done,) = made["done"]
    assert done.keys() == schemas["Inspection"]["properties"].keys()
    assert done["valid_until"] is None


def test_loans_in_the_way_are_named(program: Program, place: Place) -> None:
    mine = place.requested(40)
    writer = program.of(place.manager)
    day_of = (mine.starts_at.date()).isoformat()
    told = {"depot": place.chairs.stocks[0].depot_id, "control": "condition", "day": day_of}

    problem = writer.post(path(place.chairs), told, 409)

    assert problem["code"] == "stock_promised"
    assert [each["id"] for each in problem["reservations"]] == [mine.id]
    writer.post(path(place.chairs), told | {"despite": "Tout est à vérifier."}, 201)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"day": "demain"}, "day"),
        ({"day": None}, "day"),
        ({"depot": ""}, "depot"),
        ({"control": ""}, "control"),
        ({"control": "platform_check"}, "control"),
        ({"finding": "bien"}, "finding"),
        ({"planned": 1}, "finding"),
        ({"finding": "passed", "valid_until": "jamais"}, "valid_until"),
        ({"autre": 1}, "autre"),
    ],
)
def test_what_makes_no_sense_names_its_field(
    program: Program, place: Place, tent: Item, facts: dict[str, Any], field: str
) -> None:
    problem = program.of(place.manager).post(path(tent), body(tent, 0) | facts, 422)

    assert field in problem["errors"]


def test_one_planned_for_another_item_is_not_found_here(
    program: Program, place: Place, tent: Item
) -> None:
    planned = inspect(tent, None, None, day=day(4), finding=None)
    done = {"planned": planned.id, "day": day(0).isoformat(), "finding": "passed"}

    program.of(place.manager).post(path(place.chairs), done, 404)


def test_others_are_refused_in_order(program: Program, place: Place, tent: Item) -> None:
    for person in (place.stranger, place.neighbour):
        program.of(person).get(path(tent), 404)
        program.of(person).post(path(tent), {}, 404)
    program.of(place.manager).post(path(tent), {}, 422)
