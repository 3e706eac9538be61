"""What is promised and goes nevertheless: refused with names, or done with a reason."""

from typing import Any

import pytest

from booking import clock
from booking.errors import StockPromised
from booking.models.catalogue import StockMovement
from booking.usecases import reservations
from tests.factories import Scene, ask, count_rows, holds_of, make_scene, next_weekend, row
from tests.usecases.tending import (
    DAY,
    agree,
    clashes,
    endangered,
    excesses,
    free,
    hand_over,
    make_numbered,
    move,
    numbers,
    promised,
)

pytestmark = pytest.mark.usefixtures("base")


def lower(scene: Scene, **facts: Any) -> None:
    """Make one less of the chairs, whichever way they are counted."""
    move(scene, -1, units=tuple(numbers(scene)[:1]), **facts)


@pytest.mark.parametrize("make", [make_scene, make_numbered], ids=["bulk", "numbered"])
def test_what_is_promised_does_not_go_unless_there_is_a_reason(make: Any) -> None:
    scene = make(2)
    agreed_id = agree(scene, 2)
    held = holds_of(agreed_id)
    moved = count_rows(StockMovement)

    with pytest.raises(StockPromised) as refusal:
        lower(scene)

    assert (refusal.value.facts["missing"], promised(refusal.value)) == (1, [(agreed_id, 1)])
    assert (free(scene.chairs, next_weekend(9)), holds_of(agreed_id)) == (2, held)
    assert (count_rows(StockMovement), excesses()) == (moved, [])


@pytest.mark.parametrize("make", [make_scene, make_numbered], ids=["bulk", "numbered"])
def test_what_goes_although_promised_is_explained_until_it_is_settled(make: Any) -> None:
    scene = make(2)
    agreed_id = agree(scene, 2)

    lower(scene, despite="Volée à la salle.")

    assert excesses() == [(1, "perte : Volée à la salle.")]
    assert endangered(scene) == [(agreed_id, 1)]
    reservations.cancel(scene.manager, agreed_id, "Panne.")
    assert (excesses(), endangered(scene), clashes()) == ([], [], [])


def test_a_refusal_names_the_reservations_in_danger_and_no_other() -> None:
    scene = make_scene(40)
    (first,) = ask(scene.secretary, (scene.chairs, 30))
    second = agree(scene, 5)
    agree(scene, 30, next_weekend(6))
    before = hand_over(scene, 31, next_weekend(3))

    with pytest.raises(StockPromised) as refusal:
        move(scene, -10, at=row(before).ends_at)

    assert refusal.value.facts["missing"] == 5
    assert promised(refusal.value) == [(first, 5), (second, 5)]
    told: Any = refusal.value.facts["reservations"]
    assert (told[0]["borrower"], told[0]["item"]) == ("Quérénaing", scene.chairs.name)


def test_a_second_loss_says_only_what_it_adds() -> None:
    scene = make_scene(40)
    agree(scene, 38)
    move(scene, -2)
    move(scene, -3, despite="Cassées.")
    move(scene, -1, despite="Brûlée.", at=clock.now() + DAY)

    assert excesses() == [(4, "perte : Cassées., perte : Brûlée.")]
