"""What an organization owns or manages, as it lists it."""

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.errors import NotAllowed, NotFound
from booking.models.catalogue import Pool, Share
from booking.queries import catalogue, items
from booking.vocabulary import Lack, LifeStage, Role
from tests.factories import (
    add_stock,
    keep,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def test_one_lists_what_one_owns_shares_or_manages_at_every_stage() -> None:
    scene = make_scene(40, description="Pliante.", contact="Atelier")
    artres = make_commune(scene.territory, "Artres")
    theirs = make_pool(artres)
    owned = make_item(theirs, 2, name="Bétonnière", family="Bâtiments", owner=scene.maing)
    shared = make_item(theirs, 1, name="Broyeur", family="Espaces verts")
    half = {"item_id": shared.id, "numerator": 1, "denominator": 2}
    keep(*(Share(organization_id=each.id, **half) for each in (artres, scene.maing)))
    make_item(theirs, 1, name="À Artres seule")
    scene.chairs.stage = LifeStage.RETIRED
    keep(scene.chairs)

    found = items.mine(scene.manager)

    assert [(each.id, each.may_edit) for each in found] == [
        (owned.id, True),
        (shared.id, False),
        (scene.chairs.id, True),
    ]
    assert [each.lacks for each in found] == [(Lack.CONTACT, Lack.DESCRIPTION)] * 2 + [()]
    assert found[2].stage is LifeStage.RETIRED


def test_quantities_are_those_in_service_now() -> None:
    scene = make_scene(40)
    add_stock(scene.chairs, 10)
    lose(scene.stock, 3)

    (mine,) = items.mine(scene.manager)

    assert mine.quantity == 47


def test_the_list_is_for_those_who_keep_it() -> None:
    scene = make_scene()

    for role in (Role.SECRETARY, Role.ADMINISTRATOR):
        assert len(items.mine(make_actor(scene.maing, role))) == 1
    for role in (Role.TECHNICIAN, Role.ELECTED, Role.OBSERVER):
        with pytest.raises(NotAllowed):
            items.mine(make_actor(scene.maing, role))
    assert items.mine(scene.secretary) == []
    assert (items.has_some(scene.secretary), items.has_some(scene.manager)) == (False, True)


def test_a_longer_list_asks_no_more_questions(base: Connection) -> None:
    scene = make_scene()
    pool_id = scene.pool.id
    with counting(base) as few:
        items.mine(scene.manager)
    pool = db.session.get_one(Pool, pool_id)
    for _ in range(5):
        make_item(pool, 2)

    with counting(base) as many:
        assert len(items.mine(scene.manager)) == 6

    assert len(many) == len(few)


def test_a_sheet_is_for_those_who_may_change_it() -> None:
    scene = make_scene()

    assert items.show(scene.manager, scene.chairs.id).in_stock == 40
    with pytest.raises(NotAllowed):
        items.show(scene.secretary, scene.chairs.id)
    with pytest.raises(NotFound):
        items.show(make_scene().manager, scene.chairs.id)


def test_what_a_thing_cost_is_for_its_owners_and_its_manager() -> None:
    scene = make_scene(purchase_cents=9_900)
    artres = make_commune(scene.territory, "Artres")
    neighbour = make_actor(artres, Role.ELECTED)

    assert catalogue.show(scene.manager, scene.chairs.id).purchase_cents == 9_900
    assert catalogue.show(scene.secretary, scene.chairs.id).purchase_cents is None
    assert catalogue.show(neighbour, scene.chairs.id).purchase_cents is None
    part = {"item_id": scene.chairs.id, "numerator": 1, "denominator": 1}
    keep(Share(organization_id=artres.id, **part))
    assert catalogue.show(neighbour, scene.chairs.id).purchase_cents == 9_900


def test_one_puts_things_into_pools_one_manages_or_owns_into() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    theirs = make_pool(artres)
    make_pool(scene.querenaing)

    assert items.pools(scene.manager) == [(scene.pool.id, scene.pool.name)]
    assert not items.may_add(make_actor(artres, Role.TECHNICIAN))
    assert items.may_add(make_actor(artres, Role.MANAGER))
    make_item(theirs, 1, owner=scene.maing)
    assert {each for each, _ in items.pools(scene.manager)} == {scene.pool.id, theirs.id}


def test_families_are_the_usual_ones_then_ones_own() -> None:
    scene = make_scene(family="Cuisine")

    found = items.families(scene.manager)

    assert (found[0], found[-1]) == ("Événementiel", "Cuisine")
