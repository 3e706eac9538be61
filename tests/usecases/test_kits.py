"""Kits: made by their manager, asked for as one thing, held by their parts."""

from typing import Any

import pytest

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, NotFound
from booking.models.catalogue import Companion, Item
from booking.rules.access import Actor
from booking.rules.asking import AskedKit, AskedLine
from booking.usecases import kits
from booking.vocabulary import Role, Tracking
from tests.factories import (
    Scene,
    ask,
    count_rows,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    row,
)
from tests.usecases.tending import free

pytestmark = pytest.mark.usefixtures("base")


def make_kit(scene: Scene, *parts: tuple[Item, int], actor: Actor | None = None) -> Item:
    """Make a kit of some parts, as their manager."""
    lines = tuple(AskedLine(item.reference, quantity) for item, quantity in parts)
    asked = AskedKit("LOT-FETE", "Lot fête de village", "Événementiel", lines, "Prêt à l’emploi.")
    return db.session.get_one(Item, kits.make(actor or scene.manager, asked))


def quantities(reservation_id: int) -> dict[str, int]:
    """Return how many of each item a reservation has."""
    return {line.item.reference: line.quantity for line in row(reservation_id).lines}


def test_a_kit_is_an_item_of_its_parts_lender_without_stock() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)

    kit = make_kit(scene, (tables, 2), (scene.chairs, 12))

    assert (kit.tracking, kit.pool_id, kit.owner_id) == (
        Tracking.KIT,
        scene.pool.id,
        scene.maing.id,
    )
    assert [(part.item, part.quantity) for part in kit.parts] == [(tables, 2), (scene.chairs, 12)]
    assert kit.stocks == []
    assert journal.entries("kit", kit.id)[0].facts == {"reference": "LOT-FETE"}


def test_so_many_whole_kits_are_free() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    kit = make_kit(scene, (tables, 2), (scene.chairs, 12))
    assert free(kit) == 3

    ask(scene.secretary, (scene.chairs, 17))

    assert free(kit) == 1


def test_a_kit_is_asked_for_with_its_parts_and_summed_with_them() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    kit = make_kit(scene, (tables, 2), (scene.chairs, 12))

    (asked_id,) = ask(scene.secretary, (kit, 2), (scene.chairs, 16))

    assert quantities(asked_id) == {tables.reference: 4, scene.chairs.reference: 40}
    assert [free(each) for each in (kit, tables, scene.chairs)] == [0, 5, 0]


def test_a_kit_and_its_parts_are_short_together() -> None:
    scene = make_scene(40)
    kit = make_kit(scene, (scene.chairs, 12))

    with pytest.raises(NotEnoughAvailable) as refusal:
        ask(scene.secretary, (kit, 3), (scene.chairs, 5))

    (short,) = refusal.value.facts["shortages"]  # type: ignore[misc]
    assert (short["item"], short["wanted"], short["free"]) == (scene.chairs.reference, 41, 40)


def test_what_a_part_needs_comes_along() -> None:
    scene = make_scene(1, name="Drone thermique")
    pilot = make_item(scene.pool, 1, name="Télépilote")
    keep(Companion(item_id=scene.chairs.id, companion_id=pilot.id))
    kit = make_kit(scene, (scene.chairs, 1))

    (asked_id,) = ask(scene.secretary, (kit, 1))

    assert quantities(asked_id) == {scene.chairs.reference: 1, pilot.reference: 1}


@pytest.mark.parametrize("wrong", ["other pool", "other owner", "kit", "twice"])
def test_parts_that_make_no_kit_are_refused(wrong: str) -> None:
    scene = make_scene(40)
    epci = make_commune(scene.territory, "CA du Val")
    second: dict[str, Any] = {
        "other pool": lambda: make_item(make_pool(scene.maing)),
        "other owner": lambda: make_item(scene.pool, owner=epci),
        "kit": lambda: make_item(scene.pool, 0, tracking=Tracking.KIT),
        "twice": lambda: scene.chairs,
    }
    part = second[wrong]()
    known = count_rows(Item)

    with pytest.raises(Invalid) as refusal:
        make_kit(scene, (scene.chairs, 1), (part, 2))

    assert list(refusal.value.facts["errors"]) == ["parts"]  # type: ignore[call-overload]
    assert count_rows(Item) == known


def test_a_reference_is_taken_once() -> None:
    scene = make_scene(40)
    make_kit(scene, (scene.chairs, 12))

    with pytest.raises(Invalid) as refusal:
        make_kit(scene, (scene.chairs, 6))

    assert list(refusal.value.facts["errors"]) == ["reference"]  # type: ignore[call-overload]
    make_kit(abroad := make_scene(40), (abroad.chairs, 6))


def test_only_the_manager_of_the_parts_makes_a_kit() -> None:
    scene = make_scene(40)
    artres = make_commune(scene.territory, "Artres")

    for actor in (
        scene.secretary,
        make_actor(scene.maing, Role.TECHNICIAN),
        make_actor(artres, Role.MANAGER),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            make_kit(scene, (scene.chairs, 1), actor=actor)
    with pytest.raises(NotFound):
        make_kit(scene, (scene.chairs, 1), actor=make_scene().manager)


def test_a_double_click_makes_one_kit() -> None:
    scene = make_scene(40)
    asked = AskedKit("LOT-1", "Lot", "Fête", (AskedLine(scene.chairs.reference, 2),))

    made = {kits.make(scene.manager, asked, key="clic") for _ in range(2)}

    assert len(made) == 1
