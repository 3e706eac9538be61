"""Handing over, for programs: what is counted, less kept for later, or everything."""

from typing import Any

import pytest

from booking.db import db
from booking.models.loans import Passage
from tests.api.program import Program
from tests.pages.place import Place


def test_a_program_counts_what_leaves_and_the_rest_later(program: Program, place: Place) -> None:
    mine = place.approved(10)
    writer, line = program.of(place.technician), mine.lines[0].id
    some = {"line": line, "quantity": 7, "wear": "worn", "hours": 12.5}
    body = {"lines": [some], "borrower_name": "Luc", "kept": True, "request_key": "a"}

    first = writer.post(f"/reservations/{mine.id}/hand-over", body)
    assert writer.post(f"/reservations/{mine.id}/hand-over", body) == first
    writer.post(f"/reservations/{mine.id}/hand-over-more")

    passages = db.session.query(Passage).order_by(Passage.id).all()
    assert [[line.quantity for line in each.lines] for each in passages] == [[7], [3]]
    assert passages[0].lines[0].hours == 125
    problem = writer.post(f"/reservations/{mine.id}/hand-over-more", status=409)
    assert problem["code"] == "nothing_kept"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lines": []}, "borrower_name"),
        ({"borrower_name": "Luc", "lines": [{"quantity": 1}]}, "lines"),
        ({"borrower_name": "Luc", "lines": [{"line": 1, "unit": "A", "quantity": 2}]}, "lines"),
        ({"borrower_name": "Luc", "lines": [{"line": 1, "hours": "1,25"}]}, "lines"),
        ({"borrower_name": "Luc", "lines": [{"line": 1, "hours": True}]}, "lines"),
        ({"borrower_name": "Luc", "lines": [{"line": 1, "hours": "NaN"}]}, "lines"),
        ({"borrower_name": "Luc", "lines": [{"line": 1, "energy": 101}]}, "lines"),
        ({"borrower_name": "Luc", "borrower_drawn": "M0 0<script>"}, "borrower_drawn"),
    ],
)
def test_what_is_mistyped_is_named(
    program: Program, place: Place, body: dict[str, Any], field: str
) -> None:
    mine = place.approved(1)

    problem = program.of(place.manager).post(f"/reservations/{mine.id}/hand-over", body, 422)

    assert field in problem["errors"]
    assert place.seen(mine.id).status == "approved"


def test_a_line_that_is_not_told_does_not_leave(program: Program, place: Place) -> None:
    mine = place.approved(1)
    body = {"lines": [{"line": mine.lines[0].id}], "borrower_name": "Luc"}

    problem = program.of(place.manager).post(f"/reservations/{mine.id}/hand-over", body, 422)

    assert problem["code"] == "nothing_leaves"
