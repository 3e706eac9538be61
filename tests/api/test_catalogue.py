"""The catalogue for programs: what exists, what is free on some dates."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from booking.period import Period
from tests.api.program import Program
from tests.factories import make_commune, make_item, make_pool, make_territory, next_weekend
from tests.pages.place import Place


def names(body: dict[str, Any]) -> set[str]:
    return {item["name"] for item in body["items"]}


def found(body: dict[str, Any], reference: str) -> dict[str, Any]:
    items = {item["reference"]: item for item in body["items"]}
    item: dict[str, Any] = items[reference]
    return item


def dates(period: Period) -> dict[str, str]:
    return {"from": period.starts_at.isoformat(), "to": period.ends_at.isoformat()}


def test_the_catalogue_gives_each_item_with_what_is_free_now(
    program: Program, place: Place
) -> None:
    body = program.of(place.secretary).get("/items")

    chairs = found(body, place.chairs.reference)
    assert chairs["id"] == place.chairs.id
    assert chairs["name"] == "Chaise pliante"
    assert (chairs["quantity"], chairs["available"]) == (40, 40)
    assert chairs["pool"] == "Parc communautaire"
    assert chairs["eligible"] is True
    assert body["count"] == 2


def test_what_is_asked_for_is_no_longer_free_on_those_dates(program: Program, place: Place) -> None:
    mine = place.requested(15)
    reader = program.of(place.secretary)

    inside = reader.get("/items", query_string=dates(mine.period))
    after = reader.get(
        "/items", query_string=dates(Period(mine.ends_at, mine.ends_at + timedelta(days=1)))
    )

    assert found(inside, place.chairs.reference)["available"] == 25
    assert found(after, place.chairs.reference)["available"] == 40


def test_a_plus_that_arrives_as_a_space_is_understood(program: Program, place: Place) -> None:
    mine = place.requested(15)
    asked = "from=2999-01-01T08:00:00+01:00&to=2999-01-02T08:00:00+01:00".replace(
        "2999-01-01T08:00:00", mine.starts_at.isoformat()[:19]
    ).replace("2999-01-02T08:00:00", mine.ends_at.isoformat()[:19])
    reader = program.of(place.secretary)

    bare = reader.get(f"/items?{asked}")
    encoded = reader.get(f"/items?{quote(asked, safe='=&:')}")

    assert found(bare, place.chairs.reference)["available"] == 25
    assert bare == encoded


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from": "2030-06-01T08:00+02:00"}, "to"),
        ({"to": "2030-06-01T08:00+02:00"}, "from"),
        ({"from": "2030-06-02T08:00Z", "to": "2030-06-01T08:00Z"}, "to"),
        ({"from": "2030-06-01T08:00Z", "to": "2030-06-01T08:00Z"}, "to"),
        ({"from": "2030-06-01T08:00", "to": "2030-06-02T08:00"}, "from"),
        ({"from": "demain", "to": "2030-06-02T08:00Z"}, "from"),
        ({"quantity": "beaucoup"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"page_size": "0"}, "page_size"),
        ({"page": "0"}, "page"),
    ],
)
def test_a_search_that_makes_no_sense_is_said_beside_its_field(
    program: Program, place: Place, given: dict[str, str], field: str
) -> None:
    problem = program.of(place.secretary).get("/items", 422, query_string=given)

    assert problem["code"] == "invalid"
    assert problem["errors"][field]


@pytest.mark.parametrize(
    "given",
    [
        {"from": "0001-01-01T00:00+14:00", "to": "0001-01-02T00:00Z"},
        {"from": "9999-12-30T00:00Z", "to": "9999-12-31T23:59-12:00"},
        {"from": "2026-12-01T00:00Z", "to": "9999-12-31T00:00Z"},
        {"q": "%_'\"\\ \N{WHITE SMILING FACE}"},
        {"q": "\x00"},
    ],
)
def test_strange_searches_never_break_the_service(
    program: Program, place: Place, given: dict[str, str]
) -> None:
    answer = program.of(place.secretary).call("GET", "/items", query_string=given)

    assert answer.status_code in (200, 422)


def test_words_family_and_quantity_narrow_the_search(program: Program, place: Place) -> None:
    make_item(place.pool, name="Podium à rampe", family="Bâtiments", quantity=1)
    reader = program.of(place.secretary)

    assert names(reader.get("/items?q=chaise")) == {"Chaise pliante"}
    assert names(reader.get("/items?q=A RAMPE")) == {"Podium à rampe"}
    assert names(reader.get("/items?q=ten-3x3")) == {"Tente pliante"}
    assert names(reader.get("/items?family=Bâtiments")) == {"Podium à rampe"}
    assert names(reader.get("/items?quantity=5")) == {"Chaise pliante"}
    assert reader.get("/items?q=navette") == {"items": [], "count": 0}


def test_the_catalogue_is_whole_unless_a_page_is_asked_for(program: Program, place: Place) -> None:
    for rank in range(60):
        make_item(place.pool, name=f"Panneau {rank:02d}", quantity=1)
    reader = program.of(place.secretary)

    assert len(reader.get("/items")["items"]) == 62
    first = reader.get("/items?page_size=40")
    second = reader.get("/items?page_size=40&page=2")
    assert (len(first["items"]), len(second["items"])) == (40, 22)
    assert first["count"] == 62
    assert reader.get("/items?page_size=40&page=3")["items"] == []


def test_an_item_is_named_by_its_id_or_its_reference(program: Program, place: Place) -> None:
    reader = program.of(place.secretary)

    by_id = reader.get(f"/items/{place.tents.id}")

    assert by_id["reference"] == "TEN-3X3"
    assert by_id["depots"][0]["available"] == 4
    assert reader.get("/items/TEN-3X3") == by_id


@pytest.mark.parametrize("name", ["0", "999999999", "99999999999999999999", "RIEN", "%00"])
def test_an_item_that_is_not_there_is_not_found(program: Program, place: Place, name: str) -> None:
    program.of(place.secretary).get(f"/items/{name}", 404)


def test_the_items_of_another_territory_are_out_of_view(program: Program, place: Place) -> None:
    elsewhere = make_item(make_pool(make_commune(make_territory(), "Rouvray")), name="Gradin")
    reader = program.of(place.secretary)

    assert "Gradin" not in names(reader.get("/items"))
    reader.get(f"/items/{elsewhere.id}", 404)


def test_a_pool_that_is_not_open_shows_its_items_as_such(program: Program, place: Place) -> None:
    pool = make_pool(place.lender, below_population=100)
    item = make_item(pool, name="Nacelle")

    assert program.of(place.secretary).get(f"/items/{item.id}")["eligible"] is False


def test_what_is_free_reads_as_the_request_will_judge_it(program: Program, place: Place) -> None:
    """Preparation counts: what comes back at noon is not free at noon."""
    item = make_item(place.pool, quantity=2, name="Chapiteau", preparation_after_hours=48)
    weekend = next_weekend()
    body = {
        "starts_at": weekend.starts_at.isoformat(),
        "ends_at": weekend.ends_at.isoformat(),
        "purpose": "Bal",
        "lines": [{"item": item.reference, "quantity": 2}],
    }
    reader = program.of(place.secretary)
    reader.post("/reservations", body, 201)

    def free(hours: int) -> Any:
        start = weekend.ends_at + timedelta(hours=hours)
        period = Period(start, start + timedelta(hours=3))
        return found(reader.get("/items", query_string=dates(period)), item.reference)["available"]

    assert (free(0), free(47), free(48)) == (0, 0, 2)
