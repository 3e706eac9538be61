"""Breakdowns in a list, and what is shown of one: the acts are in tests/usecases."""

from typing import Any

import pytest

from booking import clock
from booking.dealings import Remedy
from booking.period import OPEN_ENDED, Period
from booking.queries import breakdowns
from booking.rules.asking import Settled, Withheld
from booking.usecases import breakdowns as acts
from booking.vocabulary import HoldReason
from tests.factories import Scene, make_scene, next_weekend
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, four chairs and Quérénaing."""
    return make_scene(4)


def report(scene: Scene, period: Period, quantity: int = 2) -> int:
    broken = Withheld(
        scene.chairs.reference,
        scene.stock.depot.name,
        HoldReason.BREAKDOWN,
        (period,),
        quantity=quantity,
    )
    return acts.report(scene.manager, broken)


def test_the_nearest_come_first_and_those_before_or_after_are_not_concerned(scene: Scene) -> None:
    later, sooner = agree(scene, 3, next_weekend(6)), agree(scene, 3, next_weekend(5))
    agree(scene, 3, next_weekend(8))
    period = Period(clock.now(), next_weekend(7).starts_at)

    found = breakdowns.show(scene.manager, report(scene, period))

    assert [each.mine.id for each in found.affected] == [sooner, later]
    assert found.fine == ()


def test_a_decision_is_shown_beside_what_still_lacks(scene: Scene) -> None:
    mine = agree(scene, 3)
    hold_id = report(scene, Period(clock.now(), OPEN_ENDED))
    acts.settle(scene.manager, hold_id, Settled(mine, Remedy.WAIT))

    found = breakdowns.show(scene.manager, hold_id)

    assert (found.left, found.untold) == (0, 1)
    assert [each.decided.remedy for each in found.affected if each.decided] == [Remedy.WAIT]
    assert [*breakdowns.untold(scene.manager, hold_id)] == [mine]
