"""How each thing stands, what was done to it, what falls due."""

import pytest
from sqlalchemy import Connection

from booking.fitness import Finding
from booking.models.catalogue import Item
from booking.queries import inspections
from booking.rules.requirements import Control
from tests.factories import Scene, make_item, make_scene
from tests.fitness import CHECK, day, inspect, make_platform, units_of
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def standing(*items: Item) -> dict[inspections.Key, Control]:
    ids = [item.id for item in items]
    return inspections.current(items[0].territory_id, ids)


def test_the_last_control_done_counts_whatever_the_order_of_writing() -> None:
    scene = make_scene()
    inspect(scene.chairs, day(100), None, day=day(-10))
    inspect(scene.chairs, day(-30), None, day=day(-90), finding=Finding.REMARKS)
    inspect(scene.chairs, None, None, control="condition", finding=Finding.PASSED)

    assert standing(scene.chairs) == {
        (scene.stock.id, None, CHECK): Control(until=day(100)),
        (scene.stock.id, None, "condition"): Control(until=inspections.ENDLESS),
    }


def test_of_two_on_one_day_the_later_written_counts_and_a_failed_one_covers_nothing() -> None:
    scene = make_scene()
    inspect(scene.chairs, day(100), None)
    inspect(scene.chairs, None, None)

    assert standing(scene.chairs) == {(scene.stock.id, None, CHECK): Control(failed=True)}


def test_the_next_one_planned_is_told_beside_the_last_one() -> None:
    scene = make_scene()
    inspect(scene.chairs, day(-1), None)
    for days in (-3, 30, 4):
        inspect(scene.chairs, day(days + 180), None, day=day(days), finding=None)

    (found,) = standing(scene.chairs).values()

    assert found == Control(day(-1), False, day(4), day(184))


def test_one_planned_for_today_still_counts() -> None:
    scene = make_scene()
    inspect(scene.chairs, None, None, day=day(0), finding=None)

    assert standing(scene.chairs)[scene.stock.id, None, CHECK].planned_on == day(0)


def test_copies_are_told_apart_and_other_items_left_out() -> None:
    scene = make_scene()
    platform, other = make_platform(scene, 2), make_platform(scene)
    first, second = units_of(platform)
    inspect(platform, day(1), 0)
    inspect(platform, None, 1)
    inspect(other, day(1))

    stock = platform.stocks[0].id
    assert standing(platform) == {
        (stock, first.id, CHECK): Control(until=day(1)),
        (stock, second.id, CHECK): Control(failed=True),
    }


def test_how_things_stand_takes_one_query_whatever_their_number(base: Connection) -> None:
    scene: Scene = make_scene()
    items = [make_item(scene.pool, 1) for _ in range(5)]
    for item in items:
        for days in (400, 200, 10):
            inspect(item, day(0), None, day=day(-days))
    ids, territory_id = [item.id for item in items], scene.territory.id

    with counting(base) as asked:
        found = inspections.current(territory_id, ids)

    assert len(found) == 5
    assert len([each for each in asked if "inspections" in each]) == 1
    assert len(asked) <= 2  # and the time zone of the territory
