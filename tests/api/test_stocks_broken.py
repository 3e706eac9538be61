"""A breakdown said by a program."""

from booking import clock
from tests.api.program import Program
from tests.pages.place import Place


def test_a_breakdown_answers_with_the_reservations_it_leaves_short(
    program: Program, place: Place
) -> None:
    mine = place.approved(10)
    body = {
        "depot": str(place.chairs.stocks[0].depot_id),
        "quantity": 35,
        "starts_at": clock.now().isoformat(),
        "note": "Pieds cassés",
    }

    answer = program.of(place.technician).post(
        f"/items/{place.chairs.reference}/breakdown", body, 201
    )

    assert answer["item"] == place.chairs.reference
    assert [(each["id"], each["missing"]) for each in answer["reservations"]] == [(mine.id, 5)]
    who = program.of(place.manager)
    kept = who.get(f"/items/{place.chairs.reference}/withholdings")["withholdings"]
    assert [(each["reason"], each["ends_at"]) for each in kept] == [("breakdown", None)]


def test_a_borrower_says_no_breakdown(program: Program, place: Place) -> None:
    body = {"depot": "1", "quantity": 1, "starts_at": clock.now().isoformat()}
    address = f"/items/{place.chairs.reference}/breakdown"

    body["depot"] = str(place.chairs.stocks[0].depot_id)
    answer = program.of(place.secretary).post(address, body, 403)
    assert answer["code"] == "not_allowed"
    answer = program.of(place.manager).post(address, body | {"quantity": 0}, 422)
    assert "quantity" in answer["errors"]
