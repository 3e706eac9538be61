"""What each stock has and what is taken of it, lateness included."""

from datetime import timedelta

import pytest

from booking.period import Period
from booking.queries.availability import Reading, supplies
from booking.rules.availability import Claim, Supply
from booking.usecases import loans, reservations
from tests.factories import (
    Scene,
    add_stock,
    ask,
    make_item,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def supply(scene: Scene, period: Period, **options: Reading) -> Supply:
    """Return what the only depot of the chairs has."""
    (found,) = supplies(scene.territory.id, [scene.chairs.id], period, **options)[scene.chairs.id]
    return found


def leave(scene: Scene, monkeypatch: pytest.MonkeyPatch, quantity: int = 4) -> int:
    """Let some chairs leave on time."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity))
    reservations.approve(scene.manager, asked_id)
    set_clock(monkeypatch, row(asked_id).starts_at)
    loans.hand_over(scene.manager, asked_id)
    return asked_id


def test_every_depot_is_read_and_an_item_without_one_has_none() -> None:
    scene = make_scene(40)
    second = add_stock(scene.chairs, 7)
    nothing = make_item(scene.pool, 1)

    found = supplies(scene.territory.id, [scene.chairs.id, nothing.id, 0], next_weekend())

    assert [stock.free(next_weekend()) for stock in found[scene.chairs.id]] == [40, 7]
    assert found[scene.chairs.id][1].stock_id == second.id
    assert found[0] == []


def test_only_what_touches_the_period_is_read() -> None:
    scene = make_scene(40)
    weekend = next_weekend()
    take(scene.stock, 3, weekend)
    take(scene.stock, 5, Period(weekend.ends_at, weekend.ends_at + HOUR))

    assert supply(scene, weekend).claims == (Claim(weekend, 3),)


def test_some_holds_may_be_passed_over() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 30))
    mine = [hold.id for line in row(asked_id).lines for hold in line.holds]
    ask(scene.secretary, (scene.chairs, 4))
    take(scene.stock, 3, next_weekend())

    group = supplies(scene.territory.id, [scene.chairs.id], next_weekend(), mine)

    assert group[scene.chairs.id][0].free(next_weekend()) == 33


@pytest.mark.parametrize("hours_late", [1, 23, 500])
def test_what_is_still_out_is_taken_until_the_grace_and_its_preparation(
    monkeypatch: pytest.MonkeyPatch, hours_late: int
) -> None:
    scene = make_scene(40, preparation_after_hours=2)
    asked_id = leave(scene, monkeypatch)
    planned = row(asked_id).ends_at
    now = planned + hours_late * HOUR
    set_clock(monkeypatch, now)
    free_again = now + 24 * HOUR + 2 * HOUR

    assert (
        supply(scene, Period(free_again - HOUR, free_again)).free(
            Period(free_again - HOUR, free_again)
        )
        == 36
    )
    after = Period(free_again, free_again + HOUR)
    assert supply(scene, after).free(after) == 40


@pytest.mark.parametrize("hours_before", [50, 24, 1, 0])
def test_before_its_end_nothing_is_late(monkeypatch: pytest.MonkeyPatch, hours_before: int) -> None:
    scene = make_scene(40, preparation_after_hours=2)
    asked_id = leave(scene, monkeypatch)
    ready = row(asked_id).ends_at + 2 * HOUR
    set_clock(monkeypatch, row(asked_id).ends_at - hours_before * HOUR)

    assert supply(scene, Period(ready, ready + HOUR)).free(Period(ready, ready + HOUR)) == 40


def test_as_planned_forgets_lateness(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40, preparation_after_hours=2)
    asked_id = leave(scene, monkeypatch)
    mine = row(asked_id)
    set_clock(monkeypatch, mine.ends_at + 100 * HOUR)

    planned = supply(scene, mine.period, reading=Reading.PLANNED)

    assert planned.claims == (Claim(Period(mine.starts_at, mine.ends_at + 2 * HOUR), 4),)


def test_what_came_back_late_is_as_planned_no_longer_than_agreed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40, preparation_after_hours=2)
    asked_id = leave(scene, monkeypatch)
    mine = row(asked_id)
    back = mine.ends_at + 100 * HOUR
    set_clock(monkeypatch, back)
    loans.take_back(scene.manager, asked_id)

    assert supply(scene, Period(back, back + HOUR)).claims == (
        Claim(Period(mine.starts_at, back + 2 * HOUR), 4),
    )
    planned = supply(scene, mine.period, reading=Reading.PLANNED)
    assert planned.claims == (Claim(Period(mine.starts_at, mine.ends_at + 2 * HOUR), 4),)


def test_another_territory_counts_for_nothing() -> None:
    scene, abroad = make_scene(40), make_scene(40)
    take(abroad.stock, 30, next_weekend())

    assert supply(scene, next_weekend()).free(next_weekend()) == 40
