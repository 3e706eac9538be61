"""Incidents by program."""

from booking.models.incidents import Incident
from booking.usecases import loans
from tests.api.program import Program
from tests.factories import count_rows
from tests.pages.place import Place, as_actor


def test_an_incident_is_told_read_and_closed(program: Program, place: Place) -> None:
    mine = place.out(10)
    loans.take_back(as_actor(place.manager), mine.id)
    writer = program.of(place.manager)
    body = {
        "kind": "damage",
        "item": place.chairs.reference,
        "reservation": mine.id,
        "quantity": 3,
        "circumstances": "Pieds pliés",
        "out_of_service": True,
        "request_key": "une-fois",
    }

    made = writer.post("/incidents", body, 201)
    assert writer.post("/incidents", body, 201) == made

    assert (made["state"], made["quantity"], made["out_of_service"]) == ("open", 3, True)
    assert (made["borrower"], made["outcome"]) == (place.borrower.name, None)
    reader = program.of(place.secretary)
    assert reader.get(f"/incidents/{made['id']}") == made
    assert reader.get("/incidents?state=open") == {"incidents": [made]}
    assert reader.get("/incidents?state=closed") == {"incidents": []}
    closed = writer.post(f"/incidents/{made['id']}/close", {"outcome": "lost"})
    assert (closed["state"], closed["outcome"], closed["out_of_service"]) == (
        "closed",
        "lost",
        False,
    )
    late = writer.post(f"/incidents/{made['id']}/close", {"outcome": "repaired"}, 409)
    assert late["code"] == "incident_closed"
    assert count_rows(Incident) == 1


def test_what_is_wrong_is_refused_by_field(program: Program, place: Place) -> None:
    writer = program.of(place.manager)

    problem = writer.post("/incidents", {"item": place.chairs.reference}, 422)

    assert problem["errors"].keys() == {"kind", "circumstances"}
    many = {"item": place.chairs.reference, "quantity": 41, "kind": "theft", "circumstances": "Vol"}
    assert "quantity" in writer.post("/incidents", many, 422)["errors"]
    assert "state" in writer.get("/incidents?state=lost", 422)["errors"]


def test_others_find_none(program: Program, place: Place) -> None:
    body = {"item": place.chairs.reference, "kind": "breakdown", "circumstances": "Cassé"}
    made = program.of(place.manager).post("/incidents", body, 201)["id"]

    for person in (place.stranger, place.secretary):
        other = program.of(person)
        assert other.get("/incidents") == {"incidents": []}
        assert other.get(f"/incidents/{made}", 404)["code"] == "incident_not_found"
        other.post("/incidents", body, 404)
        other.post(f"/incidents/{made}/close", {}, 404)
