"""The same story for programs: bearer tokens, JSON and nothing but the standard library."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest

from booking import clock
from tests.journeys.contract import Program
from tests.journeys.papers import moments, standings, text_of
from tests.journeys.service import Service, Weekend, fetch, weekend


@pytest.fixture
def secretary(service: Service) -> Program:
    """Give the program of Quérénaing's secretary."""
    return program(service, "secretaire@querenaing")


@pytest.fixture
def manager(service: Service) -> Program:
    """Give the program of Maing's manager."""
    return program(service, "gestionnaire@maing")


def program(service: Service, person: str) -> Program:
    """Return a program with a token made by the operator's command."""
    return Program(service.url, service.token(person))


def wanted(when: Weekend, tents: int = 2, **more: Any) -> dict[str, Any]:
    """Return a request for tents and 40 chairs."""
    return {
        "starts_at": when.starts_at.isoformat(),
        "ends_at": when.ends_at.isoformat(),
        "purpose": "Fête de la Saint-Jean",
        "lines": [{"item": "TEN-3X3", "quantity": tents}, {"item": "CHA-PLI", "quantity": 40}],
        **more,
    }


def dates(when: Weekend) -> str:
    """Return the part of an address that asks for some dates."""
    return f"from={quote(when.starts_at.isoformat())}&to={quote(when.ends_at.isoformat())}"


def test_a_stranger_reads_the_description_and_nothing_else(service: Service) -> None:
    stranger, liar = Program(service.url), Program(service.url, "invented")
    assert stranger.document["openapi"].startswith("3.1")
    for nobody in (stranger, liar):
        assert nobody.get("/items", 401)["code"] == "not_signed_in"
        assert nobody.post("/reservations", wanted(weekend(0)), 401)["code"] == "not_signed_in"


def test_a_request_is_made_once_and_counts(service: Service, secretary: Program) -> None:
    when = weekend(20)
    (tents,) = secretary.get(f"/items?q=tente pliante&{dates(when)}".replace(" ", "%20"))["items"]
    assert (tents["reference"], tents["available"], tents["quantity"]) == ("TEN-3X3", 12, 12)
    assert (tents["pool"], tents["manager"]) == ("Parc communautaire", "Maing")

    asked = wanted(when, request_key="fete-2027", place="Place de la Mairie")
    made = secretary.post("/reservations", asked, 201)
    (mine,) = made["reservations"]
    assert (mine["status"], mine["borrower"]) == ("requested", "Quérénaing")
    assert datetime.fromisoformat(mine["starts_at"]) == when.starts_at
    assert clock.now() < datetime.fromisoformat(mine["answer_due_at"]) < when.starts_at
    assert {line["item"]: line["quantity"] for line in mine["lines"]} == {
        "TEN-3X3": 2,
        "CHA-PLI": 40,
    }
    assert secretary.post("/reservations", asked, 201) == made
    other = asked | {"purpose": "Autre chose"}
    assert secretary.post("/reservations", other, 409)["code"] == "request_key_reused"

    (tents,) = secretary.get(f"/items?q=tente%20pliante&{dates(when)}")["items"]
    assert tents["available"] == 10
    assert mine in secretary.get("/reservations")["reservations"]


def test_an_association_is_named_and_its_town_hall_answers_for_it(secretary: Program) -> None:
    asked = wanted(weekend(21), beneficiary_kind="association")
    refused = secretary.post("/reservations", asked, 422)
    assert refused["errors"] == {"beneficiary_name": ["Quelle association ?"]}
    asked["beneficiary_name"] = "La Ronde (exemple)"
    (mine,) = secretary.post("/reservations", asked, 201)["reservations"]
    assert (mine["beneficiary_kind"], mine["beneficiary_name"]) == (
        "association",
        "La Ronde (exemple)",
    )


def test_what_does_not_fit_is_refused_with_what_would(service: Service, secretary: Program) -> None:
    when = weekend(22)
    neighbour = program(service, "secretaire@artres")
    neighbour.post("/reservations", wanted(when, 10), 201)
    before = secretary.get("/reservations")

    refused = secretary.post("/reservations", wanted(when, 5), 409)

    assert refused["code"] == "not_enough_available"
    (short,) = refused["shortages"]
    assert (short["item"], short["wanted"], short["free"]) == ("TEN-3X3", 5, 2)
    assert secretary.get("/reservations") == before
    nearest = refused["alternatives"][0]
    (mine,) = secretary.post("/reservations", wanted(when, 5) | nearest, 201)["reservations"]
    assert mine["status"] == "requested"


def test_a_pool_is_closed_to_a_town_too_large(service: Service) -> None:
    anzin = program(service, "secretaire@anzin")
    refused = anzin.post("/reservations", wanted(weekend(23)), 403)
    assert refused["code"] == "not_eligible"
    assert refused["reasons"] == [{"code": "population", "population": 13_511, "below": 5_000}]
    (tents,) = anzin.get("/items?q=tente%20pliante")["items"]
    assert tents["eligible"] is False


def test_the_manager_refuses_with_a_reason_and_the_paper_follows_the_approval(
    service: Service, secretary: Program, manager: Program
) -> None:
    (ours,) = secretary.post("/reservations", wanted(weekend(24)), 201)["reservations"]
    (theirs,) = secretary.post("/reservations", wanted(weekend(25)), 201)["reservations"]
    mine, other = f"/reservations/{ours['id']}", f"/reservations/{theirs['id']}"
    artres = program(service, "secretaire@artres")
    assert artres.get(mine, 404)["code"] == "reservation_not_found"
    assert secretary.post(f"{mine}/approve", {}, 403)["code"] == "not_allowed"
    assert manager.post(f"{other}/refuse", {}, 422)["errors"].keys() == {"reason"}
    assert "PROJET" in text_of(secretary.pdf(f"{mine}/convention.pdf"))

    refused = manager.post(f"{other}/refuse", {"reason": "En réparation."})
    approved = manager.post(f"{mine}/approve")

    assert (refused["status"], refused["reason"]) == ("refused", "En réparation.")
    assert approved["status"] == "approved"
    assert {"hand_over", "cancel", "edit"} <= set(approved["possible"])
    assert secretary.get(other)["status"] == "refused"
    paper = text_of(secretary.pdf(f"{mine}/convention.pdf"))
    assert "PROJET" not in paper
    for words in (approved["convention"], "Quérénaing", "CA Valenciennes Métropole", "Chaise"):
        assert words in paper
    assert manager.pdf(f"{mine}/convention.pdf") == secretary.pdf(f"{mine}/convention.pdf")


def test_a_calendar_by_address_follows_the_reservation(
    secretary: Program, manager: Program
) -> None:
    when, purpose = weekend(26), "Bal d’été"
    feed = secretary.post("/feeds", {"scope": "me", "name": "Mairie"}, 201)
    asked = wanted(when, purpose=purpose)
    (mine,) = secretary.post("/reservations", asked, 201)["reservations"]
    (pending,) = standings(feed["url"], purpose)
    manager.post(f"/reservations/{mine['id']}/approve", {})
    (confirmed,) = standings(feed["url"], purpose)
    secretary.post(f"/reservations/{mine['id']}/cancel", {"reason": "Reporté."})
    (cancelled,) = standings(feed["url"], purpose)

    assert [each[0] for each in (pending, confirmed, cancelled)] == [
        "TENTATIVE",
        "CONFIRMED",
        "CANCELLED",
    ]
    ranks = [each[2] - pending[2] for each in (pending, confirmed, cancelled)]
    assert ranks == [0, 1, 2]
    assert moments(feed["url"], purpose) == [(when.starts_at, when.ends_at)]
    first = fetch(feed["url"])
    again = fetch(feed["url"], If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert fetch(feed["url"], method="PUT", body=b"x").status == 405


def test_a_technician_hands_over_and_takes_back(
    service: Service, secretary: Program, manager: Program
) -> None:
    asked = wanted(weekend(27)) | {"lines": [{"item": "BAN-220", "quantity": 6}]}
    (mine,) = secretary.post("/reservations", asked, 201)["reservations"]
    path = f"/reservations/{mine['id']}"
    technician = program(service, "technicien@quarouble")
    manager.post(f"{path}/approve", {})

    out = technician.post(f"{path}/hand-over")
    back = technician.post(f"{path}/return", {})

    assert (out["status"], back["status"]) == ("out", "returned")
    assert out["handed_over_at"]
    assert back["returned_at"]
    assert secretary.get(path)["label"] == "Retournée, à contrôler"
    service.flask("check")


def test_an_act_out_of_turn_says_what_is_possible_now(secretary: Program, manager: Program) -> None:
    (mine,) = secretary.post("/reservations", wanted(weekend(28)), 201)["reservations"]
    refused = manager.post(f"/reservations/{mine['id']}/hand-over", None, 409)
    assert refused["code"] == "wrong_moment"
    assert {"approve", "refuse", "cancel"} <= set(refused["possible"])
