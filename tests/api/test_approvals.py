"""The rules that validate at once, by program; approving in part and refusing in usual words."""

import pytest

from tests.api.program import Program, read
from tests.pages.place import Place


def path(place: Place) -> str:
    return f"/pools/{place.pool.id}/approval-rules"


def test_a_rule_is_added_read_and_ended(program: Program, place: Place) -> None:
    mine = program.of(place.manager)
    asked = {"name": "Peu", "items": [place.chairs.id], "most": 10, "longest_days": 3}

    made = mine.post(path(place), asked, 201)

    assert (made["items"], made["most"], made["in_force"]) == (["Chaise pliante"], 10, True)
    assert [each["id"] for each in mine.get(path(place))["rules"]] == [made["id"]]
    ended = read(mine.call("DELETE", f"{path(place)}/{made['id']}"), 200)
    assert ended["in_force"] is False
    again = read(mine.call("DELETE", f"{path(place)}/{made['id']}"), 409)
    assert again["code"] == "rule_ended"


def test_others_neither_read_nor_change_rules(program: Program, place: Place) -> None:
    made = program.of(place.manager).post(path(place), {"name": "Tout"}, 201)

    for person in (place.secretary, place.stranger):
        other = program.of(person)
        other.get(path(place), 404)
        other.post(path(place), {"name": "Tout"}, 404)
        read(other.call("DELETE", f"{path(place)}/{made['id']}"), 404)
    program.of(place.technician).post(path(place), {"name": "Tout"}, 403)


@pytest.mark.parametrize(
    "wrong", [{}, {"name": ""}, {"name": "R", "most": 0}, {"name": "R", "items": [999_999]}]
)
def test_a_rule_that_cannot_be_is_refused(
    program: Program, place: Place, wrong: dict[str, object]
) -> None:
    assert "errors" in program.of(place.manager).post(path(place), wrong, 422)


def test_less_is_granted_than_was_asked(program: Program, place: Place) -> None:
    mine = place.requested(30)
    fewer = {"lines": [{"line": mine.lines[0].id, "quantity": 20}]}
    manager, address = program.of(place.manager), f"/reservations/{mine.id}/approve"
    assert manager.post(address, fewer, 422)["code"] == "reason_needed"

    body = manager.post(address, fewer | {"reason": "L’école en a besoin."})

    assert body["status"] == "approved"
    assert [(each["quantity"], each["asked"]) for each in body["lines"]] == [(20, 30)]


@pytest.mark.parametrize(("quantity", "status"), [(31, 422), (-1, 422), (0, 422)])
def test_more_than_asked_or_nothing_is_refused(
    program: Program, place: Place, quantity: int, status: int
) -> None:
    mine = place.requested(30)
    lines = [{"line": mine.lines[0].id, "quantity": quantity}]

    program.of(place.manager).post(f"/reservations/{mine.id}/approve", {"lines": lines}, status)


def test_a_usual_reason_is_enough(program: Program, place: Place) -> None:
    mine, other = place.requested(1), place.requested(2)
    manager = program.of(place.manager)

    body = manager.post(f"/reservations/{mine.id}/refuse", {"usual": "sharing"})

    assert body["reason"] == "Une autre commune l’a moins souvent eu et passe d’abord."
    for wrong in ({}, {"usual": "autre"}, {"reason": " "}):
        manager.post(f"/reservations/{other.id}/refuse", wrong, 422)


def test_who_comes_second_reads_who_was_faster(program: Program, place: Place) -> None:
    mine = place.approved()

    problem = program.of(place.manager).post(f"/reservations/{mine.id}/approve", None, 409)

    assert problem["code"] == "wrong_moment"
    assert problem["decided_by"] == "Bruno Lefebvre"
    assert problem["decided_at"]
    refused = program.of(place.secretary).post(f"/reservations/{mine.id}/return", None, 403)
    assert "decided_by" not in refused
