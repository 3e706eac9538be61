"""Describing items: new ones, changes, and what may not change any more."""

from datetime import date
from typing import Any

import pytest

from booking.errors import Invalid, NotAllowed, NotFound
from booking.models.catalogue import Item
from booking.queries import catalogue, history, stocks
from booking.rules.asking import AskedKit, AskedLine
from booking.usecases import items, kits
from booking.vocabulary import STAFF, LegalBasis, LifeStage, Role, Tracking
from tests.factories import (
    Scene,
    ask,
    count_rows,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
)
from tests.usecases.describing import add, new, stocked
from tests.usecases.tending import free

pytestmark = pytest.mark.usefixtures("base")


def errors_of(act: Any) -> set[str]:
    """Return the fields that an act is refused for."""
    with pytest.raises(Invalid) as refusal:
        act()
    errors: Any = refusal.value.facts["errors"]
    return set(errors)


def make_kit(scene: Scene) -> Item:
    """Make a kit of twelve chairs."""
    line = AskedLine(scene.chairs.reference, 12)
    kits.make(scene.manager, AskedKit("LOT", "Lot fête", "Événementiel", (line,)))
    return catalogue.find(scene.manager, "LOT")


def test_something_new_is_listed_and_not_lent_yet() -> None:
    scene = make_scene()

    tent = add(scene, legal_basis=LegalBasis.PAID_MEANS, purchased_on=date(2019, 3, 12))

    assert (tent.stage, tent.pool, tent.owner) == (LifeStage.LISTED, scene.pool, scene.maing)
    assert (tent.replacement_cents, tent.legal_basis) == (123_450, LegalBasis.PAID_MEANS)
    assert tent.stocks == []
    (event,) = history.of(scene.manager, "item", tent.id)
    assert event.sentence == "a ajouté"


@pytest.mark.parametrize("tracking", [Tracking.BULK, Tracking.NUMBERED])
def test_the_first_ones_come_with_it(tracking: Tracking) -> None:
    scene = make_scene()

    items.add(scene.manager, stocked(scene, 4, tracking=tracking))

    tent = catalogue.find(scene.manager, "TEN-6")
    (stock,) = stocks.show(scene.manager, tent.id).stocks
    assert (stock.depot, stock.quantity, free(tent)) == (scene.stock.depot.name, 4, 4)
    assert len(stock.units) == (4 if tracking is Tracking.NUMBERED else 0)
    ask(scene.secretary, (tent, 1))


def test_each_person_has_a_number_of_their_own() -> None:
    scene = make_scene()

    pilot = add(scene, reference="TEL", family=STAFF, tracking=None)

    assert pilot.tracking is Tracking.NUMBERED
    counted = new(scene, reference="CHA", family=STAFF, tracking=Tracking.BULK)
    assert errors_of(lambda: items.add(scene.manager, counted)) == {"tracking"}


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"quantity": 0}, {"quantity"}),
        ({"depot": ""}, {"depot"}),
        ({"depot": "", "quantity": 0}, {"depot"}),
        ({"reference": "7"}, {"reference"}),
    ],
)
def test_first_ones_that_make_no_sense_are_named(facts: dict[str, Any], wrong: set[str]) -> None:
    scene = make_scene()
    known = count_rows(Item)

    assert errors_of(lambda: items.add(scene.manager, stocked(scene) | facts)) == wrong
    assert count_rows(Item) == known
    with pytest.raises(NotFound):
        items.add(scene.manager, stocked(scene) | {"depot": "Nulle part"})
    assert count_rows(Item) == known


def test_an_owner_adds_to_a_pool_it_owns_into() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "CA du Val")
    theirs = make_actor(owner, Role.MANAGER)
    facts = {"owner": "CA du Val"}

    with pytest.raises(NotAllowed):  # it has nothing there yet
        items.add(theirs, new(scene, **facts))
    make_item(scene.pool, 3, owner=owner)

    assert add(scene, theirs, **facts).owner is owner
    with pytest.raises(NotAllowed):
        items.add(theirs, new(scene, reference="X", owner="Maing"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_only_managers_describe_items(role: Role) -> None:
    scene = make_scene()
    add(scene)
    artres = make_actor(make_commune(scene.territory, "Artres"), *Role)

    for actor in (make_actor(scene.maing, role), scene.secretary, artres):
        for act in (
            lambda who: items.add(who, new(scene, reference="X")),
            lambda who: items.edit(who, "TEN-6", {"name": "Autre"}),
            lambda who: items.set_stage(who, "TEN-6", LifeStage.CHECKED),
        ):
            with pytest.raises(NotAllowed):
                act(actor)


def test_another_territory_finds_nothing() -> None:
    scene, abroad = make_scene(), make_scene()
    add(scene)

    with pytest.raises(NotFound):
        items.add(abroad.manager, new(scene))
    with pytest.raises(NotFound):
        items.edit(abroad.manager, "TEN-6", {"name": "Autre"})
    with pytest.raises(NotFound):
        items.add(scene.manager, new(scene, owner=str(abroad.maing.id), reference="X"))


def test_each_change_tells_what_it_was() -> None:
    scene = make_scene()
    tent = add(scene)

    items.edit(
        scene.manager,
        "TEN-6",
        {"name": "Grande tente", "replacement_cents": 0, "requirements": ["Permis B"]},
    )

    assert tent.transport == ""
    event = history.of(scene.manager, "item", tent.id)[0]
    assert set(event.changes) == {
        ("nom", "Tente de réception", "Grande tente"),
        ("valeur de remplacement", "1\u202f234,50\xa0€", "0,00\xa0€"),
        ("à présenter", "rien", "Permis B"),
    }
    items.edit(scene.manager, "TEN-6", {"name": "Grande tente"})
    assert len(history.of(scene.manager, "item", tent.id)) == 2


def test_the_lender_does_not_change_while_loans_run() -> None:
    scene = make_scene()
    other = make_pool(scene.maing, name="Parc des voisins")
    owner = make_commune(scene.territory, "CA du Val")
    reference = scene.chairs.reference

    items.edit(scene.manager, reference, {"pool": str(other.id), "owner": owner.name})
    assert (scene.chairs.pool, scene.chairs.owner) == (other, owner)
    ask(scene.secretary, (scene.chairs, 2))

    back = {"pool": scene.pool.name, "owner": "Maing"}
    assert errors_of(lambda: items.edit(scene.manager, reference, back)) == {"pool", "owner"}
    foreign = make_pool(owner, name="Parc d’ailleurs")
    with pytest.raises(NotAllowed):
        items.edit(scene.manager, reference, {"pool": foreign.name})


def test_tracking_is_fixed_once_there_is_stock() -> None:
    scene = make_scene()
    tent = add(scene)

    items.edit(scene.manager, "TEN-6", {"tracking": Tracking.NUMBERED})
    assert tent.tracking is Tracking.NUMBERED
    numbered = {"tracking": Tracking.NUMBERED}
    reference = scene.chairs.reference
    assert errors_of(lambda: items.edit(scene.manager, reference, numbered)) == {"tracking"}


def test_a_kit_is_renamed_but_has_nothing_of_its_own() -> None:
    scene = make_scene()
    kit = make_kit(scene)

    items.edit(scene.manager, "LOT", {"name": "Lot ducasse", "reference": "LOT-D"})

    assert (kit.name, kit.reference, kit.tracking) == ("Lot ducasse", "LOT-D", Tracking.KIT)
    own = {"replacement_cents": 3, "companions": [], "owner": "Maing"}
    assert errors_of(lambda: items.edit(scene.manager, "LOT-D", own)) == own.keys()
    parts = {"pool": make_pool(scene.maing).name}
    assert errors_of(lambda: items.edit(scene.manager, scene.chairs.reference, parts)) == {"pool"}


def test_a_double_click_adds_once() -> None:
    scene = make_scene()
    facts = stocked(scene)

    made = {items.add(scene.manager, facts, key="clic") for _ in range(2)}

    assert len(made) == 1
