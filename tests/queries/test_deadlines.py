"""A control that falls due inside a loan keeps the thing at home, on every path."""

from datetime import date
from typing import Any

import pytest

from booking.fitness import Effect, Equipment, Scope
from booking.models.catalogue import Item
from booking.models.requirements import Requirement
from booking.queries import counts
from booking.queries.availability import Reading, supplies
from tests.factories import Scene, keep, make_item, make_scene
from tests.fitness import CHECK, day, inspect, loan, make_platform

pytestmark = pytest.mark.usefixtures("base")


def free(scene: Scene, item: Item, first: int, last: int, **how: Any) -> int:
    """Return how many of an item can be had for whole days."""
    held = counts.want(item, 1, loan(scene.manager, first, last)).held
    return sum(
        each.free(held) for each in supplies(item.territory_id, [item.id], held, **how)[item.id]
    )


@pytest.mark.parametrize(
    ("until", "count"),
    [
        pytest.param(9, 1, id="before the loan: still to be made"),
        pytest.param(10, 0, id="on its first day"),
        pytest.param(13, 0, id="inside"),
        pytest.param(14, 0, id="the day before its last one"),
        pytest.param(15, 1, id="on its last day"),
        pytest.param(40, 1, id="after"),
    ],
)
def test_a_control_due_inside_the_loan_keeps_it_at_home(until: int, count: int) -> None:
    scene = make_scene()
    platform = make_platform(scene, preparation_after_hours=4)
    inspect(platform, day(until))

    assert free(scene, platform, 10, 15) == count


def planned(platform: Item, on: int, until: int) -> None:
    """Plan the next control."""
    inspect(platform, day(until), day=day(on), finding=None)


@pytest.mark.parametrize(
    ("on", "until", "count"),
    [
        pytest.param(5, 190, 1, id="planned before the loan"),
        pytest.param(5, 13, 0, id="which does not last either"),
        pytest.param(14, 190, 0, id="planned after the last one lapses"),
        pytest.param(-3, 190, 0, id="planned, and not made"),
    ],
)
def test_a_control_planned_in_time_counts(on: int, until: int, count: int) -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(12))
    planned(platform, on, until)

    assert free(scene, platform, 10, 15) == count


def test_the_latest_control_alone_says_until_when() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(12), day=day(-170))
    inspect(platform, day(150), day=day(-2))

    assert free(scene, platform, 10, 15) == 1


def test_one_that_failed_is_owed_before_the_loan_and_does_not_fall_due_inside() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(12), day=day(-170))
    inspect(platform, None, day=day(-2))

    assert free(scene, platform, 10, 15) == 1


def test_another_copy_serves_while_one_falls_due() -> None:
    scene = make_scene()
    platform = make_platform(scene, 2)
    inspect(platform, day(12))
    inspect(platform, day(100), 1)

    assert free(scene, platform, 10, 15) == 1
    assert free(scene, platform, 16, 20) == 2


def test_it_may_be_taken_all_the_same_and_what_was_agreed_stays() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(12))

    assert free(scene, platform, 10, 15, unfit=True) == 1
    assert free(scene, platform, 10, 15, reading=Reading.PLANNED) == 1


def change(scene: Scene, **facts: Any) -> None:
    """Have the territory change the shipped requirement."""
    told = {
        "territory_id": scene.territory.id,
        "code": CHECK,
        "equipment": Equipment.PLATFORM,
        "scope": Scope.ITEM,
        "label": "vérification",
        "months": 6,
        "based_on": {},
        "at_request": Effect.BLOCK,
    }
    keep(Requirement(**told | facts))


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        pytest.param({}, 0, id="as shipped"),
        pytest.param({"at_request": Effect.WARN}, 1, id="only warned of"),
        pytest.param({"ends_on": date(2020, 1, 1)}, 1, id="no longer in force"),
    ],
)
def test_the_territory_says_whether_it_stops_a_loan(facts: dict[str, Any], count: int) -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(12))
    change(scene, **facts)

    assert free(scene, platform, 10, 15) == count


def test_extinguishers_counted_together_are_all_at_home() -> None:
    scene = make_scene()
    item = make_item(scene.pool, 8, equipment=Equipment.EXTINGUISHER)
    inspect(item, day(12), None, control="extinguisher_check")

    assert free(scene, item, 10, 15) == 0
    assert free(scene, item, 13, 15) == 8


def test_controls_of_another_sort_of_thing_stop_nothing() -> None:
    scene = make_scene()
    item = make_item(scene.pool, 8)
    inspect(item, day(12), None)

    assert free(scene, item, 10, 15) == 8
