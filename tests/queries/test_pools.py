"""Pools in the actor's view."""

import pytest

from booking.models.organizations import Contact
from booking.queries import pools
from booking.vocabulary import ContactFunction, LifeStage, OrganizationKind, Role
from tests.factories import (
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    make_territory,
)

pytestmark = pytest.mark.usefixtures("base")


def test_ones_own_pools_come_first_then_those_that_are_open() -> None:
    scene = make_scene()
    large = make_pool(scene.querenaing, name="Aux petites", below_population=100)
    last = make_pool(scene.maing, name="Zone libre", below_population=None)
    make_pool(make_commune(make_territory(), "Rouvray"))

    found = pools.index(scene.manager)

    assert [each.id for each in found] == [scene.pool.id, last.id, large.id]
    assert [bool(each.refused) for each in found] == [False, False, True]
    assert found[0].mine


def test_a_pool_counts_what_it_lends() -> None:
    scene = make_scene()
    make_item(scene.pool, 1, name="Vieille tente", stage=LifeStage.RETIRED)
    make_item(scene.pool, 1, name="Podium", family="Voirie")

    page = pools.page(scene.manager, scene.pool.id)

    assert page.pool.things == 2
    assert page.families == (("Voirie", 1), ("Événementiel", 1))


def test_whom_to_call_is_who_is_named_for_equipment_else_the_house() -> None:
    scene = make_scene()
    assert pools.page(scene.secretary, scene.pool.id).contacts == ()
    scene.maing.phone = "03 00 00 00 00"
    keep(scene.maing)
    assert [each.name for each in pools.page(scene.secretary, scene.pool.id).contacts] == ["Maing"]

    facts = {"territory_id": scene.territory.id, "organization_id": scene.maing.id}
    for name, function, substitute in (
        ("Accueil", ContactFunction.MANAGEMENT, False),
        ("Remplaçant", ContactFunction.EQUIPMENT, True),
        ("Atelier", ContactFunction.EQUIPMENT, False),
    ):
        keep(Contact(**facts, name=name, function=function, substitute=substitute))

    contacts = pools.page(scene.secretary, scene.pool.id).contacts
    assert [each.name for each in contacts] == ["Atelier", "Remplaçant"]


def test_only_its_manager_edits_and_only_owners_fill() -> None:
    scene = make_scene()
    lent = make_item(scene.pool, 1, name="Tente", owner=scene.querenaing)
    other = make_pool(scene.maing)
    owner = make_actor(scene.querenaing, Role.MANAGER)

    page = pools.page(owner, other.id)

    assert [each for each, _ in page.fillable] == [lent.id]
    assert not page.may_edit
    assert pools.page(scene.manager, other.id).may_edit
    assert pools.page(scene.secretary, other.id).fillable == ()
    assert pools.page(owner, scene.pool.id).fillable == ()


def test_neighbours_are_the_other_communes() -> None:
    scene = make_scene()
    make_commune(scene.territory, "Artres")
    make_commune(scene.territory, "Club", kind=OrganizationKind.ASSOCIATION)

    assert [name for _, name in pools.neighbours(scene.manager)] == ["Artres", "Quérénaing"]
