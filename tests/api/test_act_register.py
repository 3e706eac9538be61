"""The register of acts by program."""

from typing import Any

import pytest

from booking.models.conventions import Act
from tests.api.program import Program
from tests.factories import count_rows
from tests.pages.place import Place

BODY = {
    "kind": "delegation",
    "number": "2026-041",
    "title": "Signature des conventions de prêt",
    "taken_on": "2026-05-20",
    "starts_on": "2026-05-22",
    "ends_on": None,
    "transmitted_on": "2026-05-21",
}


def test_a_program_enters_an_act_and_reads_the_register(program: Program, place: Place) -> None:
    writer = program.of(place.secretary)
    body = BODY | {"partner_id": place.lender.id, "request_key": "clic"}

    made = writer.post("/acts", body, 201)

    assert made == BODY | {
        "id": made["id"],
        "organization": "Quérénaing",
        "partner": "Maing",
        "standing": "current",
        "outdated": False,
        "file_id": None,
    }
    assert writer.post("/acts", body, 201) == made
    assert writer.get("/acts")["acts"][0] == made


def test_others_read_what_they_may_and_write_only_their_own(program: Program, place: Place) -> None:
    own = f"/acts?organization={place.borrower.id}"
    program.of(place.neighbour).get(own, 404)
    program.of(place.stranger).get(own, 404)
    place.request()
    assert program.of(place.manager).get(own)["acts"]
    program.of(place.technician).post("/acts", BODY, 403)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "arrete"}, "kind"),
        ({"number": ""}, "number"),
        ({"title": "a\nb"}, "title"),
        ({"taken_on": "hier"}, "taken_on"),
        ({"ends_on": "2026-05-01"}, "ends_on"),
        ({"transmitted_on": "2026-05-19"}, "transmitted_on"),
        ({"partner_id": 10**6}, "partner_id"),
    ],
)
def test_what_is_wrong_is_named(
    program: Program, place: Place, facts: dict[str, Any], field: str
) -> None:
    before = count_rows(Act)

    answer = program.of(place.secretary).post("/acts", BODY | facts, 422)

    assert field in answer["errors"]
    assert count_rows(Act) == before
