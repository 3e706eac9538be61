"""A hidden pool and all that is in it exist for its circle alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from booking import clock
from booking.db import db
from booking.documents import sheets
from booking.errors import NotFound
from booking.models.catalogue import Item, Pool, Share
from booking.models.organizations import Adhesion, Organization
from booking.queries import (
    catalogue,
    imports,
    inventory,
    items,
    levels,
    pools,
    proposals,
    search,
    stocks,
)
from booking.queries.search import Search
from booking.rules.access import Actor
from booking.rules.inventory import Choices
from booking.usecases import asking
from booking.vocabulary import OrganizationKind, Role
from tests.factories import (
    Scene,
    asked,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
)

pytestmark = pytest.mark.usefixtures("base")


def hidden_scene() -> Scene:
    """Set the usual scene, its pool known to its circle alone."""
    scene = make_scene(name="Chaise du cercle", family="Cercle")
    scene.pool.hidden = scene.pool.by_list = True
    keep(scene.pool)
    return scene


def adhere(scene: Scene, organization: Organization, ends_in: int | None = None) -> None:
    """Let an organization into the pool, until so many days from now."""
    today = clock.today(scene.manager.zone)
    keep(
        Adhesion(
            territory_id=scene.territory.id,
            organization_id=organization.id,
            pool_id=scene.pool.id,
            starts_on=today - timedelta(days=400),
            ends_on=None if ends_in is None else today + timedelta(days=ends_in),
        )
    )


READINGS: dict[str, Callable[[Actor, Scene], object]] = {
    "item": lambda who, scene: catalogue.show(who, scene.chairs.id),
    "reference": lambda who, scene: catalogue.find(who, scene.chairs.reference),
    "id": lambda who, scene: catalogue.find(who, str(scene.chairs.id)),
    "steps": lambda who, scene: levels.of_item(who, scene.chairs.id, next_weekend()),
    "weeks": lambda who, scene: levels.weeks(who, scene.chairs.id),
    "stocks": lambda who, scene: stocks.may_tend(who, scene.chairs.id),
    "pool": lambda who, scene: pools.show(who, scene.pool.id),
    "page": lambda who, scene: pools.page(who, scene.pool.id),
    "sheet": lambda who, scene: items.show(who, scene.chairs.id),
    "may edit": lambda who, scene: items.may_edit(who, scene.chairs.id),
    "into": lambda who, scene: items.pool(who, scene.pool.name),
    "things": lambda who, scene: pools.items(who, [scene.chairs.id]),
    "request": lambda who, scene: asking.request(who, asked((scene.chairs, 1))),
}


@pytest.mark.parametrize("reading", READINGS)
def test_nothing_of_it_is_found_by_others(reading: str) -> None:
    scene = hidden_scene()

    with pytest.raises(NotFound):
        READINGS[reading](scene.secretary, scene)
    if reading != "request":
        assert READINGS[reading](scene.manager, scene) is not None


def test_no_list_names_it_to_others() -> None:
    scene = hidden_scene()
    seen = {who: _lists(who, scene) for who in (scene.secretary, scene.manager)}

    assert not any(seen[scene.secretary])
    assert all(seen[scene.manager])


def _lists(who: Actor, scene: Scene) -> list[bool]:
    reference = scene.chairs.reference
    return [
        any(each.id == scene.chairs.id for each in search.every(who, Search())),
        "Cercle" in search.families(who),
        "Cercle" in items.families(who),
        reference in catalogue.names(who, [reference]),
        any(each.id == scene.chairs.id for each in levels.of_catalogue(who, next_weekend())),
        any(each.id == scene.pool.id for each in pools.index(who)),
        search.page(who, Search(), 1, 10).count > 0,
        bool(search.depots(who)),
    ]


@pytest.mark.parametrize(
    ("part", "knows"),
    [
        ("nobody", False),
        ("adherent", True),
        ("soon", True),
        ("last day", True),
        ("former", False),
        ("owner", True),
        ("co-owner", True),
        ("custodian", True),
        ("adherent of another pool", False),
    ],
)
def test_the_circle_is_manager_members_owners_and_keepers(part: str, knows: bool) -> None:
    scene = hidden_scene()
    _give_part(scene, part)
    db.session.expire_all()
    who = make_actor(scene.querenaing, Role.SECRETARY)

    if knows:
        assert catalogue.show(who, scene.chairs.id)
        assert pools.show(who, scene.pool.id)
    else:
        with pytest.raises(NotFound):
            catalogue.show(who, scene.chairs.id)
        with pytest.raises(NotFound):
            pools.show(who, scene.pool.id)


def _give_part(scene: Scene, part: str) -> None:
    mine = scene.querenaing
    ends = {"adherent": None, "soon": 400, "last day": 0, "former": -1}
    if part in ends:
        adhere(scene, mine, ends[part])
    elif part == "owner":
        make_item(scene.pool, 1, owner=mine)
    elif part == "co-owner":
        share = {"numerator": 1, "denominator": 4}
        keep(Share(item_id=scene.chairs.id, organization_id=mine.id, **share))
    elif part == "custodian":
        scene.stock.depot.custodian_id = mine.id
        keep(scene.stock.depot)
    elif part == "adherent of another pool":
        facts = {"territory_id": scene.territory.id, "manager": scene.maing}
        other: Pool = keep(Pool(name="Autre", by_list=True, **facts))
        keep(
            Adhesion(
                territory_id=scene.territory.id,
                organization_id=mine.id,
                pool_id=other.id,
                starts_on=date(2020, 1, 1),
            )
        )


def test_a_pool_on_a_list_is_still_shown_to_all() -> None:
    scene = hidden_scene()
    scene.pool.hidden = False
    keep(scene.pool)

    view = catalogue.show(scene.secretary, scene.chairs.id)
    assert [verdict.code for verdict in view.refused] == ["adhesion"]


def test_nothing_of_it_is_proposed_to_others_instead() -> None:
    scene = hidden_scene()
    artres = make_commune(scene.territory, "Artres")
    shown: Pool = keep(Pool(territory_id=scene.territory.id, manager=artres, name="Parc d’Artres"))
    few: Item = make_item(shown, 1, name="Chaise", family="Cercle")
    weekend = next_weekend()

    found = proposals.instead(scene.secretary, few, weekend, 5, {few.id})
    assert found == []
    adhere(scene, scene.querenaing)
    found = proposals.instead(scene.secretary, few, weekend, 5, {few.id})
    assert [each["item"] for each in found] == [scene.chairs.reference]


def test_an_inventory_tells_nothing_of_it_to_the_office_nor_to_other_managers() -> None:
    scene = hidden_scene()
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    office = make_actor(epci, Role.ADMINISTRATOR)
    others = make_pool(scene.querenaing)
    manager = make_actor(scene.querenaing, Role.MANAGER)
    rows = [
        ["Réf.", "Désignation", "Qté", "Lieu"],
        [scene.chairs.reference, "Chaise", 1, scene.stock.depot.name],
        ["", scene.chairs.name, 1, scene.stock.depot.name],
    ]
    content = sheets.as_csv(rows)

    for who in (office, manager):
        choices = Choices(pool=others.name, owner="Maing", family="Fêtes")
        whole = inventory.lines(who, who.territory_id, sheets.read(content), choices)
        taken, named = inventory.plan(who, who.territory_id, whole, choices)
        assert [each.code for each in taken.problems] == ["reference_taken"]
        assert not taken.changes
        assert named.reference != scene.chairs.reference
        assert len(inventory.export(who)) == 1
        assert scene.pool.name not in imports.offered(who).pools
        assert "Cercle" not in imports.offered(who).families
