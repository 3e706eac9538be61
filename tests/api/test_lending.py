"""Lending at the counter, by program."""

from datetime import timedelta

from booking import clock
from tests.api.program import Program
from tests.pages.place import Place


def test_a_technician_lends_then_hands_over(program: Program, place: Place) -> None:
    body = {
        "borrower": "Quérénaing",
        "ends_at": (clock.now() + timedelta(days=1)).isoformat(),
        "purpose": "Dépannage",
        "lines": [{"item": place.chairs.reference, "quantity": 3}],
        "request_key": "k",
    }
    technician = program.of(place.technician)

    (made,) = technician.post("/reservations/lend", body, 201)["reservations"]
    assert (made["status"], made["channel"], made["borrower"]) == (
        "approved",
        "counter",
        "Quérénaing",
    )
    again = technician.post("/reservations/lend", body, 201)["reservations"]
    assert [each["id"] for each in again] == [made["id"]]
    assert technician.post(f"/reservations/{made['id']}/hand-over")["status"] == "out"

    many = body | {"lines": [{"item": place.chairs.reference, "quantity": 99}], "request_key": "m"}
    problem = technician.post("/reservations/lend", many, 409)
    assert (problem["code"], problem["shortages"][0]["free"]) == ("not_enough_available", 37)
    assert (
        program.of(place.secretary).post("/reservations/lend", body, 403)["code"] == "not_allowed"
    )
    assert program.of(place.manager).post("/reservations/lend", {}, 422)["errors"]
