"""What leaves and what is back: which copies are dealt, which are named no more."""

from datetime import timedelta

import pytest

from booking.period import Period
from booking.usecases import changes, loans
from tests.factories import (
    Scene,
    next_weekend,
    row,
    set_clock,
)
from tests.usecases.tending import (
    DAY,
    agree,
    clashes,
    endangered,
    excesses,
    free,
    hand_over,
    make_numbered,
    named,
    numbers,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def name(scene: Scene, reservation_id: int, *copies: str) -> None:
    """Name copies for the only line of a reservation."""
    (line,) = row(reservation_id).lines
    changes.name_copies(scene.manager, reservation_id, line.id, copies)


def days(first: int, count: int = 1) -> Period:
    """Return some days of a week to come."""
    start = next_weekend().starts_at + first * DAY
    return Period(start, start + count * DAY)


def test_the_hand_over_deals_each_copy_once() -> None:
    scene = make_numbered(5)
    first, second = (hand_over(scene, quantity) for quantity in (2, 3))

    assert sorted(named(first) + named(second)) == sorted(numbers(scene))
    quantities = [hold.quantity for each in (first, second) for hold in row(each).lines[0].holds]
    assert quantities == [1] * 5
    assert (clashes(), free(scene.chairs)) == ([], 0)


def test_the_hand_over_leaves_the_copies_named_for_others() -> None:
    scene = make_numbered(2)
    mine = agree(scene, 1, days(0, 2))
    name(scene, mine, numbers(scene)[0])

    assert named(hand_over(scene, 1, days(1, 2))) == numbers(scene)[1:]


def test_a_copy_still_out_goes_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_numbered(2), next_weekend()
    late_id = hand_over(scene)
    (late,) = named(late_id)
    next_id = agree(scene, 1, Period(weekend.ends_at + HOUR, weekend.ends_at + DAY))
    name(scene, next_id, late)
    set_clock(monkeypatch, weekend.ends_at + 2 * HOUR)

    loans.hand_over(scene.manager, next_id)

    assert set(named(next_id)) == set(numbers(scene)) - {late}
    loans.take_back(scene.manager, late_id)
    assert (clashes(), excesses()) == ([], [])


def test_when_the_only_copy_is_still_out_the_next_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_numbered(1), next_weekend()
    late_id = hand_over(scene)
    next_id = agree(scene, 1, Period(weekend.ends_at + HOUR, weekend.ends_at + DAY))
    name(scene, next_id, *named(late_id))
    set_clock(monkeypatch, weekend.ends_at + 2 * HOUR)
    assert endangered(scene) == [(next_id, 1)]

    loans.hand_over(scene.manager, next_id)

    assert named(next_id) == []
    assert excesses() == [(1, "retard")]


def test_a_copy_that_comes_back_late_is_named_no_more_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, weekend = make_numbered(2), next_weekend()
    late_id = hand_over(scene)
    soon_id = agree(scene, 1, Period(weekend.ends_at + HOUR, weekend.ends_at + DAY))
    far_id = agree(scene, 1, next_weekend(6))
    for each in (soon_id, far_id):
        name(scene, each, *named(late_id))
    set_clock(monkeypatch, weekend.ends_at + 2 * HOUR)

    loans.take_back(scene.manager, late_id)

    assert (named(soon_id), named(far_id)) == ([], named(late_id))
    assert (clashes(), excesses()) == ([], [])
