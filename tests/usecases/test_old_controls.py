"""An old control that is written down late leaves the one that was planned since."""

from datetime import UTC, datetime, time, timedelta

import pytest

from booking.db import db
from booking.models.inspections import Inspection
from tests.factories import set_clock
from tests.fitness import day, make_platform, ready_scene
from tests.usecases.fleet import Fleet

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def fleet() -> Fleet:
    """Give a platform without a control on record."""
    scene = ready_scene()
    return Fleet(scene, make_platform(scene))


def row(inspection_id: int) -> Inspection:
    return db.session.get_one(Inspection, inspection_id)


def test_an_old_control_leaves_the_planned_one_where_it_is(fleet: Fleet) -> None:
    made = fleet.plan(10)

    old = fleet.record(-1, 1)

    assert old != made
    assert (row(made).finding, row(made).day) == (None, day(10))
    assert row(made).hold


def test_an_old_control_takes_the_planned_one_that_it_names(fleet: Fleet) -> None:
    made = fleet.plan(10)

    assert fleet.record(-1, 1, planned=made) == made
    assert (row(made).day, row(made).hold) == (day(-1), None)


def test_a_control_is_old_by_the_day_where_one_lives(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime.combine(day(1), time(0, 30), fleet.manager.zone).astimezone(UTC)
    with monkeypatch.context() as planning:
        set_clock(planning, late)  # still the day before in UTC
        made = fleet.plan(10)
    set_clock(monkeypatch, late + timedelta(days=2))

    assert fleet.record(-3, 1) != made
    assert fleet.record(-2, 1) == made
