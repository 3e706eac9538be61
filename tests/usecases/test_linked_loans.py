"""Copies that one loan leaves to another: what a knowing act breaks is explained, and no more."""

from datetime import datetime, timedelta

import pytest

from booking import clock
from booking.db import db
from booking.period import Period
from booking.usecases import changes, loans, reservations
from booking.vocabulary import HoldReason
from tests.factories import Scene, row, set_clock, take
from tests.usecases.tending import (
    DAY,
    agree,
    excesses,
    hand_over,
    make_numbered,
    numbers,
    retire,
    withhold,
)

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stand on a day, and let time pass only when told."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    set_clock(monkeypatch, now)
    return now


def days(monday: datetime, first: float, last: float) -> Period:
    """Return a period between two days from now."""
    return Period(monday + timedelta(days=first), monday + timedelta(days=last))


def copies_at_once(count: int) -> Scene:
    """Set the scene with so many copies that may be asked for at once."""
    scene = make_numbered(count)
    scene.pool.notice_days = 0
    scene.pool.late_grace_hours = 0
    db.session.commit()
    return scene


def name(scene: Scene, reservation_id: int, unit: str) -> None:
    """Name the copy of the only line of a reservation."""
    changes.name_copies(scene.manager, reservation_id, row(reservation_id).lines[0].id, (unit,))


def test_what_takes_a_copy_from_a_linked_loan_is_its_cause(monday: datetime) -> None:
    scene = copies_at_once(2)
    (first, _) = numbers(scene)
    agree(scene, 1, days(monday, 6, 20))
    name(scene, agree(scene, 1, days(monday, 22, 30)), first)
    agree(scene, 1, days(monday, 15, 25))

    withhold(scene, days(monday, 8, 10), units=(first,), despite="Panne connue.")

    assert excesses()
    assert all("Panne connue." in cause for _, cause in excesses())


def test_a_lost_copy_explains_every_loan_that_needed_it(monday: datetime) -> None:
    scene = copies_at_once(3)
    (first, second, third) = numbers(scene)
    made = []
    for day in (1, 40):
        rest = {"reason": HoldReason.MAINTENANCE}
        withhold(scene, days(monday, day, day + 1), units=(second,), **rest)
        withhold(scene, days(monday, day + 1, day + 2), units=(first,), **rest)
        made.append(agree(scene, 1, days(monday, day, day + 2)))
    retire(scene, third, despite="Perdu.")
    assert all("Perdu." in cause for _, cause in excesses())

    reservations.cancel(scene.manager, made[0], "Perdu.")

    assert all("Perdu." in cause for _, cause in excesses())


def test_an_old_excess_hides_no_copy_named_twice(monday: datetime) -> None:
    scene = copies_at_once(2)
    (first, _) = numbers(scene)
    take(scene.stock, 3, days(monday, -9, -8))
    before = len(excesses())
    mine, other = (agree(scene, 1, days(monday, 3, 4)) for _ in range(2))
    name(scene, mine, first)
    (hold,) = row(other).lines[0].holds
    hold.unit_id = row(mine).lines[0].holds[0].unit_id
    db.session.commit()

    assert len(excesses()) > before


def test_what_is_past_is_no_reason_to_refuse_a_later_return(
    monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = copies_at_once(1)
    late = hand_over(scene, 1, days(monday, 1, 2))
    next_one = agree(scene, 1, days(monday, 2.05, 4))
    set_clock(monkeypatch, monday + 2.2 * DAY)
    loans.take_back(scene.manager, late)
    set_clock(monkeypatch, monday + 2.3 * DAY)
    loans.hand_over(scene.manager, next_one)

    changes.edit(scene.manager, next_one, changes.Edited(ends_at=monday + 5 * DAY))

    assert row(next_one).ends_at == monday + 5 * DAY
