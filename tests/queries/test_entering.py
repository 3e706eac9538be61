"""In whose name a manager may enter a request."""

import pytest

from booking.queries import entering
from booking.vocabulary import Role
from tests.factories import (
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
)

pytestmark = pytest.mark.usefixtures("base")


def test_those_to_whom_every_pool_lends_are_offered() -> None:
    scene = make_scene()
    make_commune(scene.territory, "Valenciennes", population=43_000)
    artres = make_commune(scene.territory, "Artres")

    found = entering.borrowers(scene.manager, [scene.chairs.reference], next_weekend())

    assert [each.name for each in found] == ["Artres", "Quérénaing"]
    assert found[0].id == artres.id


def test_what_was_chosen_before_stays_whatever_it_is() -> None:
    scene = make_scene()
    large = make_commune(scene.territory, "Valenciennes", population=43_000)

    found = entering.borrowers(scene.manager, [scene.chairs.reference], None, str(large.id))

    assert "Valenciennes" in [each.name for each in found]


def test_nobody_is_offered_to_who_does_not_manage_all_of_it() -> None:
    scene = make_scene()
    mats = make_item(make_pool(make_commune(scene.territory, "Artres")), 9, name="Tatami")
    both = [scene.chairs.reference, mats.reference]

    assert entering.borrowers(scene.manager, both, None) == []
    assert entering.borrowers(scene.secretary, both[:1], None) == []
    assert entering.borrowers(make_actor(scene.maing, Role.TECHNICIAN), both[:1], None) == []
    assert entering.borrowers(scene.manager, [], None) == []


def test_a_manager_enters_for_its_own_pools_alone() -> None:
    scene = make_scene()

    assert entering.pools(scene.manager) == {scene.pool.id}
    assert entering.pools(scene.secretary) == frozenset()
    assert entering.may_enter(scene.manager, scene.pool)
    assert not entering.may_enter(scene.secretary, scene.pool)


def test_whether_somebody_will_read_it_is_known() -> None:
    scene = make_scene()

    assert entering.has_secretary(scene.querenaing.id)
    assert not entering.has_secretary(scene.maing.id)


def test_a_choice_of_several_managers_is_mixed() -> None:
    scene = make_scene()
    mats = make_item(make_pool(make_commune(scene.territory, "Artres")), 9, name="Tatami")
    chairs = scene.chairs.reference

    assert entering.is_mixed(scene.manager, [chairs, mats.reference])
    assert not entering.is_mixed(scene.manager, [chairs])
    assert not entering.is_mixed(scene.manager, [mats.reference])
    assert not entering.is_mixed(scene.secretary, [chairs, mats.reference])
