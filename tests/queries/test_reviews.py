"""Which agreed loans are against what is known now."""

from datetime import date

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.fitness import Skill
from booking.models.catalogue import Companion, Item
from booking.queries import reviews
from booking.usecases import reservations
from booking.vocabulary import STAFF, Role
from tests.factories import Scene, ask, keep, make_actor, make_commune, make_pool, make_scene
from tests.fitness import day, inspect, loan, make_platform, platform_in, qualify
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def agreed(scene: Scene, platform: Item, first: int, last: int) -> int:
    """Return a loan of the platform, agreed."""
    (made,) = ask(scene.secretary, (platform, 1), period=loan(scene.secretary, first, last))
    reservations.approve(scene.manager, made)
    return made


def reviewed(scene: Scene) -> list[int]:
    """Return the loans that the manager is shown."""
    return [each.reservation.id for each in reviews.to_review(scene.manager)]


@pytest.mark.parametrize(
    ("then", "listed"),
    [
        pytest.param(day(200), False, id="in order"),
        pytest.param(day(31), True, id="which now lapses inside"),
        pytest.param(day(10), False, id="due long before the loan"),
        pytest.param(None, True, id="which failed"),
    ],
)
def test_an_agreed_loan_is_judged_again_when_a_control_changes(
    then: date | None, listed: bool
) -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(300), day=day(-60))
    made = agreed(scene, platform, 30, 32)
    assert reviewed(scene) == []

    inspect(platform, then, day=day(0))

    assert reviewed(scene) == ([made] if listed else [])


def test_what_is_still_to_be_controlled_is_listed_when_the_loan_is_near() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(2))
    near = agreed(scene, platform, 5, 6)
    agreed(scene, platform, 40, 41)

    assert reviewed(scene) == [near]


def test_each_manager_reads_of_its_own_pools() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    agreed(scene, platform, 5, 6)
    other = make_actor(make_commune(scene.territory, "Artres"), Role.MANAGER)

    assert reviews.to_review(other) == []


def test_the_number_of_queries_does_not_grow_with_the_loans(base: Connection) -> None:
    def count(loans: int) -> int:
        scene = make_scene()
        qualify(scene.querenaing, Skill.DRIVING)
        neighbour = make_commune(scene.territory, "Artres")
        pool, lender = make_pool(neighbour), make_actor(neighbour, Role.MANAGER)
        for rank in range(loans):
            platform = make_platform(scene, 2)
            along = platform_in(pool, lender, 2, family=STAFF, equipment=None)
            keep(Companion(item_id=platform.id, companion_id=along.id))
            db.session.refresh(platform)
            period = loan(scene.secretary, 5 + rank, 7 + rank)
            mine, _ = ask(scene.secretary, (platform, 1), period=period)
            reservations.approve(scene.manager, mine)
        with counting(base) as asked:
            assert len(reviews.to_review(scene.manager)) == loans
        return len(asked)

    assert count(2) == count(5)
