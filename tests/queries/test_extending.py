"""What one must know to keep things longer: the next return, until when they are free."""

from datetime import timedelta

import pytest

from booking.period import Period
from booking.queries import extending
from tests.factories import make_scene, next_weekend
from tests.usecases.tending import DAY, agree, hand_over

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def test_things_are_free_until_others_need_them_less_their_preparation() -> None:
    scene, end = make_scene(40, preparation_after_hours=2), next_weekend().ends_at
    loan_id = hand_over(scene, 30)
    assert extending.show(scene.secretary, loan_id).free_until is None
    agree(scene, 5, Period(end + DAY, end + 2 * DAY))
    assert extending.show(scene.secretary, loan_id).free_until is None

    agree(scene, 20, Period(end + 3 * DAY, end + 4 * DAY))

    assert extending.show(scene.secretary, loan_id).free_until == end + 3 * DAY - 2 * HOUR


def test_without_hours_the_same_hour_of_the_next_day_is_proposed() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 10)

    found = extending.show(scene.secretary, loan_id)

    assert found.proposed == end + DAY
    assert found.awaited.things == ((10, scene.chairs.name),)
