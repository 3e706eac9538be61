"""The register of qualifications by program."""

from typing import Any

import pytest

from booking.models.inspections import Qualification
from tests.api.program import Program
from tests.factories import count_rows
from tests.pages.place import Place

BODY = {
    "holder": "Luc Wattiez",
    "skill": "caces_r486",
    "ends_on": "2035-06-30",
    "seen_by": "Secrétariat",
    "seen_on": "2026-01-15",
}


def test_a_program_writes_and_reads_the_register_of_its_organization(
    program: Program, place: Place
) -> None:
    writer = program.of(place.manager)

    made = writer.post("/qualifications", BODY | {"request_key": "clic"}, 201)

    assert made == BODY | {"id": made["id"], "unit": "", "standing": "current"}
    assert writer.post("/qualifications", BODY | {"request_key": "clic"}, 201) == made
    assert writer.get("/qualifications") == {"qualifications": [made]}
    assert program.of(place.technician).get("/qualifications") == {"qualifications": [made]}


def test_nobody_else_reads_it_and_other_roles_do_not_write(program: Program, place: Place) -> None:
    program.of(place.manager).post("/qualifications", BODY, 201)

    for person in (place.secretary, place.neighbour, place.stranger):
        assert program.of(person).get("/qualifications") == {"qualifications": []}
    program.of(place.technician).post("/qualifications", BODY, 403)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"holder": ""}, "holder"),
        ({"skill": "vol"}, "skill"),
        ({"ends_on": "2026-01-14"}, "ends_on"),
        ({"ends_on": "demain"}, "ends_on"),
        ({"seen_on": None}, "seen_on"),
        ({"seen_on": "2100-01-01", "ends_on": None}, "seen_on"),
        ({"unit": "TELE-01"}, "unit"),
        ({"copie": "scan.pdf"}, "copie"),
    ],
)
def test_what_makes_no_sense_is_refused(
    program: Program, place: Place, facts: dict[str, Any], field: str
) -> None:
    problem = program.of(place.manager).post("/qualifications", BODY | facts, 422)

    assert field in problem["errors"]
    assert count_rows(Qualification) == 0
