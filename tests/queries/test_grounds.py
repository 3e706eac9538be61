"""The legal basis of a pool and of what is lent, judged against their parties."""

import pytest
from sqlalchemy import update

from booking.db import db
from booking.models.catalogue import Item, Pool, Share
from booking.models.organizations import Adhesion
from booking.queries import grounds, requirements
from booking.vocabulary import LegalBasis, OrganizationKind
from tests.factories import LONG_AGO, Scene, ask, keep, make_commune, make_item, make_scene

pytestmark = pytest.mark.usefixtures("base")


def codes(scene: Scene) -> dict[str, tuple[str, ...]]:
    """Return what is said of the pool, and of which things."""
    found = grounds.of_pool(scene.manager, db.session.get_one(Pool, scene.pool.id))
    return {each.verdict.code: each.items for each in found}


def set_basis(scene: Scene, basis: LegalBasis) -> None:
    db.session.execute(update(Pool).where(Pool.id == scene.pool.id).values(legal_basis=basis))
    db.session.commit()


def test_a_thing_follows_its_pool_unless_it_has_a_basis_of_its_own() -> None:
    scene = make_scene()
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    shared = {"owner": office, "name": "Podium"}
    make_item(scene.pool, 1, **shared)
    assert codes(scene) == {"ground": ("Chaise pliante",), "ground_owner_commune": ("Podium",)}

    basis = LegalBasis.SHARED_GOODS
    db.session.execute(update(Item).where(Item.name == "Podium").values(legal_basis=basis))
    db.session.commit()

    assert set(codes(scene)) == {"ground"}


def test_shared_goods_are_for_the_members_of_the_epci() -> None:
    scene = make_scene()
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    scene.chairs.owner_id = office.id
    keep(scene.chairs)
    set_basis(scene, LegalBasis.SHARED_GOODS)
    assert set(codes(scene)) == {"ground"}

    leaving = update(Adhesion).where(Adhesion.organization_id == scene.querenaing.id)
    db.session.execute(leaving.values(ends_on=LONG_AGO))
    db.session.commit()

    assert "ground_members" in codes(scene)


def test_only_who_may_borrow_counts() -> None:
    scene = make_scene()
    club = make_commune(scene.territory, "Club", kind=OrganizationKind.ASSOCIATION)
    set_basis(scene, LegalBasis.PAID_MEANS)
    assert set(codes(scene)) == {"ground"}

    kinds = ["commune", "association"]
    db.session.execute(update(Pool).where(Pool.id == scene.pool.id).values(kinds=kinds))
    db.session.commit()
    assert set(codes(scene)) == {"ground_borrower_public"}
    db.session.execute(update(Pool).where(Pool.id == scene.pool.id).values(by_list=True))
    db.session.commit()
    assert set(codes(scene)) == {"ground"}
    facts = {"organization_id": club.id, "territory_id": scene.territory.id}
    keep(Adhesion(pool_id=scene.pool.id, starts_on=LONG_AGO, **facts))
    assert set(codes(scene)) == {"ground_borrower_public"}


def test_co_owners_are_counted_by_their_shares() -> None:
    scene = make_scene()
    set_basis(scene, LegalBasis.CO_OWNERSHIP)
    assert set(codes(scene)) == {"ground_two_owners", "ground_between_owners"}

    for each in (scene.maing, scene.querenaing):
        half = {"numerator": 1, "denominator": 2}
        keep(Share(item_id=scene.chairs.id, organization_id=each.id, **half))

    assert set(codes(scene)) == {"ground"}


def test_an_empty_pool_is_not_judged() -> None:
    scene = make_scene()
    empty: Pool = keep(Pool(territory_id=scene.territory.id, manager=scene.maing, name="Vide"))

    assert grounds.of_pool(scene.manager, empty) == []


def test_the_manager_is_warned_on_a_request_and_may_go_on() -> None:
    scene = make_scene()
    set_basis(scene, LegalBasis.SHARED_GOODS)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))

    found = {each.code: each.level for each in requirements.verdicts(scene.manager, mine)}

    assert found["ground_owner_epci"] == "warn"
    assert "ground" not in found
