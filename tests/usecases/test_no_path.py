"""No path passes what blocks: whatever the controls, whoever drives, whichever act (design § 7)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from booking.errors import Refusal
from booking.fitness import Moment, Skill
from booking.models.catalogue import Item
from booking.queries import fitness as reads
from booking.rules import terms
from booking.rules.asking import AskedLine, Edited
from booking.usecases import changes, loans, reservations
from tests.factories import Scene, ask, row
from tests.fitness import day, inspect, loan, make_platform, qualify, ready_scene

pytestmark = pytest.mark.usefixtures("base")


def request(scene: Scene, platform: Item, first: int, last: int) -> int:
    """Ask for the platform for whole days, counted from today."""
    period = loan(scene.secretary, first, last)
    (made,) = ask(scene.secretary, (platform, 1), period=period)
    return made


def by_approval(scene: Scene, platform: Item, first: int, last: int) -> int:
    asked_id = request(scene, platform, first, last)
    reservations.approve(scene.manager, asked_id)
    return asked_id


def by_edit(scene: Scene, platform: Item, first: int, last: int) -> int:
    """Ask for a time long after every control, then move it."""
    asked_id = request(scene, platform, 300, 301)
    period = loan(scene.secretary, first, last)
    edited = Edited(period.starts_at, period.ends_at, (AskedLine(platform.reference, 1),))
    changes.edit(scene.secretary, asked_id, edited)
    return asked_id


def by_swap(scene: Scene, platform: Item, first: int, last: int) -> int:
    """Exchange with chairs of the same pool: each takes the other's dates."""
    asked_id = request(scene, platform, 300, 301)
    (other,) = ask(scene.secretary, (scene.chairs, 1), period=loan(scene.secretary, first, last))
    changes.swap(scene.manager, asked_id, other)
    return asked_id


def by_hand_over(scene: Scene, platform: Item, first: int, last: int) -> int:
    """Let it leave today, whatever the first day."""
    asked_id = by_approval(scene, platform, first, last)
    loans.hand_over(scene.manager, asked_id)
    return asked_id


def by_extension(scene: Scene, platform: Item, first: int, last: int) -> int:
    """Let it leave for a day, then keep it longer."""
    asked_id = by_hand_over(scene, platform, 1, 1)
    ends_at = loan(scene.manager, first, last).ends_at
    changes.edit(scene.manager, asked_id, Edited(ends_at=ends_at))
    return asked_id


PATHS = {
    request: Moment.REQUEST,
    by_approval: Moment.APPROVAL,
    by_edit: Moment.REQUEST,
    by_swap: Moment.APPROVAL,
    by_hand_over: Moment.HAND_OVER,
    by_extension: Moment.HAND_OVER,
}
offsets = st.integers(-5, 30)
situations = st.tuples(
    st.one_of(st.none(), offsets),  # until when the last control is good; none: it failed
    st.one_of(st.none(), st.integers(0, 30)),  # when the next one is planned
    st.one_of(st.none(), offsets),  # until when somebody of the borrower may drive
)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(situation=situations, first=st.integers(3, 20), length=st.integers(0, 6))
def test_no_path_passes_what_blocks(
    path: Any, base: Connection, situation: tuple[Any, ...], first: int, length: int
) -> None:
    until, planned, drives = situation
    scene = ready_scene()
    platform = make_platform(scene)
    inspect(platform, None if until is None else day(until), day=day(-20))
    if planned is not None:
        inspect(platform, day(planned + 180), day=day(planned), finding=None)
    if drives is not None:
        qualify(scene.querenaing, Skill.DRIVING, day(drives))

    try:
        done = path(scene, platform, first, first + length)
    except Refusal:
        return

    judged = reads.judged(row(done), PATHS[path], scene.manager.zone)
    assert terms.blocking(judged) == []
