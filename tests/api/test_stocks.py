"""Stocks by program: availability, movements, withholdings."""

from datetime import timedelta
from typing import Any

import pytest

from booking.models.catalogue import Item
from booking.rules.asking import Moved
from booking.usecases import stocks
from booking.vocabulary import Movement, Tracking
from tests.api.program import Program
from tests.factories import make_item, next_weekend
from tests.pages.place import Place, as_actor

DAY = timedelta(days=1)


def span(days: int = 0) -> str:
    period = next_weekend().widened(DAY, DAY + timedelta(days=days))
    return f"from={period.starts_at:%Y-%m-%dT%H:%MZ}&to={period.ends_at:%Y-%m-%dT%H:%MZ}"


def rest(item: Item, **facts: Any) -> dict[str, Any]:
    """Return the body that withholds five of an item over a weekend."""
    period = next_weekend()
    return {
        "depot": item.stocks[0].depot_id,
        "reason": "maintenance",
        "quantity": 5,
        "starts_at": period.starts_at.isoformat(),
        "ends_at": period.ends_at.isoformat(),
        **facts,
    }


def test_availability_is_a_step_function(program: Program, place: Place) -> None:
    mine = place.requested(15)
    reader = program.of(place.secretary)

    found = reader.get(f"/items/{place.chairs.reference}/availability?{span()}")

    assert found["item"] == place.chairs.reference
    assert [step["free"] for step in found["steps"]] == [40, 25, 40]
    assert found["steps"][1]["at"] == mine.starts_at.isoformat()
    whole = reader.get(f"/availability?{span()}")["items"]
    assert {each["reference"]: len(each["steps"]) for each in whole} == {
        place.chairs.reference: 3,
        "TEN-3X3": 1,
    }
    assert program.of(place.stranger).get(f"/availability?{span()}") == {"items": []}


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "from"), (span(400), "to"), ("from=2027-02-01T00:00Z&to=2027-01-01T00:00Z", "to")],
)
def test_a_period_that_is_none_is_refused(
    program: Program, place: Place, query: str, field: str
) -> None:
    for path in ("/availability", f"/items/{place.chairs.reference}/availability"):
        assert field in program.of(place.secretary).get(f"{path}?{query}", 422)["errors"]


def test_movements_change_the_stock(program: Program, place: Place) -> None:
    writer = program.of(place.manager)
    path = f"/items/{place.chairs.reference}/movements"
    depot = place.chairs.stocks[0].depot_id
    body = {"depot": depot, "kind": "purchase", "quantity": 10, "request_key": "cle"}

    first = writer.post(path, body, 201)

    assert first == {"item": place.chairs.reference, "stock": place.chairs.stocks[0].id}
    assert writer.post(path, body, 201) == first
    assert writer.get(f"/items/{place.chairs.reference}")["quantity"] == 50


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "transfer", "quantity": 1}, "kind"),
        ({"kind": "loss", "quantity": 1}, "quantity"),
        ({"kind": "purchase", "quantity": -1}, "quantity"),
        ({"kind": "count", "quantity": 0}, "quantity"),
        ({"kind": "loss"}, "quantity"),
        ({"kind": "loss", "quantity": -41}, "quantity"),
        ({"kind": "loss", "quantity": -3, "units": ["A"]}, "quantity"),
        ({"kind": "loss", "units": ["A", "A"]}, "units"),
        ({"kind": "loss", "quantity": -1, "autre": 1}, "autre"),
    ],
)
def test_a_movement_that_makes_no_sense_is_refused(
    program: Program, place: Place, facts: dict[str, Any], field: str
) -> None:
    body = {"depot": place.chairs.stocks[0].depot_id} | facts
    path = f"/items/{place.chairs.reference}/movements"

    assert field in program.of(place.manager).post(path, body, 422)["errors"]


def test_what_is_promised_goes_only_knowingly(program: Program, place: Place) -> None:
    mine = place.approved(30)
    writer, path = program.of(place.manager), f"/items/{place.chairs.reference}/movements"
    body = {"depot": place.chairs.stocks[0].depot_id, "kind": "loss", "quantity": -20}

    problem = writer.post(path, body, 409)

    assert (problem["code"], problem["missing"]) == ("stock_promised", 10)
    assert [each["id"] for each in problem["reservations"]] == [mine.id]
    writer.post(path, body | {"despite": "Inutilisables."}, 201)


def test_withholdings_begin_repeat_and_end(program: Program, place: Place) -> None:
    writer, path = program.of(place.technician), f"/items/{place.chairs.reference}/withholdings"
    until = f"{next_weekend(6).starts_at:%Y-%m-%d}"

    made = writer.post(path, rest(place.chairs, repeat="weekly", until=until), 201)["withholdings"]

    assert [each["quantity"] for each in made] == [5, 5, 5]
    assert writer.get(path)["withholdings"] == made
    left = writer.post(f"/withholdings/{made[0]['id']}/end")["withholdings"]
    assert left == made[1:]
    end = f"/withholdings/{made[1]['id']}/end"
    assert writer.post(end, {"following": True}) == {"withholdings": []}
    writer.post(end, status=404)


def test_a_breakdown_has_no_end(program: Program, place: Place) -> None:
    path = f"/items/{place.chairs.reference}/withholdings"
    body = rest(place.chairs, reason="breakdown", ends_at=None)
    del body["ends_at"]

    (made,) = program.of(place.manager).post(path, body, 201)["withholdings"]

    assert made["ends_at"] is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": "reservation"}, "reason"),
        ({"reason": "emergency"}, "reason"),
        ({"quantity": 0}, "quantity"),
        ({"units": ["A"]}, "quantity"),
        ({"ends_at": "2020-01-01T00:00Z"}, "ends_at"),
        ({"repeat": "daily"}, "repeat"),
        ({"repeat": "weekly"}, "until"),
        ({"repeat": "weekly", "until": "2020-01-01"}, "until"),
        ({"until": "demain"}, "until"),
    ],
)
def test_a_withholding_that_makes_no_sense_is_refused(
    program: Program, place: Place, facts: dict[str, Any], field: str
) -> None:
    path = f"/items/{place.chairs.reference}/withholdings"

    problem = program.of(place.manager).post(path, rest(place.chairs, **facts), 422)

    assert field in problem["errors"]


def test_copies_are_named(program: Program, place: Place) -> None:
    item = make_item(place.pool, 0, reference="VID", tracking=Tracking.NUMBERED)
    depot = str(item.stocks[0].depot_id)
    stocks.move(as_actor(place.manager), Moved("VID", depot, Movement.PURCHASE, 2))
    body = rest(item, quantity=0, units=["VID-01", "VID-02"])
    writer = program.of(place.manager)

    made = writer.post("/items/VID/withholdings", body, 201)["withholdings"]

    assert [each["unit"] for each in made] == ["VID-01", "VID-02"]
    problem = writer.post("/items/VID/withholdings", body, 409)
    assert problem["code"] == "unit_withheld"


def test_others_are_refused_in_order(program: Program, place: Place) -> None:
    paths = [f"/items/{place.chairs.reference}/{each}" for each in ("movements", "withholdings")]
    for path in paths:
        program.of(place.stranger).post(path, {}, 404)
        program.of(place.secretary).post(path, {}, 422)
    program.of(place.secretary).post(paths[1], rest(place.chairs), 403)
    program.of(place.secretary).get(paths[1], 403)
    program.of(place.manager).post("/withholdings/1/end", {"following": "?"}, 404)
