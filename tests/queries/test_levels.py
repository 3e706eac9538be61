"""Steps and days: how many are free from when on, a kit by its parts."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.errors import NotFound
from booking.models.catalogue import KitPart
from booking.period import Period
from booking.queries import levels
from booking.rules.access import Actor
from booking.vocabulary import Tracking
from tests.factories import Scene, ask, keep, make_actor, make_item, make_scene, next_weekend


@pytest.fixture
def scene(base: Connection) -> Scene:
    """Give forty chairs, of which a town hall asked for fifteen."""
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 15))
    return scene


def around() -> Period:
    return next_weekend().widened(timedelta(days=1), timedelta(days=1))


def free(actor: Actor, item_id: int) -> list[int]:
    return [step.free for step in levels.of_item(actor, item_id, around())]


def make_kit(scene: Scene, each: int) -> int:
    kit = make_item(scene.pool, 0, name="Kit", tracking=Tracking.KIT)
    keep(KitPart(kit_id=kit.id, item=scene.chairs, quantity=each))
    return kit.id


def test_the_steps_say_when_what_is_free_changes(scene: Scene) -> None:
    found = levels.of_item(scene.secretary, scene.chairs.id, around())

    assert [step.free for step in found] == [40, 25, 40]
    assert [step.at for step in found[1:]] == [next_weekend().starts_at, next_weekend().ends_at]


def test_a_kit_is_as_free_as_its_parts(scene: Scene) -> None:
    assert free(scene.secretary, make_kit(scene, 20)) == [2, 1, 2]
    assert free(scene.secretary, make_kit(scene, 12)) == [3, 2, 3]


def test_the_whole_catalogue_is_read_at_once(scene: Scene) -> None:
    make_kit(scene, 20)

    found = levels.of_catalogue(scene.secretary, around())

    assert [len(each.steps) for each in found] == [3, 3]
    assert [each.reference for each in found] == sorted(each.reference for each in found)


def test_the_weeks_give_the_lowest_number_of_each_day(scene: Scene) -> None:
    weeks = levels.weeks(scene.secretary, scene.chairs.id)

    days = {each.day: each.free for week in weeks for each in week}
    zone, today = scene.secretary.zone, clock.today(scene.secretary.zone)
    taken = next_weekend().starts_at.astimezone(zone).date()
    assert [len(week) for week in weeks] == [7] * levels.WEEKS
    assert weeks[0][0].day.weekday() == 0
    assert days[today] == 40
    assert (days[taken], days[taken - timedelta(days=1)]) == (25, 40)
    assert all(number is None for day, number in days.items() if day < today)


def test_the_items_of_others_are_not_there(scene: Scene) -> None:
    stranger = make_actor(make_scene().querenaing)

    with pytest.raises(NotFound):
        levels.of_item(stranger, scene.chairs.id, around())
