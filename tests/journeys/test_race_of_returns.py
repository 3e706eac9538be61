"""Two phones at the counter that take the same things back at the same moment."""

from functools import partial

import pytest
from flask import Flask

from booking import clock
from booking.db import db
from booking.errors import WrongMoment
from booking.models.loans import Passage
from booking.queries import health
from booking.queries import loans as readings
from booking.rules.passages import Counted, Passing
from booking.usecases import loans
from booking.vocabulary import Status
from tests.factories import count_rows, make_scene, row, set_clock
from tests.journeys.test_race import house, refusals, together
from tests.usecases.returns import HOUR, free_now, out

__all__ = ["house"]


def tallied(reservation_id: int) -> tuple[int, int]:
    """Return how many left and how many are back."""
    db.session.expire_all()
    (found,) = readings.tally(readings.of_reservation(reservation_id)).values()
    return found.out, found.back


def test_two_phones_take_the_same_loan_back_once(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(40)
    mine, _ = out(scene, 10, monkeypatch)

    answers = together(house, [partial(loans.take_back, scene.manager, mine)] * 2)

    assert refusals(answers) == {WrongMoment: 1}
    assert (tallied(mine), row(mine).status) == ((10, 10), Status.RETURNED)
    assert count_rows(Passage) == 2, "one out, one back"
    set_clock(monkeypatch, clock.now() + 100 * HOUR)
    assert free_now(scene) == 40
    assert health.excesses() == []


@pytest.mark.parametrize("quantity", [4, 6], ids=["both would fit", "only one fits"])
def test_one_partial_return_sent_twice_at_once_counts_once(
    house: Flask, monkeypatch: pytest.MonkeyPatch, quantity: int
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 10, monkeypatch)
    some = Passing((Counted(line, quantity, damaged=1),))

    answers = together(
        house, [partial(loans.take_back, scene.manager, mine, some, key="retour")] * 2
    )

    assert answers == [mine, mine]
    assert (tallied(mine), row(mine).status) == ((10, quantity), Status.OUT)
    assert count_rows(Passage) == 2
    set_clock(monkeypatch, clock.now() + 100 * HOUR)
    assert free_now(scene) == 30 + quantity - 1, "but what is damaged"
    assert health.excesses() == []


def test_two_partial_returns_at_once_never_take_back_more_than_is_out(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 10, monkeypatch)
    some = Passing((Counted(line, 6),))

    answers = together(
        house,
        [partial(loans.take_back, scene.manager, mine, some, key=key) for key in ("un", "deux")],
    )

    assert [each.code for each in answers if not isinstance(each, int)] == ["more_back_than_out"]
    assert (tallied(mine), count_rows(Passage)) == ((10, 6), 2)
    assert health.excesses() == []
