"""Pools in the actor's view, and what everybody may read of those that publish."""

import pytest

from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Item, Pool
from booking.models.organizations import Contact
from booking.queries import pools
from booking.vocabulary import STAFF, ContactFunction, LifeStage, OrganizationKind, Role
from tests.factories import (
    add_stock,
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


def published(**facts: object) -> Pool:
    """Make a pool with a public address, two chairs and somebody who mounts them."""
    scene = make_scene(2)
    chairs = add_stock(scene.chairs, 3)
    chairs.depot.address = "Derrière l’église"
    pilot = make_item(scene.pool, 1, name="Monteur", family=STAFF)
    pool = scene.pool
    pool.slug = "parc-de-maing"
    for name, value in facts.items():
        setattr(pool, name, value)
    keep(pool, chairs.depot, pilot)
    return pool


def test_everybody_reads_what_a_published_pool_lends() -> None:
    published()

    found = pools.published("parc-de-maing")

    (thing,) = found.things
    assert (thing.name, thing.quantity, thing.communes) == ("Chaise pliante", 5, ("Maing",))
    assert "église" not in str(found)


@pytest.mark.parametrize("slug", ["", "autre", "PARC-DE-MAING", "parc-de-maing\0"])
def test_another_address_leads_nowhere(slug: str) -> None:
    published()

    with pytest.raises(NotFound):
        pools.published(slug.replace("\0", "%"))


def test_a_hidden_pool_has_no_public_page() -> None:
    published(hidden=True)

    with pytest.raises(NotFound):
        pools.published("parc-de-maing")


def test_what_is_not_lent_is_not_published() -> None:
    published()
    for item in db.session.query(Item):
        item.stage = LifeStage.SUSPENDED
        keep(item)

    assert pools.published("parc-de-maing").things == ()
