"""Composing kits by program."""

from typing import Any

import pytest

from tests.api.program import Program
from tests.pages.place import Place


def kit(place: Place, **facts: Any) -> dict[str, Any]:
    """Return the body of a kit of two tents and twenty chairs."""
    return {
        "reference": "KIT",
        "name": "Kit buvette",
        "family": "Événementiel",
        "parts": [
            {"item": "TEN-3X3", "quantity": 2},
            {"item": place.chairs.reference, "quantity": 20},
        ],
        **facts,
    }


def test_a_kit_is_an_item_counted_by_its_parts(program: Program, place: Place) -> None:
    made = program.of(place.manager).post("/kits", kit(place), 201)

    assert (made["reference"], made["available"], made["tracking"]) == ("KIT", 2, "kit")
    assert made["parts"] == [
        {"quantity": 2, "name": "Tente pliante"},
        {"quantity": 20, "name": "Chaise pliante"},
    ]
    listed = program.of(place.secretary).get("/items")["items"]
    assert {each["reference"]: each["tracking"] for each in listed}["KIT"] == "kit"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": "TEN-3X3"}, "reference"),
        ({"parts": []}, "parts"),
        ({"parts": [{"item": "TEN-3X3", "quantity": 0}]}, "parts"),
        ({"parts": [{"item": "TEN-3X3", "quantity": 1}] * 2}, "parts"),
        ({"prix": 3}, "prix"),
    ],
)
def test_a_kit_that_makes_no_sense_is_refused(
    program: Program, place: Place, facts: dict[str, Any], field: str
) -> None:
    assert field in program.of(place.manager).post("/kits", kit(place, **facts), 422)["errors"]


def test_only_the_manager_makes_kits(program: Program, place: Place) -> None:
    for person in (place.secretary, place.technician):
        program.of(person).post("/kits", kit(place), 403)
    program.of(place.stranger).post("/kits", kit(place), 404)
