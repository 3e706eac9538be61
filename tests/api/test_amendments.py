"""Proposals and changes by program."""

from tests.api.program import Program
from tests.pages.place import Place


def more(place: Place, quantity: int) -> dict[str, object]:
    """Return another quantity of chairs."""
    return {"lines": [{"item": place.chairs.reference, "quantity": quantity}], "reason": "Bal."}


def test_a_proposal_is_accepted(program: Program, place: Place) -> None:
    mine = place.requested(10)
    manager, secretary = program.of(place.manager), program.of(place.secretary)
    address = f"/reservations/{mine.id}"
    assert secretary.get(f"{address}/change") == {"change": None}

    done = manager.post(f"{address}/propose", more(place, 6))
    assert (done["status"], done["awaited"]) == ("needs_info", "proposal")
    change = secretary.get(f"{address}/change")["change"]
    assert (change["state"], change["by_lender"], change["reason"]) == ("open", True, "Bal.")
    assert [(line["before"], line["after"]) for line in change["lines"]] == [(10, 6)]

    assert secretary.post(f"{address}/accept")["status"] == "approved"


def test_a_proposal_is_declined(program: Program, place: Place) -> None:
    mine = place.requested(10)
    program.of(place.manager).post(f"/reservations/{mine.id}/propose", more(place, 6))

    done = program.of(place.secretary).post(f"/reservations/{mine.id}/decline", {"text": "Non."})

    assert (done["status"], done["lines"][0]["quantity"]) == ("requested", 10)


def test_a_change_is_asked_accepted_refused_or_withdrawn(program: Program, place: Place) -> None:
    mine = place.approved(10)
    manager, secretary = program.of(place.manager), program.of(place.secretary)
    address = f"/reservations/{mine.id}"

    asked = secretary.post(f"{address}/edit", more(place, 12))
    assert (asked["status"], asked["lines"][0]["quantity"]) == ("approved", 10)
    assert asked["change_due_at"]
    assert "withdraw_change" in asked["possible"]
    problem = manager.post(f"{address}/refuse-change", {}, 422)
    assert problem["errors"]["reason"]
    assert manager.post(f"{address}/refuse-change", {"reason": "Non."})["change_due_at"] is None
    secretary.post(f"{address}/edit", more(place, 13))
    assert secretary.post(f"{address}/withdraw-change")["lines"][0]["quantity"] == 10
    secretary.post(f"{address}/edit", more(place, 14))
    assert manager.post(f"{address}/accept-change")["lines"][0]["quantity"] == 14
    assert manager.post(f"{address}/accept-change", status=409)["code"] == "wrong_moment"


def test_a_proposal_goes_never_beyond_the_stock(program: Program, place: Place) -> None:
    mine = place.requested(10)
    manager = program.of(place.manager)

    problem = manager.post(f"/reservations/{mine.id}/propose", more(place, 41), 409)
    assert problem["code"] == "not_enough_available"
    beyond = more(place, 41) | {"despite": "Fête."}
    assert manager.post(f"/reservations/{mine.id}/propose", beyond, 422)["errors"]["despite"]


def test_a_program_agrees_only_to_what_it_read(program: Program, place: Place) -> None:
    mine = place.approved(4)
    manager, secretary = program.of(place.manager), program.of(place.secretary)
    address = f"/reservations/{mine.id}"
    read = secretary.post(f"{address}/edit", more(place, 6))["revision"]
    known = secretary.post(f"{address}/edit", more(place, 30))["revision"]

    problem = manager.post(f"{address}/accept-change", {"revision": read}, 409)
    assert problem["code"] == "changed_meanwhile"
    assert manager.post(f"{address}/accept-change", {"revision": "x"}, 422)["errors"]["revision"]
    done = manager.post(f"{address}/accept-change", {"revision": known})

    assert done["lines"][0]["quantity"] == 30
    assert done["revision"] == known + 1
