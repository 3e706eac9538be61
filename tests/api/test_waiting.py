"""Waiting, and confirming a place, by program."""

from booking.usecases import reservations as acts
from tests.api.program import Program
from tests.factories import next_weekend
from tests.pages.place import Place, as_actor


def test_a_program_waits_then_confirms(program: Program, place: Place) -> None:
    first = place.requested(40)
    secretary, when = program.of(place.secretary), next_weekend()
    wanted = {
        "starts_at": when.starts_at.isoformat(),
        "ends_at": when.ends_at.isoformat(),
        "purpose": "Ducasse",
        "lines": [{"item": place.chairs.reference, "quantity": 5}],
    }
    secretary.post("/reservations", wanted, 409)
    body = secretary.post("/reservations", wanted | {"if_short": "waitlist"}, 201)
    (mine,) = body["reservations"]
    assert (mine["status"], mine["possible"]) == ("waitlisted", ["cancel"])
    assert (
        secretary.post(f"/reservations/{mine['id']}/confirm", status=409)["code"] == "wrong_moment"
    )

    acts.refuse(as_actor(place.manager), first.id, "Non.")
    seen = secretary.get(f"/reservations/{mine['id']}")
    assert (seen["status"], seen["label"]) == ("needs_info", "Place offerte")
    assert seen["reply_due_at"]
    assert "confirm" in seen["possible"]

    done = secretary.post(f"/reservations/{mine['id']}/confirm")
    assert done["status"] == "requested"


def test_nothing_else_may_be_wished_when_short(program: Program, place: Place) -> None:
    when = next_weekend()
    wanted = {
        "starts_at": when.starts_at.isoformat(),
        "ends_at": when.ends_at.isoformat(),
        "purpose": "Ducasse",
        "if_short": "anything",
        "lines": [{"item": place.chairs.reference, "quantity": 5}],
    }

    body = program.of(place.secretary).post("/reservations", wanted, 422)

    assert "if_short" in body["errors"]
