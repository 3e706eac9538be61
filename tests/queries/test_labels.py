"""What may be labelled, and by whom."""

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Pool
from booking.queries import labels
from booking.rules.asking import Moved
from booking.usecases import stocks
from booking.vocabulary import Movement, Role, Tracking
from tests.factories import Scene, make_actor, make_commune, make_item, make_scene
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def numbered(scene: Scene, count: int) -> list[str]:
    """Give the scene tents with numbers; return them."""
    tent = make_item(scene.pool, 0, name="Tente", reference="TEN", tracking=Tracking.NUMBERED)
    depot = tent.stocks[0].depot.name
    stocks.move(scene.manager, Moved("TEN", depot, Movement.PURCHASE, count))
    return [thing.reference for thing in labels.things(scene.manager) if thing.unit_id]


def test_each_copy_has_its_label_and_what_is_counted_has_one() -> None:
    scene = make_scene()
    assert len(numbered(scene, 3)) == 3

    references = [thing.reference for thing in labels.things(scene.manager)]

    assert scene.chairs.reference in references
    assert len(references) == 4


@pytest.mark.parametrize(
    ("place", "role", "seen"),
    [
        ("maing", Role.MANAGER, True),
        ("maing", Role.TECHNICIAN, True),
        ("maing", Role.SECRETARY, False),
        ("querenaing", Role.MANAGER, False),
        ("querenaing", Role.TECHNICIAN, False),
    ],
)
def test_labels_are_for_who_keeps_or_manages(place: str, role: Role, seen: bool) -> None:
    scene = make_scene()
    actor = make_actor(getattr(scene, place), role)

    assert bool(labels.things(actor)) is seen


def test_a_depot_and_a_family_narrow_the_list() -> None:
    scene = make_scene()
    make_item(scene.pool, 2, family="Sport")

    assert len(labels.things(scene.manager, family="Sport")) == 1
    assert len(labels.things(scene.manager, scene.stock.depot_id)) == 1
    assert labels.things(scene.manager, 0) == []


def test_a_scanned_copy_leads_to_its_item_in_view_only() -> None:
    scene, abroad = make_scene(), make_scene()
    numbered(scene, 1)
    (thing,) = [each for each in labels.things(scene.manager) if each.unit_id]
    assert thing.unit_id

    assert labels.item_of(scene.secretary, thing.unit_id) == thing.item_id
    with pytest.raises(NotFound):
        labels.item_of(abroad.secretary, thing.unit_id)
    with pytest.raises(NotFound):
        labels.item_of(make_actor(make_commune(scene.territory, "Artres")), 0)


def test_a_longer_list_asks_no_more_of_the_database(base: Connection) -> None:
    scene = make_scene()
    who, pool_id = scene.manager, scene.pool.id

    def count() -> int:
        with counting(base) as asked:
            labels.things(who)
        return len(asked)

    few = count()
    pool = db.session.get_one(Pool, pool_id)
    for _ in range(3):
        make_item(pool, 2)

    assert count() == few
