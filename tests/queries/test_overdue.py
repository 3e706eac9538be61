"""What is late of each thing, and which reservations to come wait for it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.period import Period
from booking.queries import overdue, reservations
from booking.usecases import loans
from tests.factories import make_scene, next_weekend, set_clock
from tests.queries.counting import counting
from tests.usecases.tending import DAY, agree, hand_over

pytestmark = pytest.mark.usefixtures("base")


def test_what_is_late_is_told_by_item_in_one_statement(
    base: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, end = make_scene(40, preparation_after_hours=48), next_weekend().ends_at
    loan_id = hand_over(scene, 10)
    hand_over(scene, 5)
    coming = agree(scene, 3, Period(end + 9 * DAY, end + 10 * DAY))
    asked = [scene.chairs.id]
    grace = timedelta(hours=scene.pool.late_grace_hours + 48)
    assert overdue.of_items(scene.secretary, asked) == {}
    set_clock(monkeypatch, end + DAY)

    with counting(base) as statements:
        found = overdue.of_items(scene.secretary, asked)[scene.chairs.id]

    assert len(statements) == 1
    assert (found.quantity, found.loans, found.since) == (15, 2, end)
    assert found.until == clock.now() + grace
    parts = reservations.of_borrower(scene.secretary)
    assert overdue.waited_for(scene.secretary, parts) == {coming: (found,)}

    loans.take_back(scene.manager, loan_id)
    assert overdue.of_items(scene.secretary, asked)[scene.chairs.id].quantity == 5


def test_nothing_is_read_for_nothing(base: Connection) -> None:
    scene = make_scene(40)

    with counting(base) as statements:
        assert overdue.waited_for(scene.secretary, []) == {}

    assert statements == []
