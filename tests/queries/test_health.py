"""Whether holds still add up."""

from datetime import timedelta

import pytest

from booking.period import Period
from booking.queries import health
from booking.usecases import loans, reservations
from tests.factories import (
    ask,
    lose,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def test_what_the_engine_wrote_adds_up() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    ask(scene.secretary, (scene.chairs, 40))
    ask(scene.secretary, (scene.chairs, 40), period=next_weekend(6))

    health.ping()
    assert health.excesses() == []


def test_what_was_written_behind_its_back_is_unexplained() -> None:
    scene = make_scene(40)
    ask(scene.secretary, (scene.chairs, 38))
    take(scene.stock, 5, next_weekend())

    (excess,) = health.excesses()

    assert (excess.item, excess.at, excess.missing, excess.cause) == (
        scene.chairs.reference,
        next_weekend().starts_at,
        3,
        "",
    )
    assert excess.sentence.startswith(f"{scene.chairs.reference}, Maing – dépôt")
    assert excess.sentence.endswith("UTC : 3 de trop")


def test_a_stock_lowered_under_what_was_promised_is_told() -> None:
    scene = make_scene(40)
    ask(scene.secretary, (scene.chairs, 40))
    lose(scene.stock, 1)

    assert [excess.missing for excess in health.excesses()] == [1]


@pytest.mark.parametrize("returned", [False, True], ids=["still out", "back too late"])
def test_what_only_lateness_takes_too_much_is_explained_by_it(
    monkeypatch: pytest.MonkeyPatch, returned: bool
) -> None:
    scene = make_scene(40)
    (late_id,) = ask(scene.secretary, (scene.chairs, 30))
    reservations.approve(scene.manager, late_id)
    end = row(late_id).ends_at
    ask(scene.secretary, (scene.chairs, 20), period=Period(end + HOUR, end + 9 * HOUR))
    set_clock(monkeypatch, row(late_id).starts_at)
    loans.hand_over(scene.manager, late_id)
    assert health.excesses() == []

    set_clock(monkeypatch, end + 5 * HOUR)
    if returned:
        loans.take_back(scene.manager, late_id)

    (excess,) = health.excesses()
    assert (excess.missing, excess.cause) == (10, "retard")
    assert excess.sentence.endswith("10 de trop (retard)")


def test_lateness_explains_nothing_that_was_wrong_before(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    (late_id,) = ask(scene.secretary, (scene.chairs, 30))
    reservations.approve(scene.manager, late_id)
    end = row(late_id).ends_at
    set_clock(monkeypatch, row(late_id).starts_at)
    loans.hand_over(scene.manager, late_id)
    set_clock(monkeypatch, end + 5 * HOUR)
    take(scene.stock, 41, Period(end + 100 * HOUR, end + 101 * HOUR))

    assert [(excess.missing, excess.cause) for excess in health.excesses()] == [(1, "")]
