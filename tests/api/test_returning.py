"""Returns and closings by programs."""

import pytest

from booking.db import db
from booking.models.loans import Passage
from booking.queries import loans as readings
from booking.rules.passages import Passing, Signed
from booking.usecases import closing, loans
from booking.vocabulary import Status
from tests.api.program import Program
from tests.pages.place import Place, as_actor


def tallied(reservation_id: int) -> list[tuple[int, int, int, int]]:
    """Return how many left, are back, of which damaged, and are given up, line by line."""
    found = readings.tally(readings.of_reservation(reservation_id)).values()
    return [(each.out, each.back, each.damaged, each.missing) for each in found]


def test_an_empty_body_is_everything_back_and_good(program: Program, place: Place) -> None:
    mine = place.out(40)

    done = program.of(place.technician).post(f"/reservations/{mine.id}/return")

    assert (done["status"], tallied(mine.id)) == ("returned", [(40, 40, 0, 0)])


def test_a_return_in_parts_says_what_is_left(program: Program, place: Place) -> None:
    mine = place.out(40)
    writer, line = program.of(place.manager), mine.lines[0].id
    told = {"line": line, "quantity": 15, "dirty": 2, "wear": "worn", "hours": "12,5", "km": 80}
    along = [{"line": line, "name": "Housse", "counted": 14}]

    done = writer.post(f"/reservations/{mine.id}/return", {"lines": [told], "accessories": along})
    assert done["status"] == "out"
    kept = db.session.query(Passage).order_by(Passage.id.desc()).first()
    assert kept is not None
    (row,) = kept.lines
    assert (row.quantity, row.dirty, row.wear, row.hours, row.km) == (15, 2, "worn", 125, 80)
    assert row.accessories == [{"name": "Housse", "expected": 15, "counted": 14}]

    refused = writer.post(
        f"/reservations/{mine.id}/return", {"lines": [{"line": line, "quantity": 26}]}, 409
    )
    assert (refused["code"], refused["awaited"]) == ("more_back_than_out", 25)
    last = [{"line": line, "damaged": 1, "missing": 2}]
    done = writer.post(f"/reservations/{mine.id}/return", {"lines": last})
    assert (done["status"], tallied(mine.id)) == ("returned", [(40, 38, 1, 2)])
    assert done["label"] == "Litige en cours"


def test_what_is_typed_wrong_is_named(program: Program, place: Place) -> None:
    mine = place.out(40)
    line = mine.lines[0].id
    wrong = {"lines": [{"line": line, "quantity": 3, "damaged": 4}]}

    problem = program.of(place.manager).post(f"/reservations/{mine.id}/return", wrong, 422)

    assert problem["errors"]["lines"]["0"]["damaged"] == ["Pas plus que ce qui rentre."]
    assert tallied(mine.id) == [(40, 0, 0, 0)]


def test_a_loan_is_closed_or_says_why_not(program: Program, place: Place) -> None:
    mine = place.out(40)
    writer = program.of(place.manager)
    loans.take_back(as_actor(place.manager), mine.id, Passing(signed=Signed(unsigned="Déposé.")))
    report = db.session.query(Passage).order_by(Passage.id.desc()).first()
    assert report is not None
    closing.contest(as_actor(place.secretary), report.id, "Non.")

    refused = writer.post(f"/reservations/{mine.id}/close", status=409)
    assert refused["code"] == "contest_open"
    done = writer.post(f"/reservations/{mine.id}/close", {"answer": "D’accord."})

    assert done["status"] == "closed"
    assert place.seen(mine.id).status is Status.CLOSED
    program.of(place.neighbour).post(f"/reservations/{mine.id}/close", status=404)


@pytest.mark.parametrize("hours", ["12,55", "-1", "beaucoup", "1e12", True])
def test_a_meter_is_read_in_the_same_way_both_ways(
    program: Program, place: Place, hours: object
) -> None:
    mine = place.out(30)
    agreed = place.approved(3)
    told = {"lines": [{"line": mine.lines[0].id, "quantity": 1, "hours": hours}]}
    leaving = {
        "lines": [{"line": agreed.lines[0].id, "quantity": 1, "hours": hours}],
        "borrower_name": "Luc",
    }
    writer = program.of(place.manager)

    back = writer.post(f"/reservations/{mine.id}/return", told, 422)
    out = writer.post(f"/reservations/{agreed.id}/hand-over", leaving, 422)

    said = ["Écrivez des heures, avec une décimale au plus, comme 1204,5."]
    assert back["errors"]["lines"]["0"] == out["errors"]["lines"]["0"] == {"hours": said}
