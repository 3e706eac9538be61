"""Opening a pool between neighbours, setting its terms, moving things between pools."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.accounts import Membership
from booking.models.catalogue import Item, KitPart, Pool
from booking.models.organizations import Adhesion
from booking.queries import pools as reads
from booking.rules.access import Actor
from booking.rules.asking import AskedPool, Conditions
from booking.usecases import asking, pools, reservations
from booking.vocabulary import LegalBasis, OrganizationKind, Role, Tracking
from tests.factories import (
    Scene,
    ask,
    asked,
    count_rows,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    make_territory,
)

pytestmark = pytest.mark.usefixtures("base")
NAME = "Entre voisins"
USUAL = Conditions(
    name="Parc commun",
    kinds=("commune",),
    by_list=False,
    for_associations=True,
    below_population=5_000,
    notice_days=2,
    answer_days=5,
    horizon_months=24,
    longest_days=30,
    late_grace_hours=24,
    others_horizon_days=None,
    quota_loans=None,
    quota_months=12,
    legal_basis=LegalBasis.FREE_LOAN,
    hidden=False,
    slug=None,
)


def opened(actor: Actor, scene: Scene, **facts: Any) -> Pool:
    """Open a pool for Maing, and return it."""
    given = {"name": NAME, "neighbours": (scene.maing.id,)} | facts
    return db.session.get_one(Pool, pools.open_pool(actor, AskedPool(**given)))


def pool_of(item: Item) -> int:
    """Return the pool an item is in, as stored."""
    db.session.refresh(item)
    return item.pool_id


def test_a_secretary_opens_a_pool_and_may_manage_it() -> None:
    scene = make_scene()

    pool = opened(scene.secretary, scene)

    assert (pool.manager_id, pool.by_list, pool.hidden) == (scene.querenaing.id, True, False)
    assert pool.legal_basis is LegalBasis.FREE_LOAN
    adherents = select(Adhesion.organization_id).filter_by(pool_id=pool.id)
    assert set(db.session.scalars(adherents)) == {scene.querenaing.id, scene.maing.id}
    roles = select(Membership).filter_by(user_id=scene.secretary.user_id, role=Role.MANAGER)
    (given,) = db.session.scalars(roles)
    assert (given.organization_id, given.ends_on) == (scene.querenaing.id, None)
    assert [each.act for each in journal.entries("pool", pool.id)] == ["make"]
    assert [each.act for each in journal.entries("user", scene.secretary.user_id)] == ["grant"]


def test_a_replacement_manages_no_longer_than_they_are_in_the_house() -> None:
    scene = make_scene()
    leaves = clock.today(scene.secretary.zone) + timedelta(days=20)
    (place,) = db.session.scalars(select(Membership).filter_by(user_id=scene.secretary.user_id))
    place.ends_on = leaves
    keep(place)

    opened(scene.secretary, scene)

    roles = select(Membership).filter_by(user_id=scene.secretary.user_id, role=Role.MANAGER)
    assert [each.ends_on for each in db.session.scalars(roles)] == [leaves]


def test_a_manager_stays_what_they_are() -> None:
    scene = make_scene()
    before = count_rows(Membership)

    opened(scene.manager, scene, neighbours=(scene.querenaing.id,))

    assert count_rows(Membership) == before


def test_the_chosen_may_borrow_and_the_others_may_not() -> None:
    scene = make_scene()
    artres = make_actor(make_commune(scene.territory, "Artres"))
    pool = opened(scene.manager, scene, neighbours=(scene.querenaing.id,), items=(scene.chairs.id,))

    assert pool_of(scene.chairs) == pool.id
    ask(scene.secretary, (scene.chairs, 4))
    with pytest.raises(NotAllowed) as refusal:
        ask(artres, (scene.chairs, 4))
    assert refusal.value.facts["reasons"] == [{"code": "adhesion", "by_list": True}]


def test_a_second_click_opens_no_second_pool() -> None:
    scene = make_scene()
    wanted = AskedPool(NAME, (scene.maing.id,))

    first = pools.open_pool(scene.secretary, wanted, key="une fois")

    assert pools.open_pool(scene.secretary, wanted, key="une fois") == first
    assert count_rows(Pool) == 2


@pytest.mark.parametrize("case", ["nobody", "oneself", "name"])
def test_what_makes_no_pool_is_refused_beside_its_field(case: str) -> None:
    scene = make_scene()
    given: dict[str, dict[str, Any]] = {
        "nobody": {"neighbours": ()},
        "oneself": {"neighbours": (scene.querenaing.id,)},
        "name": {"name": scene.pool.name},
    }

    with pytest.raises(Invalid) as refusal:
        opened(scene.secretary, scene, **given[case])

    assert list(refusal.value.facts["errors"]) == ["name" if case == "name" else "neighbours"]
    assert (count_rows(Pool), count_rows(Membership)) == (1, 2)


def test_only_communes_of_the_territory_are_neighbours() -> None:
    scene = make_scene()
    abroad = make_commune(make_territory(), "Rouvray")
    club = make_commune(scene.territory, "Club", kind=OrganizationKind.ASSOCIATION)

    for each in (abroad, club):
        with pytest.raises(NotFound) as refusal:
            opened(scene.secretary, scene, neighbours=(scene.maing.id, each.id))
        assert refusal.value.code == "organization_not_found"


@pytest.mark.parametrize(
    ("kind", "role", "opens"),
    [
        (OrganizationKind.COMMUNE, Role.SECRETARY, True),
        (OrganizationKind.COMMUNE, Role.MANAGER, True),
        (OrganizationKind.COMMUNE, Role.ADMINISTRATOR, True),
        (OrganizationKind.COMMUNE, Role.TECHNICIAN, False),
        (OrganizationKind.COMMUNE, Role.ELECTED, False),
        (OrganizationKind.EPCI, Role.MANAGER, False),
    ],
)
def test_communes_open_pools_by_those_who_speak_for_them(
    kind: OrganizationKind, role: Role, opens: bool
) -> None:
    scene = make_scene()
    actor = make_actor(make_commune(scene.territory, "Artres", kind=kind), role)

    if opens:
        assert opened(actor, scene)
    else:
        with pytest.raises(NotAllowed):
            opened(actor, scene)


def test_what_another_manages_or_owns_does_not_go_in() -> None:
    scene = make_scene()
    elsewhere = make_item(scene.pool, 2, owner=scene.querenaing)

    for item, words in ((elsewhere, "autre gestionnaire"), (scene.chairs, "appartient pas")):
        with pytest.raises(Invalid) as refusal:
            opened(scene.secretary, scene, items=(item.id,))
        assert words in refusal.value.facts["errors"]["items"][0]
    assert count_rows(Pool) == 1


def test_an_owner_moves_its_things_and_its_manager_follows() -> None:
    scene = make_scene()
    lent = make_item(scene.pool, 2, owner=scene.querenaing)
    owner = make_actor(scene.querenaing, Role.MANAGER)
    target = make_pool(scene.querenaing)

    pools.fill(owner, target.id, (lent.id,))

    assert pool_of(lent) == target.id
    (entry,) = journal.entries("item", lent.id)
    assert entry.facts == {"changes": {"pool": [scene.pool.name, target.name]}}


def test_what_is_promised_stays_where_it_is() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    target = make_pool(scene.maing)

    with pytest.raises(WrongMoment) as refusal:
        pools.fill(scene.manager, target.id, (scene.chairs.id,))
    facts = refusal.value.facts
    assert (refusal.value.code, facts["loans"]) == ("promised_in_pool", f"R-{mine:05d}")
    assert facts["reservations"] == [{"id": mine, "reference": f"R-{mine:05d}"}]
    assert pool_of(scene.chairs) == scene.pool.id

    reservations.cancel(scene.secretary, mine)
    pools.fill(scene.manager, target.id, (scene.chairs.id,))
    assert pool_of(scene.chairs) == target.id


def test_only_managers_of_the_owner_move_things() -> None:
    scene = make_scene()
    target = make_pool(scene.querenaing)

    with pytest.raises(NotAllowed):
        pools.fill(scene.secretary, target.id, ())
    with pytest.raises(Invalid):
        pools.fill(make_actor(scene.querenaing, Role.MANAGER), target.id, (scene.chairs.id,))


def test_a_kit_takes_its_parts_along_and_no_part_leaves_alone() -> None:
    scene = make_scene()
    kit = make_item(scene.pool, 1, name="Kit", tracking=Tracking.KIT)
    keep(KitPart(kit_id=kit.id, item_id=scene.chairs.id, quantity=4))
    target = make_pool(scene.maing)

    with pytest.raises(Invalid) as refusal:
        pools.fill(scene.manager, target.id, (scene.chairs.id,))
    assert "lot « Kit »" in refusal.value.facts["errors"]["items"][0]

    pools.fill(scene.manager, target.id, (kit.id,))
    assert (pool_of(kit), pool_of(scene.chairs)) == (target.id, target.id)


def test_the_manager_sets_every_term_and_the_journal_keeps_what_was() -> None:
    scene = make_scene()
    changed = replace(
        USUAL, name="Parc neuf", kinds=("commune", "ccas"), quota_loans=3, slug="parc-neuf"
    )

    pools.edit(scene.manager, scene.pool.id, changed)

    kept = reads.show(scene.manager, scene.pool.id)
    assert kept.terms.kinds == (OrganizationKind.COMMUNE, OrganizationKind.CCAS)
    assert (kept.name, kept.terms.quota_loans, kept.slug) == ("Parc neuf", 3, "parc-neuf")
    (entry,) = journal.entries("pool", scene.pool.id)
    assert entry.facts["changes"]["kinds"] == [["commune"], ["commune", "ccas"]]
    assert entry.facts["changes"]["quota_loans"] == [None, 3]
    assert "notice_days" not in entry.facts["changes"]


def test_a_name_or_an_address_taken_is_refused() -> None:
    scene, abroad = make_scene(), make_scene()
    other = make_pool(scene.maing, name="Parc sportif")
    abroad.pool.slug = "parc-neuf"
    keep(abroad.pool)

    with pytest.raises(Invalid) as refusal:
        pools.edit(scene.manager, scene.pool.id, replace(USUAL, name=other.name, slug="parc-neuf"))

    assert set(refusal.value.facts["errors"]) == {"name", "slug"}
    db.session.refresh(scene.pool)
    assert scene.pool.slug is None


def test_terms_are_those_of_the_manager_alone() -> None:
    scene = make_scene()
    hidden = make_pool(scene.maing, hidden=True, by_list=True)

    with pytest.raises(NotAllowed):
        pools.edit(scene.secretary, scene.pool.id, USUAL)
    with pytest.raises(NotFound):
        pools.edit(scene.secretary, hidden.id, USUAL)
    with pytest.raises(NotAllowed):
        pools.edit(make_actor(scene.maing, Role.TECHNICIAN), scene.pool.id, USUAL)


def test_new_terms_undo_nothing_that_is_agreed() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))

    pools.edit(scene.manager, scene.pool.id, replace(USUAL, below_population=100))

    reservations.approve(scene.manager, mine)
    with pytest.raises(NotAllowed):
        asking.request(scene.secretary, asked((scene.chairs, 1)))
