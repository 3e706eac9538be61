"""How each thing stands, what was done to it, what falls due."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.fitness import Finding
from booking.queries import inspections
from booking.rules.requirements import Control
from booking.vocabulary import Tracking
from tests.factories import Scene, control, make_item, make_scene
from tests.queries.counting import counting
from tests.usecases.tending import make_numbered

pytestmark = pytest.mark.usefixtures("base")
CHECK = "platform_check"
DAY = timedelta(days=1)


def today(scene: Scene) -> date:
    return clock.today(scene.manager.zone)


def standing(scene: Scene) -> dict[inspections.Key, Control]:
    return inspections.current(scene.territory.id, [scene.chairs.id])


def test_the_last_control_done_counts_whatever_the_order_of_writing() -> None:
    scene = make_scene()
    now = today(scene)
    control(scene.stock, now - 10 * DAY, valid_until=now + 100 * DAY)
    control(scene.stock, now - 90 * DAY, valid_until=now - 30 * DAY, finding=Finding.REMARKS)
    control(scene.stock, now - 95 * DAY, valid_until=None, control="condition")

    assert standing(scene) == {
        (scene.stock.id, None, CHECK): Control(until=now + 100 * DAY),
        (scene.stock.id, None, "condition"): Control(),
    }


def test_of_two_on_one_day_the_later_written_counts_and_a_failed_one_covers_nothing() -> None:
    scene = make_scene()
    now = today(scene)
    control(scene.stock, now, valid_until=now + 100 * DAY)
    control(scene.stock, now, valid_until=None, finding=Finding.FAILED)

    assert standing(scene) == {(scene.stock.id, None, CHECK): Control(failed=True)}


def test_the_next_one_planned_is_told_beside_the_last_one() -> None:
    scene = make_scene()
    now = today(scene)
    control(scene.stock, now - 90 * DAY, valid_until=now - DAY)
    for days in (-3, 30, 4):
        day = now + days * DAY
        control(scene.stock, day, finding=None, valid_until=day + 180 * DAY)

    (found,) = standing(scene).values()

    assert found == Control(now - DAY, False, now + 4 * DAY, now + 184 * DAY)


def test_one_planned_for_today_still_counts() -> None:
    scene = make_scene()
    control(scene.stock, today(scene), finding=None)

    assert standing(scene)[scene.stock.id, None, CHECK].planned_on == today(scene)


def test_copies_are_told_apart_and_other_items_left_out() -> None:
    scene = make_numbered(2)
    now = today(scene)
    first, second = scene.stock.units
    control(scene.stock, now, unit_id=first.id, valid_until=now + DAY)
    control(scene.stock, now, unit_id=second.id, valid_until=None, finding=Finding.FAILED)
    other = make_item(scene.pool, 1)
    control(other.stocks[0], now, valid_until=now)

    assert standing(scene) == {
        (scene.stock.id, first.id, CHECK): Control(until=now + DAY),
        (scene.stock.id, second.id, CHECK): Control(failed=True),
    }
    assert scene.chairs.tracking is Tracking.NUMBERED


def test_how_things_stand_takes_one_query_whatever_their_number(base: Connection) -> None:
    scene = make_scene()
    items = [make_item(scene.pool, 1) for _ in range(5)]
    for item in items:
        for days in (400, 200, 10):
            control(item.stocks[0], today(scene) - days * DAY, valid_until=today(scene))
    ids, territory_id = [item.id for item in items], scene.territory.id

    with counting(base) as asked:
        found = inspections.current(territory_id, ids)

    assert len(found) == 5
    assert len([each for each in asked if "inspections" in each]) == 1
    assert len(asked) <= 2  # and the time zone of the territory
