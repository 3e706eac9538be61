"""What is wished, and what becomes of the rest of a request, by program."""

from booking.usecases import reservations
from tests.api.program import Program, wish
from tests.pages.place import Place, as_actor
from tests.wishes import make_both


def test_the_rest_is_kept_or_given_up(program: Program, place: Place) -> None:
    both = make_both(place)
    borrower = program.of(place.secretary)
    problem = borrower.post(f"/requests/{both.request_id}/keep-rest", status=409)
    assert problem["code"] == "nothing_to_settle"
    reservations.refuse(as_actor(place.manager), both.first.id, "Non.")

    kept = borrower.post(f"/requests/{both.request_id}/keep-rest")["reservations"]
    assert [each["status"] for each in kept] == ["refused", "requested"]
    borrower.post(f"/requests/{both.request_id}/cancel-rest", status=409)

    again = make_both(place, "Artres-lez-Bois")
    reservations.refuse(as_actor(place.manager), again.first.id, "Non.")
    given = borrower.post(f"/requests/{again.request_id}/cancel-rest", {"reason": "Non."})
    assert [each["status"] for each in given["reservations"]] == ["refused", "cancelled"]


def test_only_who_borrows_settles_the_rest(program: Program, place: Place) -> None:
    both = make_both(place)
    reservations.refuse(as_actor(place.manager), both.first.id, "Non.")

    for act in ("keep-rest", "cancel-rest"):
        program.of(place.manager).post(f"/requests/{both.request_id}/{act}", status=403)
        program.of(place.neighbour).post(f"/requests/{both.request_id}/{act}", status=404)


def test_a_manager_enters_by_telephone(program: Program, place: Place) -> None:
    body = wish((place.chairs.reference, 2), borrower="Quérénaing", transport="both_ways")

    (made,) = program.of(place.manager).post("/reservations", body, 201)["reservations"]

    assert (made["channel"], made["borrower"], made["transport"]) == (
        "phone",
        "Quérénaing",
        "both_ways",
    )
    problem = program.of(place.neighbour).post("/reservations", body, 403)
    assert problem["code"] == "not_allowed"


def test_who_is_elected_is_named_where_only_they_decide(program: Program, place: Place) -> None:
    named = {"beneficiary_kind": "candidate", "beneficiary_name": "Liste Ensemble"}
    body = wish((place.chairs.reference, 2), **named)
    (made,) = program.of(place.secretary).post("/reservations", body, 201)["reservations"]
    manager, address = program.of(place.manager), f"/reservations/{made['id']}/approve"

    assert manager.post(address, {}, 409)["code"] == "elected_needed"
    assert manager.post(address, {"elected": "Jeanne Thuillier, maire"})["elected"]
    verdicts = manager.get(f"/reservations/{made['id']}/verdicts")["verdicts"]
    assert "Décidé par un élu : Jeanne Thuillier, maire" in [each["text"] for each in verdicts]


def test_the_engagement_of_an_association_is_kept(program: Program, place: Place) -> None:
    named = {"beneficiary_kind": "association", "beneficiary_name": "Judo club"}
    body = wish((place.chairs.reference, 2), **named, engagement_on="2024-03-01")

    (made,) = program.of(place.secretary).post("/reservations", body, 201)["reservations"]

    assert made["engagement_on"] == "2024-03-01"
    wrong = body | {"beneficiary_kind": "worship"}
    problem = program.of(place.secretary).post("/reservations", wrong, 422)
    assert problem["errors"] == {"engagement_on": ["Cette date ne concerne qu’une association."]}
