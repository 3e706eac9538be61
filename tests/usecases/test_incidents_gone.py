"""What is missing or stolen is lent no more, without anyone having to say so."""

from typing import Any

import pytest

from booking.handling import IncidentKind
from tests.factories import Scene, make_scene
from tests.usecases.tending import free, hand_over
from tests.usecases.wrecking import incident, wreck

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, ten chairs and Quérénaing."""
    return make_scene(10)


@pytest.mark.parametrize(
    ("kind", "told", "free_then"),
    [
        (IncidentKind.MISSING, None, 8),
        (IncidentKind.THEFT, None, 8),
        (IncidentKind.MISSING, False, 10),
        (IncidentKind.DAMAGE, None, 10),
    ],
)
def test_what_nobody_has_any_more_is_lent_no_more_unless_one_says_so(
    scene: Scene, kind: IncidentKind, told: bool | None, free_then: int
) -> None:
    wreck(scene, kind=kind, out_of_service=told)

    assert free(scene.chairs) == free_then


def test_what_is_missing_of_a_loan_is_awaited_from_its_return(scene: Scene) -> None:
    mine = hand_over(scene, 4)

    made = incident(wreck(scene, kind=IncidentKind.MISSING, reservation=mine))

    assert (made.hold_id, made.on_return) == (None, False)
