"""Whether there is enough for promises, each seeing what those before it take."""

from typing import Any

import pytest

from booking.db import db
from booking.intake import Outcome
from booking.models.catalogue import Companion, KitPart
from booking.queries import promised_stock
from booking.rules.promises import Row
from booking.vocabulary import Tracking
from tests.factories import Scene, keep, make_item, make_scene, next_weekend, take

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing and its 40 chairs."""
    return make_scene()


def row(number: int, item: Any, quantity: int, **more: Any) -> Row:
    return Row(number, {}, item.id, quantity, 1, next_weekend(), **more)


def fit(scene: Scene, items: list[Any], rows: list[Row], before: list[Row] | None = None) -> None:
    promised_stock.fit(scene.manager, rows, before or [], {item.id: item for item in items})


def test_each_line_sees_what_is_held_and_what_those_before_it_take(scene: Scene) -> None:
    take(scene.stock, 5, next_weekend())
    rows = [row(rank, scene.chairs, 20) for rank in range(2)]

    fit(scene, [scene.chairs], rows)

    assert [each.outcome for each in rows] == [Outcome.CREATE, Outcome.SHORT]
    assert rows[1].problems[0].facts == {"wanted": 20, "free": 15, "name": "Chaise pliante"}


def test_lines_of_an_earlier_step_take_theirs_and_those_entered_do_not_twice(scene: Scene) -> None:
    first, second = row(1, scene.chairs, 30), row(2, scene.chairs, 30)
    fit(scene, [scene.chairs], [first])

    fit(scene, [scene.chairs], [second], [first])
    assert second.outcome is Outcome.SHORT

    again = row(2, scene.chairs, 30)
    first.outcome = Outcome.DONE
    fit(scene, [scene.chairs], [again], [first])
    assert again.outcome is Outcome.CREATE


def test_a_reason_takes_more_than_is_free(scene: Scene) -> None:
    mine = row(1, scene.chairs, 50, despite="Promis.")

    fit(scene, [scene.chairs], [mine])

    assert (mine.outcome, mine.takes[0][2]) == (Outcome.CREATE, 50)


def test_a_kit_counts_by_its_parts(scene: Scene) -> None:
    kit = make_item(scene.pool, 0, reference="KIT", name="Fête", tracking=Tracking.KIT)
    keep(KitPart(kit_id=kit.id, item_id=scene.chairs.id, quantity=20))
    db.session.refresh(kit)
    rows = [row(1, kit, 2), row(2, kit, 1)]

    fit(scene, [kit], rows)

    assert [each.outcome for each in rows] == [Outcome.CREATE, Outcome.SHORT]


def test_who_goes_along_counts_once_when_named_apart(scene: Scene) -> None:
    pilot = make_item(scene.pool, 1, reference="PIL", name="Télépilote")
    drone = make_item(scene.pool, 2, reference="DRO", name="Drone")
    keep(Companion(item_id=drone.id, companion_id=pilot.id))
    db.session.refresh(drone)
    rows = [row(1, drone, 1), row(2, pilot, 1)]

    fit(scene, [drone, pilot], rows)

    assert [each.outcome for each in rows] == [Outcome.CREATE, Outcome.CREATE]
