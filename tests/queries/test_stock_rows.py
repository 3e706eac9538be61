"""What was there before a period, and how many questions it takes to know what is free."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.period import Period
from booking.queries.availability import EVER, supplies
from booking.rules.availability import Supply
from tests.factories import Scene, lose, make_scene, next_weekend, take
from tests.queries.counting import counting
from tests.usecases.tending import make_numbered

pytestmark = pytest.mark.usefixtures("base")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(scene: Scene, period: Period) -> Supply:
    """Return what the only depot of the chairs has."""
    (found,) = supplies(scene.territory.id, [scene.chairs.id], period)[scene.chairs.id]
    return found


def questions(base: Connection, scene: Scene, period: Period) -> int:
    """Return how many it takes to know what is free."""
    territory_id, item_id = scene.territory.id, scene.chairs.id
    with counting(base) as asked:
        supplies(territory_id, [item_id], period)
    return len(asked)


def name(scene: Scene, period: Period) -> None:
    """Name the first copy, behind the engine's back."""
    take(scene.stock, 1, period).unit_id = scene.stock.units[0].id
    db.session.commit()


@pytest.mark.parametrize(
    ("lost", "free", "after"),
    [(-DAY, 33, 33), (0 * DAY, 33, 33), (HOUR, 33, 33), (2 * DAY, 40, 33), (9 * DAY, 40, 40)],
    ids=["before", "at the start", "inside", "at the end", "after"],
)
def test_what_went_counts_from_its_instant_on(lost: timedelta, free: int, after: int) -> None:
    scene = make_scene(40)
    start = next_weekend().starts_at
    whole, asked = Period(start, start + 3 * DAY), Period(start, start + 2 * DAY)
    lose(scene.stock, 7, start + lost)

    found = read(scene, whole)

    assert found.free(asked) == free
    assert found.in_service(whole.ends_at) == after
    assert read(scene, EVER).free(asked) == free


def test_a_quiet_catalogue_takes_two_questions(base: Connection) -> None:
    scene = make_numbered(3)
    take(scene.stock, 1, next_weekend())

    assert questions(base, scene, next_weekend()) == 2
    assert read(scene, next_weekend()).copies == ()


def test_what_comes_or_goes_later_is_asked_for(base: Connection) -> None:
    scene = make_scene(40)
    lose(scene.stock, 7, next_weekend().starts_at + HOUR)

    assert questions(base, scene, next_weekend()) == 3
    assert read(scene, next_weekend()).free(next_weekend()) == 33


def test_copies_are_dealt_when_one_is_named_later() -> None:
    scene = make_numbered(3)
    name(scene, next_weekend(9))

    assert len(read(scene, next_weekend()).copies) == 3


@pytest.mark.parametrize(
    ("first", "last", "dealt"),
    [(-3, -2, False), (-2, -1, True), (-1, 1, True), (50, 51, True)],
    ids=["before all of it", "during a loan that lasts", "until now", "long after"],
)
def test_copies_are_dealt_when_one_is_named_in_the_way_of_a_loan(
    first: int, last: int, dealt: bool
) -> None:
    scene = make_numbered(3)
    now = clock.now()
    take(scene.stock, 1, Period(now - 2 * DAY, now + 2 * DAY))
    name(scene, Period(now + first * DAY, now + last * DAY))

    assert bool(read(scene, Period(now, now + DAY)).copies) is dealt
