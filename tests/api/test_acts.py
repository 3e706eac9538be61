"""Answering, handing over and taking back by program; the order of verdicts."""

from typing import Any

import pytest

from booking import clock, journal
from booking.db import db
from booking.models.accounts import ApiToken
from booking.queries.views import ReservationView
from booking.vocabulary import Role
from tests.api.program import API, Program, read
from tests.factories import make_user
from tests.pages.place import Place

CHANGES = ("edit", "swap", "name_copies")
WAITING = ["approve", "refuse", "ask_details", "propose", "cancel", *CHANGES]
ACTS = ("approve", "refuse", "cancel", "hand-over", "return")
EMPTY: dict[str, dict[str, Any]] = {
    "nothing": {},
    "nothing, said to be JSON": {"headers": {"Content-Type": "application/json"}},
    "an empty object": {"json": {}},
    "an empty form": {"headers": {"Content-Type": "application/x-www-form-urlencoded"}},
}


def ready(place: Place, act: str) -> ReservationView:
    """Return a reservation to which the act may happen."""
    return {"hand-over": place.approved, "return": place.out}.get(act, place.requested)()


@pytest.mark.parametrize("body", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize(
    ("act", "status"),
    [
        ("approve", "approved"),
        ("cancel", "cancelled"),
        ("hand-over", "out"),
        ("return", "returned"),
    ],
)
def test_an_act_with_an_empty_body_is_done_whole(
    program: Program, place: Place, act: str, status: str, body: dict[str, Any]
) -> None:
    mine = ready(place, act)

    done = program.of(place.manager).post(f"/reservations/{mine.id}/{act}", **body)

    assert done["status"] == status
    assert done["id"] == mine.id
    assert place.seen(mine.id).status == status


def test_refusing_keeps_the_reason(program: Program, place: Place) -> None:
    mine = place.requested()

    done = program.of(place.manager).post(
        f"/reservations/{mine.id}/refuse", {"reason": " Déjà promis. "}
    )

    assert (done["status"], done["reason"]) == ("refused", "Déjà promis.")


def test_the_journal_says_that_a_program_acted(program: Program, place: Place) -> None:
    mine = place.requested()

    program.of(place.manager).post(f"/reservations/{mine.id}/refuse", {"reason": "Non."})

    doors = {each.act: each.door for each in journal.entries("reservation", mine.id)}
    assert doors == {"request": "page", "refuse": "api"}


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": None}, None])
def test_refusing_needs_a_reason(program: Program, place: Place, body: object) -> None:
    mine = place.requested()

    problem = program.of(place.manager).post(f"/reservations/{mine.id}/refuse", body, 422)

    assert problem["errors"]["reason"] == ["Ce champ est obligatoire."]
    assert place.seen(mine.id).status == "requested"


@pytest.mark.parametrize("act", ACTS)
def test_the_same_key_acts_once(program: Program, place: Place, act: str) -> None:
    mine = ready(place, act)
    body = {"request_key": "cle"} | ({"reason": "Non."} if act == "refuse" else {})
    writer = program.of(place.manager)

    first = writer.post(f"/reservations/{mine.id}/{act}", body)

    assert writer.post(f"/reservations/{mine.id}/{act}", body) == first


def test_a_key_used_for_another_act_is_refused(program: Program, place: Place) -> None:
    mine = place.requested()
    writer = program.of(place.manager)
    writer.post(f"/reservations/{mine.id}/approve", {"request_key": "cle"})

    problem = writer.post(f"/reservations/{mine.id}/hand-over", {"request_key": "cle"}, 409)

    assert problem["code"] == "request_key_reused"


@pytest.mark.parametrize(
    ("state", "act", "possible"),
    [
        ("requested", "hand-over", WAITING),
        ("requested", "return", WAITING),
        ("approved", "approve", ["cancel", "hand_over", *CHANGES]),
        ("approved", "refuse", ["cancel", "hand_over", *CHANGES]),
        ("out", "cancel", ["take_back", "edit", "extend"]),
        ("out", "hand-over", ["take_back", "edit", "extend"]),
    ],
)
def test_a_refused_transition_says_what_is_possible_now(
    program: Program, place: Place, state: str, act: str, possible: list[str]
) -> None:
    mine = getattr(place, state)()

    problem = program.of(place.manager).post(
        f"/reservations/{mine.id}/{act}", {"reason": "Non."} if act == "refuse" else None, 409
    )

    assert problem["code"] == "wrong_moment"
    assert problem["possible"] == possible
    assert place.seen(mine.id).status == state


@pytest.mark.parametrize("act", ACTS)
def test_the_reservations_of_others_are_out_of_view_before_anything_is_read(
    program: Program, place: Place, act: str
) -> None:
    mine = ready(place, act)
    for person in (place.neighbour, place.stranger):
        writer = program.of(person)
        writer.get(f"/reservations/{mine.id}", 404)
        for given in (
            {},
            {"json": {"surprise": 1}},
            {"data": "{", "content_type": "application/json"},
        ):
            answer = writer.call("POST", f"/reservations/{mine.id}/{act}", **given)
            assert read(answer, 404)["code"] == "reservation_not_found"


@pytest.mark.parametrize("number", [0, 999_999_999, 10**20])
def test_a_reservation_that_is_not_there_is_not_found(
    program: Program, place: Place, number: int
) -> None:
    writer = program.of(place.manager)

    writer.get(f"/reservations/{number}", 404)
    writer.post(f"/reservations/{number}/approve", status=404)


def test_without_a_token_nothing_is_said(program: Program, place: Place) -> None:
    mine = place.requested()

    assert program.get(f"/reservations/{mine.id}", 401)["code"] == "not_signed_in"
    program.get("/reservations/999999999", 401)
    program.post(f"/reservations/{mine.id}/refuse", {"surprise": 1}, 401)


def test_what_is_wrong_in_form_comes_before_what_is_not_allowed(
    program: Program, place: Place
) -> None:
    mine = place.approved()
    borrower = program.of(place.secretary)

    borrower.post(f"/reservations/{mine.id}/refuse", {}, 422)
    problem = borrower.post(f"/reservations/{mine.id}/refuse", {"reason": "Non."}, 403)

    assert problem["code"] == "not_allowed"


def test_what_is_not_allowed_comes_before_what_is_too_late(program: Program, place: Place) -> None:
    mine = place.approved()

    problem = program.of(place.secretary).post(f"/reservations/{mine.id}/approve", status=403)

    assert problem["code"] == "not_allowed"


def test_a_technician_hands_over_but_does_not_decide(program: Program, place: Place) -> None:
    mine = place.requested()
    technician = program.of(place.technician)

    technician.post(f"/reservations/{mine.id}/approve", status=403)
    program.of(place.manager).post(f"/reservations/{mine.id}/approve")
    technician.post(f"/reservations/{mine.id}/hand-over")
    technician.post(f"/reservations/{mine.id}/return")


def test_what_one_may_do_is_said_with_the_reservation(program: Program, place: Place) -> None:
    mine = place.requested()
    elected = make_user(place.borrower, Role.ELECTED)

    def possible(person: Any) -> list[str]:
        seen: list[str] = program.of(person).get(f"/reservations/{mine.id}")["possible"]
        return seen

    assert possible(place.manager) == WAITING
    assert possible(place.secretary) == ["cancel", "edit"]
    assert possible(elected) == []


@pytest.mark.parametrize("content", ["{", "", "[]", "null", "3", '"texte"', "\xff\xfe"])
def test_a_body_that_is_no_object_is_refused(program: Program, place: Place, content: str) -> None:
    answer = program.of(place.secretary).call(
        "POST",
        "/reservations",
        data=content.encode("latin-1"),
        content_type="application/json",
    )

    assert answer.status_code in (400, 422)
    read(answer, answer.status_code)


def test_a_body_that_is_too_large_is_refused(program: Program, place: Place) -> None:
    answer = program.of(place.secretary).call(
        "POST", "/reservations", data=b"{" + b" " * 2_000_001, content_type="application/json"
    )

    read(answer, 413)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/reservations", {"GET", "POST"}),
        ("PUT", "/items", {"GET"}),
        ("GET", "/feeds", {"POST"}),
        ("GET", "/reservations/1/approve", {"POST"}),
    ],
)
def test_a_wrong_method_says_which_are_right(
    program: Program, place: Place, method: str, path: str, allowed: set[str]
) -> None:
    answer = program.of(place.secretary).call(method, path)

    assert read(answer, 405)["code"] == "method_not_allowed"
    assert allowed <= set(answer.headers["Allow"].split(", "))


def test_an_address_that_is_not_there_is_a_problem_too(program: Program, place: Place) -> None:
    assert program.of(place.secretary).get("/nulle-part", 404)["code"] == "not_found"


def test_a_session_cookie_opens_nothing_here(program: Program, place: Place) -> None:
    program.client.sign_in(place.secretary)

    read(program.client.get(f"{API}/reservations"), 401)


def test_a_revoked_token_opens_nothing(program: Program, place: Place) -> None:
    writer = program.of(place.secretary)
    writer.get("/items")
    db.session.query(ApiToken).update({"revoked_at": clock.now()})
    db.session.commit()

    writer.get("/items", 401)
