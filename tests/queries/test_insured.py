"""Which loans to come no certificate covers."""

from datetime import timedelta

import pytest

from booking import clock
from booking.models.reservations import Reservation
from booking.queries import insured
from booking.usecases import reservations
from tests.factories import LONG_AGO, ask, insure, keep, make_scene, next_weekend, row

pytestmark = pytest.mark.usefixtures("base")


def near(days: int) -> Reservation:
    """Agree on a loan that begins in so many days."""
    scene = make_scene()
    (loan,) = ask(scene.secretary, (scene.chairs, 1), period=next_weekend(4))
    reservations.approve(scene.manager, loan)
    mine = row(loan)
    shift = clock.now() + timedelta(days=days) - mine.starts_at
    mine.starts_at, mine.ends_at = mine.starts_at + shift, mine.ends_at + shift
    keep(mine)
    return mine


@pytest.mark.parametrize(("days", "due"), [(14, True), (16, False)])
def test_a_loan_is_due_for_a_reminder_within_fifteen_days(days: int, due: bool) -> None:
    mine = near(days)

    assert insured.due(mine, clock.now()) is due
    assert insured.to_remind(clock.now()) == ([mine.id] if due else [])


def test_a_certificate_that_covers_the_last_day_is_enough() -> None:
    mine = near(10)
    insure(mine.request.borrower, LONG_AGO, mine.ends_at.date() + timedelta(days=1))

    assert not insured.due(mine, clock.now())
    assert insured.to_remind(clock.now()) == []


def test_nobody_was_told_before_a_reminder_is_written() -> None:
    mine = near(10)

    assert not insured.was_told(mine.id)
