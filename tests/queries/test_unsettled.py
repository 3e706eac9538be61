"""Breakdowns that leave reservations to settle: each once, until all are told."""

from datetime import timedelta

import pytest

from booking import clock
from booking.dealings import Remedy
from booking.period import OPEN_ENDED, Period
from booking.queries import unsettled
from booking.rules.asking import Settled, Withheld
from booking.usecases import breakdowns as acts
from booking.vocabulary import HoldReason
from tests.factories import Scene, make_scene
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def report(scene: Scene, period: Period) -> int:
    """Say that one chair is broken."""
    where = (scene.chairs.reference, scene.stock.depot.name)
    return acts.report(scene.manager, Withheld(*where, HoldReason.BREAKDOWN, (period,), quantity=1))


def test_what_leaves_some_to_settle_is_listed_once_for_its_manager() -> None:
    scene = make_scene(4)
    now, mine = clock.now(), agree(scene, 3)
    report(scene, Period(now - timedelta(days=2), now - timedelta(days=1)))
    first = report(scene, Period(now, OPEN_ENDED))
    assert unsettled.to_settle(scene.manager) == []  # three are left for the three agreed

    report(scene, Period(now, OPEN_ENDED))

    assert [each.hold_id for each in unsettled.to_settle(scene.manager)] == [first]
    assert unsettled.to_settle(scene.secretary) == []
    acts.settle(scene.manager, first, Settled(mine, Remedy.WAIT))
    assert [each.hold_id for each in unsettled.to_settle(scene.manager)] == [first]  # not told yet
    acts.notify(scene.manager, first)
    assert unsettled.to_settle(scene.manager) == []
