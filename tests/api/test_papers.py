"""Papers of a loan by program."""

from typing import Any

from tests.api.program import Program
from tests.pages.place import Place
from tests.papers import form
from tests.wishes import require_key

PDF = b"%PDF-1.7 attestation"


def of(found: Any, control: str) -> Any:
    """Return one paper of an answer."""
    return next(each for each in found["papers"] if each["requirement"] == control)


def test_a_paper_is_listed_joined_fetched_and_taken_back(program: Program, place: Place) -> None:
    control = require_key(place)
    address = f"/reservations/{place.requested(1).id}/papers"
    borrower = program.of(place.secretary)
    asked = of(borrower.get(address), control)
    assert (asked["files"], asked["seen_on"]) == ([], None)
    assert asked["by"]

    made = borrower.post(address, status=201, **form(PDF, "a.pdf", requirement=control))

    (joined,) = of(made, control)["files"]
    answer = program.of(place.manager).call("GET", joined["url"].removeprefix("/api/v1"))
    assert (answer.status_code, answer.data) == (200, PDF)
    removal = f"/papers/{joined['id']}/removal"
    program.of(place.neighbour).post(removal, status=404)
    program.of(place.manager).post(removal, status=403)
    assert of(borrower.post(removal), control)["files"] == []


def test_what_was_seen_stays(program: Program, place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1).id
    borrower = program.of(place.secretary)
    sent = form(PDF, "a.pdf", requirement=control)
    made = borrower.post(f"/reservations/{mine}/papers", status=201, **sent)
    seen = {"requirement": control}
    program.of(place.technician).post(f"/reservations/{mine}/papers-seen", seen)

    (joined,) = of(made, control)["files"]
    problem = borrower.post(f"/papers/{joined['id']}/removal", status=409)

    assert problem["code"] == "paper_already_seen"
    assert of(borrower.get(f"/reservations/{mine}/papers"), control)["seen_by"] == "Luc Wattiez"


def test_what_is_no_paper_and_who_is_no_party_are_refused(program: Program, place: Place) -> None:
    control = require_key(place)
    address = f"/reservations/{place.requested(1).id}/papers"
    borrower = program.of(place.secretary)

    problem = borrower.post(address, status=422, **form(b"MZ", "a.pdf", requirement=control))
    assert set(problem["errors"]) == {"file"}
    problem = borrower.post(address, status=409, **form(PDF, "a.pdf", requirement="tent_check"))
    assert problem["code"] == "not_asked"
    neighbour = program.of(place.neighbour)
    neighbour.get(address, 404)
    neighbour.post(address, status=404, **form(PDF, "a.pdf", requirement=control))
