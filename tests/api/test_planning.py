"""The planning for programs: the numbers of the page, and of others only that it is taken."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.api.program import Program
from tests.factories import next_weekend
from tests.pages.place import Place, as_actor


def first(place: Place) -> date:
    """Return the day before the usual loan."""
    zone = as_actor(place.manager).zone
    return next_weekend().starts_at.astimezone(zone).date() - timedelta(days=1)


def read(program: Program, place: Place, **asked: Any) -> Any:
    """Return the six days around the usual loan."""
    days = {"from": f"{first(place)}", "to": f"{first(place) + timedelta(days=5)}"}
    return program.get("/planning", query_string=days | asked)


def chairs(body: Any) -> Any:
    """Return what is said of the chairs."""
    (found,) = [each for each in body["items"] if each["name"] == "Chaise pliante"]
    return found


def test_each_item_has_what_is_free_each_day_and_what_takes_the_rest(
    program: Program, place: Place
) -> None:
    mine = place.requested(15)

    body = read(program.of(place.secretary), place)

    assert body["days"] == [f"{first(place) + timedelta(days=rank)}" for rank in range(6)]
    found = chairs(body)
    assert (found["id"], found["quantity"]) == (place.chairs.id, 40)
    assert found["free"] == [40, 25, 25, 25, 25, 40]
    (taken,) = found["taken"]
    assert (taken["kind"], taken["label"], taken["quantity"]) == ("asked", "Déposée", 15)
    assert (taken["borrower"], taken["request_id"]) == ("Quérénaing", mine.request_id)
    assert taken["starts_at"] == mine.starts_at.isoformat()


def test_of_others_loans_only_that_it_is_taken_is_told(program: Program, place: Place) -> None:
    place.requested(15)

    body = read(program.of(place.neighbour), place)

    found = chairs(body)
    assert found["free"] == [40, 25, 25, 25, 25, 40]
    (taken,) = found["taken"]
    assert taken["label"] == "Occupé"
    told = {name: taken[name] for name in ("quantity", "borrower", "purpose", "request_id")}
    assert set(told.values()) == {None}
    assert read(program.of(place.stranger), place)["items"] == []


def test_it_is_narrowed_as_asked(program: Program, place: Place) -> None:
    reader = program.of(place.secretary)

    assert read(reader, place, pool_id=place.pool.id)["items"]
    assert read(reader, place, pool_id=999_999)["items"] == []
    assert read(reader, place, family="Voirie")["items"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"from": "2027-05-04"},
        {"from": "2027-05-04", "to": "2027-05-03"},
        {"from": "2027-05-04", "to": "2027-09-04"},
        {"from": "hier", "to": "demain"},
    ],
)
def test_what_cannot_be_shown_is_refused(
    program: Program, place: Place, asked: dict[str, str]
) -> None:
    program.of(place.secretary).get("/planning", 422, query_string=asked)
