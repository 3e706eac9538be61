"""Items described and moved through their life by program."""

from typing import Any

import pytest

from tests.api.program import Program, read, wish
from tests.pages.place import Place

NEW = {"reference": "POD", "name": "Podium", "family": "Événementiel"}


def patch(program: Program, name: str, body: Any, status: int = 200) -> Any:
    """Change an item; return the body of the answer."""
    return read(program.call("PATCH", f"/items/{name}", json=body), status)


def test_an_item_is_added_and_changed_field_by_field(program: Program, place: Place) -> None:
    manager = program.of(place.manager)
    body = NEW | {
        "pool": place.pool.name,
        "replacement_value": 1234.5,
        "requirements": ["Permis B"],
        "accessories": [{"name": "Clé"}],
        "companions": [{"item": "TEN-3X3", "mandatory": False}],
        "shares": [
            {"organization": place.lender.id, "share": "1/3"},
            {"organization": "Quérénaing", "share": "2/3"},
        ],
        "depot": place.chairs.stocks[0].depot_id,
        "quantity": 2,
        "stage": "published",
    }

    made = manager.post("/items", body, 201)

    assert (made["stage"], made["formality"], made["available"]) == ("published", "simple", 2)
    assert made["accessories"] == [{"quantity": 1, "name": "Clé"}]
    assert made["co_owners"] == ["Maing 1/3", "Quérénaing 2/3"]
    changed = patch(manager, "POD", {"name": "Grand podium", "formality": "full"})
    assert {**made, "name": "Grand podium", "formality": "full"} == changed
    assert (made["equipment"], made["people"]) == ("stage", None)
    changed = patch(manager, "POD", {"equipment": "trailer", "gross_kg": 1300})
    assert (changed["equipment"], changed["gross_kg"]) == ("trailer", 1300)
    assert patch(manager, "POD", {"equipment": None})["equipment"] is None
    assert program.of(place.secretary).get("/items/POD")["offered"] == ["Tente pliante"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"tracking": "kit"}, "tracking"),
        ({"replacement_value": -3}, "replacement_value"),
        ({"replacement_value": "1,234"}, "replacement_value"),
        ({"purchase_price": 1e20}, "purchase_price"),
        ({"purchased_on": "12/03/2019"}, "purchased_on"),
        ({"renew_on": "0001-01-01"}, "renew_on"),
        ({"accessories": [{"name": "Clé", "quantity": 0}]}, "accessories"),
        ({"shares": [{"organization": "Maing", "share": 0.5}]}, "shares"),
        ({"shares": [{"organization": "Maing", "share": "50 %"}] * 2}, "shares"),
        ({"companions": [{"item": "RIEN"}]}, "companions"),
        ({"preparation_after_hours": 10_000}, "preparation_after_hours"),
        ({"stage": "retired"}, "stage"),
        ({"equipment": "soucoupe"}, "equipment"),
        ({"seats": 121}, "seats"),
        ({"people": -1}, "people"),
        ({"prix": 3}, "prix"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(
    program: Program, place: Place, facts: dict[str, Any], field: str
) -> None:
    manager = program.of(place.manager)
    body = NEW | {"pool": place.pool.id} | facts

    assert field in manager.post("/items", body, 422)["errors"]
    assert field in patch(manager, "TEN-3X3", facts, 422)["errors"]
    manager.get("/items/POD", 404)


def test_stages_follow_each_other(program: Program, place: Place) -> None:
    place.approved(3)
    manager, chairs = program.of(place.manager), place.chairs.reference
    stop = {"stage": "suspended", "reason": "Usées."}

    manager.post(f"/items/{chairs}/stage", {"stage": "suspended"}, 422)
    promised = manager.post(f"/items/{chairs}/stage", stop, 409)
    assert promised["code"] == "item_promised"
    assert promised["reservations"][0]["missing"] == 3
    seen = manager.post(f"/items/{chairs}/stage", stop | {"confirmed": True})
    assert (seen["stage"], seen["eligible"]) == ("suspended", False)
    problem = manager.post(f"/items/{chairs}/stage", {"stage": "checked"}, 409)
    assert (problem["code"], problem["possible"]) == ("wrong_stage", ["published", "retired"])

    secretary = program.of(place.secretary)
    listed = [each["reference"] for each in secretary.get("/items")["items"]]
    assert listed == ["TEN-3X3"]
    refused = secretary.post("/reservations", wish((chairs, 1)), 409)
    assert (refused["code"], refused["item"]) == ("not_lent", chairs)


def test_others_are_refused(program: Program, place: Place) -> None:
    body = NEW | {"pool": place.pool.id}
    for person, status in ((place.neighbour, 403), (place.technician, 403), (place.stranger, 404)):
        writer = program.of(person)
        writer.post("/items", body, status)
        patch(writer, "TEN-3X3", {"name": "Autre"}, status)
        writer.post("/items/TEN-3X3/stage", {"stage": "retired", "reason": "Non."}, status)
