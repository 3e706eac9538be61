"""What is in service where, and when somebody last looked at it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.fitness import Finding
from booking.models.catalogue import Item, Stock
from booking.models.inspections import Inspection
from booking.queries import verified
from booking.rules.asking import Moved
from booking.usecases import stocks
from booking.vocabulary import STAFF, LifeStage, Movement, Tracking
from tests.factories import Scene, keep, lose, make_item, make_scene
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def inspect(stock: Stock, day: date, unit_id: int | None = None, **facts: object) -> Inspection:
    """Write that a control was done, or is planned."""
    own = {"territory_id": stock.territory_id, "stock_id": stock.id, "unit_id": unit_id}
    common = {"control": "condition", "finding": Finding.PASSED, "recorded_at": clock.now()}
    made: Inspection = keep(Inspection(**own, day=day, **common | facts))
    return made


def make_drones(scene: Scene, *numbers: str) -> Item:
    drones = make_item(scene.pool, 0, name="Drone", tracking=Tracking.NUMBERED)
    depot = str(drones.stocks[0].depot_id)
    came = Moved(drones.reference, depot, Movement.PURCHASE, len(numbers), units=numbers)
    stocks.move(scene.manager, came)
    return drones


def test_people_kits_and_what_has_gone_are_no_things_to_verify() -> None:
    scene = make_scene(40)
    make_drones(scene, "D-1", "D-2")
    make_item(scene.pool, 1, name="Télépilote", family=STAFF)
    make_item(scene.pool, 1, name="Barnum", stage=LifeStage.RETIRED)
    lose(make_item(scene.pool, 3, name="Table").stocks[0], 3)

    found = verified.things(Item.pool_id == scene.pool.id, clock.now())

    assert [(each.name, each.number, each.quantity) for each in found if each.in_use] == [
        ("Chaise pliante", "", 40),
        ("Drone", "D-1", 1),
        ("Drone", "D-2", 1),
    ]


def test_what_was_in_service_then_is_told_of_then() -> None:
    scene = make_scene(40)
    lose(scene.stock, 40)
    before = clock.now() - timedelta(hours=1)

    (then,) = verified.things(Item.pool_id == scene.pool.id, before)

    assert (then.quantity, then.in_use) == (40, True)


def test_an_item_is_as_old_as_its_copy_that_waits_longest() -> None:
    scene = make_scene()
    drones = make_drones(scene, "D-1", "D-2")
    stock = drones.stocks[0]
    one, other = (unit.id for unit in stock.units)
    inspect(stock, date(2026, 3, 1), one)
    assert verified.of_items([drones.id]) == {drones.id: None}

    inspect(stock, date(2026, 1, 5), other)
    inspect(stock, date(2026, 2, 1), other)
    inspect(stock, date(2026, 9, 1), other, finding=None)  # only planned
    assert verified.of_items([drones.id]) == {drones.id: date(2026, 2, 1)}

    inspect(stock, date(2026, 8, 1))  # the whole stock
    assert verified.of_items([drones.id, scene.chairs.id]) == {
        drones.id: date(2026, 8, 1),
        scene.chairs.id: None,
    }


def test_more_items_ask_no_more_queries(base: Connection) -> None:
    scene = make_scene()
    ids = [scene.chairs.id, *(make_item(scene.pool).id for _ in range(5))]

    with counting(base) as one:
        verified.of_items(ids[:1])
    with counting(base) as many:
        verified.of_items(ids)

    assert len(many) == len(one) == 2
