"""What a calendar may be about, and whether its reader may know of it."""

import pytest

from booking.dealings import FeedScope
from booking.errors import NotFound
from booking.queries import scopes
from booking.queries.scopes import Subject
from tests.factories import keep, make_scene
from tests.usecases.tending import make_numbered

pytestmark = pytest.mark.usefixtures("base")


def test_an_item_is_named_by_its_reference_or_its_id() -> None:
    scene = make_scene()

    for name in (scene.chairs.reference, str(scene.chairs.id)):
        found = scopes.find(scene.secretary, FeedScope.ITEM, name)
        assert found == Subject(FeedScope.ITEM, scene.chairs.id)
        assert scopes.title(scene.secretary, found) == scene.chairs.name


@pytest.mark.parametrize("scope", [FeedScope.UNIT, FeedScope.POOL, FeedScope.DEPOT])
@pytest.mark.parametrize("name", ["", "x", "9" * 40, "-1", "²"])
def test_what_names_nothing_is_not_found(scope: FeedScope, name: str) -> None:
    with pytest.raises(NotFound):
        scopes.find(make_scene().secretary, scope, name)


def test_a_pool_hidden_from_the_reader_is_out_of_view() -> None:
    scene = make_scene()
    about = [
        scopes.find(scene.secretary, FeedScope.POOL, str(scene.pool.id)),
        scopes.find(scene.secretary, FeedScope.ITEM, str(scene.chairs.id)),
    ]
    scene.pool.hidden = True
    keep(scene.pool)

    for subject in about:
        assert scopes.in_view(scene.manager, subject)
        assert not scopes.in_view(scene.secretary, subject)
    assert f"pool-{scene.pool.id}" not in dict(scopes.choices(scene.secretary))
    assert f"pool-{scene.pool.id}" in dict(scopes.choices(scene.manager))


def test_one_chooses_among_what_one_knows_the_thing_one_comes_from_first() -> None:
    scene = make_numbered(2)
    units = [f"unit-{unit.id}" for unit in scene.stock.units]

    found = dict(scopes.choices(scene.secretary, f"item-{scene.chairs.id}"))

    assert list(found)[: len(units) + 3] == [f"item-{scene.chairs.id}", *units, "me", "commune"]
    assert found == dict(scopes.choices(scene.secretary, units[1]))
    assert list(found)[-1] == "territory"
    assert f"depot-{scene.stock.depot_id}" in found
    for value in found:
        scope, _, thing = value.partition("-")
        assert scopes.find(scene.secretary, FeedScope(scope), thing)


def test_the_calendars_of_one_town_hall_have_names_apart() -> None:
    scene = make_scene()
    wholes = (FeedScope.ME, FeedScope.COMMUNE, FeedScope.TERRITORY)

    names = {scopes.title(scene.secretary, Subject(each)) for each in wholes}

    assert len(names) == 3
    assert all(each.endswith("Quérénaing") for each in names)
