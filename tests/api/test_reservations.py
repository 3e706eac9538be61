"""Asking by program: the shapes that scripts rely on, to the letter (design § 9)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from booking.db import db
from booking.models.reservations import Request, Shortage
from booking.vocabulary import Role
from tests.api.program import Program, wish
from tests.factories import make_commune, make_item, make_pool, make_user, next_weekend
from tests.pages.place import Place


def count(table: Any) -> int:
    return db.session.scalars(select(func.count(table.id))).one()


def test_a_request_answers_201_with_its_reservations(program: Program, place: Place) -> None:
    body = program.of(place.secretary).post(
        "/reservations", wish((place.chairs.reference, 40), ("TEN-3X3", 2)), 201
    )

    assert set(body) == {"reservations"}
    [mine] = body["reservations"]
    assert mine["status"] == "requested"
    assert mine["pool"] == "Parc communautaire"
    assert mine["reference"] == f"R-{mine['id']:05d}"
    assert mine["borrower"] == "Quérénaing"
    assert mine["starts_at"].endswith("+00:00")
    lines = {line["item"]: line["quantity"] for line in mine["lines"]}
    assert lines == {place.chairs.reference: 40, "TEN-3X3": 2}


def test_a_cart_becomes_one_reservation_per_pool(program: Program, place: Place) -> None:
    other = make_item(make_pool(place.lender, name="Parc technique"), name="Nacelle", quantity=1)

    body = program.of(place.secretary).post(
        "/reservations", wish((place.chairs.reference, 1), (other.reference, 1)), 201
    )

    pools = {each["pool"] for each in body["reservations"]}
    assert pools == {"Parc communautaire", "Parc technique"}
    assert len({each["request_id"] for each in body["reservations"]}) == 1


@pytest.mark.parametrize("quantity", [3, "3", " 3 ", 3.0])
def test_a_quantity_may_be_text_or_number(program: Program, place: Place, quantity: object) -> None:
    body = program.of(place.secretary).post("/reservations", wish(("TEN-3X3", quantity)), 201)

    assert body["reservations"][0]["lines"][0]["quantity"] == 3


@pytest.mark.parametrize("quantity", [0, -1, "deux", 1.5, True, None, [], {}, 10**30, "NaN"])
def test_a_quantity_that_is_none_is_refused(
    program: Program, place: Place, quantity: object
) -> None:
    problem = program.of(place.secretary).post("/reservations", wish(("TEN-3X3", quantity)), 422)

    assert problem["errors"]["lines"]["0"]["quantity"]
    assert count(Request) == 0


def test_an_item_is_named_by_its_id_as_number_or_text(program: Program, place: Place) -> None:
    writer = program.of(place.secretary)

    for name in (place.tents.id, str(place.tents.id), "TEN-3X3"):
        body = writer.post("/reservations", wish((name, 1)), 201)
        assert body["reservations"][0]["lines"][0]["item"] == "TEN-3X3"


def test_a_plus_that_became_a_space_is_understood_here_too(program: Program, place: Place) -> None:
    weekend = next_weekend()
    times = [at.strftime("%Y-%m-%dT%H:%M:%S 00:00") for at in (weekend.starts_at, weekend.ends_at)]
    asked = wish(("TEN-3X3", 1)) | {"starts_at": times[0], "ends_at": times[1]}

    body = program.of(place.secretary).post("/reservations", asked, 201)

    assert body["reservations"][0]["starts_at"] == weekend.starts_at.isoformat()


def test_one_may_ask_in_the_name_of_ones_own_commune_only(program: Program, place: Place) -> None:
    writer = program.of(place.secretary)

    for name in ("Quérénaing", place.borrower.siren, place.borrower.id, str(place.borrower.id)):
        writer.post("/reservations", wish(("TEN-3X3", 1), borrower=name), 201)
    refused = writer.post("/reservations", wish(("TEN-3X3", 1), borrower="Maing"), 403)
    assert refused["code"] == "not_allowed"
    writer.post("/reservations", wish(("TEN-3X3", 1), borrower="Rouvray"), 404)
    writer.post("/reservations", wish(("TEN-3X3", 1), borrower="9" * 25), 404)


def test_the_same_key_gives_the_same_answer_and_acts_once(program: Program, place: Place) -> None:
    asked = wish(("TEN-3X3", 3), request_key="cle-1")
    writer = program.of(place.secretary)

    first = writer.post("/reservations", asked, 201)
    again = writer.post("/reservations", asked, 201)

    assert again == first
    assert count(Request) == 1


def test_the_same_key_with_other_content_is_refused(program: Program, place: Place) -> None:
    writer = program.of(place.secretary)
    writer.post("/reservations", wish(("TEN-3X3", 3), request_key="cle-1"), 201)

    problem = writer.post("/reservations", wish(("TEN-3X3", 1), request_key="cle-1"), 409)

    assert problem["code"] == "request_key_reused"
    assert count(Request) == 1


def test_the_keys_of_two_communes_do_not_meet(program: Program, place: Place) -> None:
    program.of(place.secretary).post("/reservations", wish(("TEN-3X3", 1), request_key="1"), 201)

    program.of(place.neighbour).post("/reservations", wish(("TEN-3X3", 2), request_key="1"), 201)

    assert count(Request) == 2


def test_a_shortage_says_what_is_missing_and_what_would_fit(program: Program, place: Place) -> None:
    mine = place.requested(30)

    problem = program.of(place.neighbour).post(
        "/reservations", wish((place.chairs.reference, 11), ("TEN-3X3", 1)), 409
    )

    assert problem["code"] == "not_enough_available"
    [shortage] = problem["shortages"]
    assert shortage["item"] == place.chairs.reference
    assert (shortage["wanted"], shortage["free"]) == (11, 10)
    assert problem["alternatives"]
    for period in problem["alternatives"]:
        assert set(period) == {"starts_at", "ends_at"}
        assert period["starts_at"] >= mine.ends_at.isoformat() or (
            period["ends_at"] <= mine.starts_at.isoformat()
        )
    assert count(Request) == 1
    assert count(Shortage) == 1


@pytest.mark.parametrize("rank", [0, -1])
def test_an_alternative_offered_is_accepted(program: Program, place: Place, rank: int) -> None:
    place.requested(40)
    writer = program.of(place.neighbour)
    asked = wish((place.chairs.reference, 40))
    offered = writer.post("/reservations", asked, 409)["alternatives"]

    writer.post("/reservations", asked | offered[rank], 201)


def test_who_is_not_eligible_is_told_by_which_pool_and_why(program: Program, place: Place) -> None:
    anzin = make_commune(place.lender.territory, "Anzin", population=13_511)
    secretary = make_user(anzin, Role.SECRETARY)

    problem = program.of(secretary).post("/reservations", wish(("TEN-3X3", 1)), 403)

    assert problem["code"] == "not_eligible"
    assert problem["pool"] == "Parc communautaire"
    assert problem["reasons"] == [{"code": "population", "population": 13_511, "below": 5_000}]
    assert "Parc communautaire" in problem["detail"]


@pytest.mark.parametrize("role", [Role.ELECTED, Role.OBSERVER, Role.TECHNICIAN])
def test_only_secretaries_and_managers_ask(program: Program, place: Place, role: Role) -> None:
    person = make_user(place.borrower, role)

    problem = program.of(person).post("/reservations", wish(("TEN-3X3", 1)), 403)

    assert problem["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": " \t "}, "purpose"),
        ({"purpose": "x" * 161}, "purpose"),
        ({"purpose": 3}, "purpose"),
        ({"purpose": "Fête \N{PARTY POPPER}"}, "purpose"),
        ({"purpose": "nul \x00"}, "purpose"),
        ({"starts_at": "2030-06-01T08:00"}, "starts_at"),
        ({"starts_at": "samedi"}, "starts_at"),
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": "2001-01-01T00:00Z"}, "ends_at"),
        ({"ends_at": "9999-12-31T23:59-12:00"}, "ends_at"),
        ({"lines": []}, "lines"),
        ({"lines": "TEN-3X3"}, "lines"),
        ({"lines": [{"quantity": 1}]}, "lines"),
        ({"lines": [3]}, "lines"),
        ({"beneficiary_kind": "association"}, "beneficiary_name"),
        ({"beneficiary_name": "La Ronde (exemple)"}, "beneficiary_kind"),
        ({"beneficiary_kind": "entreprise"}, "beneficiary_kind"),
        ({"surprise": 1}, "surprise"),
        ({"request_key": ""}, "request_key"),
        ({"request_key": "x" * 101}, "request_key"),
    ],
)
def test_what_does_not_fit_is_named_beside_its_field(
    program: Program, place: Place, change: dict[str, object], field: str
) -> None:
    problem = program.of(place.secretary).post("/reservations", wish(("TEN-3X3", 1)) | change, 422)

    assert problem["code"] == "invalid"
    assert problem["errors"][field]
    assert count(Request) == 0


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "purpose", "lines"])
def test_what_is_missing_is_named(program: Program, place: Place, field: str) -> None:
    asked = wish(("TEN-3X3", 1))
    del asked[field]

    problem = program.of(place.secretary).post("/reservations", asked, 422)

    assert problem["errors"][field] == ["Ce champ est obligatoire."]


@pytest.mark.parametrize("name", ["RIEN", "999999999", "9" * 25])
def test_an_unknown_item_is_not_found(program: Program, place: Place, name: str) -> None:
    problem = program.of(place.secretary).post("/reservations", wish((name, 1)), 404)

    assert problem["code"] == "item_not_found"
    assert name in problem["detail"]


@pytest.mark.parametrize(
    ("weeks", "code"), [(-4, "notice_too_short"), (0, "notice_too_short"), (150, "beyond_horizon")]
)
def test_the_terms_of_the_pool_are_said(
    program: Program, place: Place, weeks: int, code: str
) -> None:
    place.pool.notice_days = 10
    db.session.commit()

    problem = program.of(place.secretary).post(
        "/reservations", wish(("TEN-3X3", 1), period=next_weekend(weeks)), 409
    )

    assert problem["code"] == code


def test_ones_reservations_are_listed_and_those_of_others_are_not(
    program: Program, place: Place
) -> None:
    mine = place.requested()

    listed = program.of(place.secretary).get("/reservations")["reservations"]

    assert [each["id"] for each in listed] == [mine.id]
    assert program.of(place.neighbour).get("/reservations") == {"reservations": []}
    assert program.of(place.stranger).get("/reservations") == {"reservations": []}


def test_a_single_reservation_is_the_same_object_unwrapped(program: Program, place: Place) -> None:
    writer = program.of(place.secretary)
    [mine] = writer.post("/reservations", wish(("TEN-3X3", 1)), 201)["reservations"]

    assert writer.get(f"/reservations/{mine['id']}") == mine
