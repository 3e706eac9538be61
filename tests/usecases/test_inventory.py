"""What an inventory plans is written: items, people, papers, owners, depots."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from booking.db import db
from booking.fitness import Equipment
from booking.models.catalogue import Depot, Item, Share, StockMovement
from booking.queries import history
from booking.rules.inventory import Choices
from booking.usecases.catalogue import load_inventory
from tests.documents.books import csv
from tests.factories import Scene, count_rows, keep, make_scene
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")
HEADER = ["Réf", "Désignation", "Qté", "Dépôt", "Propriétaire", "Exigences", "Accompagnateur"]
HEADER += ["Genre"]


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, its pool and its chairs."""
    scene = make_scene()
    scene.pool.name = "Parc communautaire"
    return keep(scene.pool) and scene


CHOICES = Choices("Parc communautaire", "Maing", "Fêtes", new_depots=True)


def load(scene: Scene, *rows: list[Any]) -> None:
    load_inventory(scene.manager, scene.manager.territory_id, csv([HEADER, *rows]), CHOICES)
    db.session.expire_all()


def chairs(scene: Scene, **cells: Any) -> list[Any]:
    known = {"Réf": scene.chairs.reference, "Désignation": scene.chairs.name, "Qté": 40}
    known |= {"Dépôt": scene.stock.depot.name}
    return [(known | cells).get(title, "") for title in HEADER]


def test_owners_and_papers_of_a_known_item_are_replaced(scene: Scene) -> None:
    load(
        scene,
        chairs(scene, Propriétaire="Maing 25 % | Quérénaing 75 %", Exigences="Permis BE|Visite"),
    )
    load(scene, chairs(scene, Propriétaire="Maing 50 % | Quérénaing 50 %", Exigences="Permis B"))

    assert [(each.numerator, each.denominator) for each in scene.chairs.shares] == [(1, 2)] * 2
    assert [each.label for each in scene.chairs.requirements] == ["Permis B"]
    assert count_rows(Share) == 2
    load(scene, chairs(scene, Propriétaire="Quérénaing"))
    assert scene.chairs.owner.name == "Quérénaing"
    assert count_rows(Share) == 0


def test_what_is_new_is_of_the_sort_that_its_name_says_unless_the_file_does(scene: Scene) -> None:
    depot = scene.stock.depot.name
    load(
        scene,
        ["TEN", "Tente 5 × 12 m", 1, depot],
        ["NUL", "Tente 5 × 12 m", 1, depot, "", "", "", "aucun"],
        ["NAC", "Engin 12 m", 1, depot, "", "", "", "nacelle"],
        ["TAB", "Table", 1, depot],
    )

    known = db.session.scalars(select(Item).where(Item.id != scene.chairs.id))
    assert {each.reference: (each.equipment, each.people) for each in known} == {
        "TEN": (Equipment.TENT, 60),
        "NUL": (None, None),
        "NAC": (Equipment.PLATFORM, None),
        "TAB": (None, None),
    }


def test_a_file_changes_the_sort_of_a_known_item_and_says_so(scene: Scene) -> None:
    load(scene, chairs(scene, Genre="barrière ou signalisation"))

    assert scene.chairs.equipment is Equipment.BARRIER
    (event, *_) = history.of(scene.manager, "item", scene.chairs.id)
    assert event.changes == (("genre de matériel", "rien", "barrière ou signalisation"),)
    load(scene, chairs(scene))
    assert scene.chairs.equipment is Equipment.BARRIER  # a blank cell says nothing
    load(scene, chairs(scene, Genre="aucun"))
    assert scene.chairs.equipment is None


def test_a_known_item_comes_to_another_depot(scene: Scene) -> None:
    load(scene, chairs(scene, Dépôt="Maing – hangar", Qté=7))

    assert [each.depot.name for each in scene.chairs.stocks][1:] == ["Maing – hangar"]
    assert scene.chairs.stocks[1].depot.custodian.name == "Maing"
    assert sorted(db.session.scalars(select(StockMovement.quantity))) == [7, 40]


def test_two_lines_of_one_new_depot_make_it_once(scene: Scene) -> None:
    before = count_rows(Depot)

    load(scene, ["A", "Table", 1, "Maing – hangar"], ["B", "Banc", 1, "maing – HANGAR"])

    assert count_rows(Depot) == before + 1


def test_who_goes_with_items_is_found_or_made_once(scene: Scene) -> None:
    pilot, depot = "télépilote obligatoire", scene.stock.depot.name
    load(
        scene,
        ["DRO", "Drone", 1, depot, "", "", pilot],
        ["DR2", "Drone 2", 1, depot, "", "", pilot],
    )
    load(scene, chairs(scene, Accompagnateur=f"drone obligatoire | {pilot}"))

    staff = db.session.scalars(select(Item).filter_by(family="Personnel")).all()
    assert [(each.reference, each.name) for each in staff] == [("TEL-DRO", "Télépilote")]
    assert [each.depot.name for each in staff[0].stocks] == [depot]
    assert [each.companion.name for each in scene.chairs.companions] == ["Drone", "Télépilote"]


def test_a_person_never_takes_the_reference_of_an_item(scene: Scene) -> None:
    pilot, depot = "télépilote obligatoire", scene.stock.depot.name

    load(scene, ["DRO", "Drone", 1, depot, "", "", pilot], ["TEL-DRO", "Téléphone", 1, depot])

    found = select(Item.reference).filter_by(family="Personnel")
    assert db.session.scalars(found).all() == ["TEL-DRO-2"]


def test_no_line_asks_the_database_for_itself(scene: Scene, base: Connection) -> None:
    counts = []
    for letter, many in (("A", 20), ("B", 200)):
        names = [f"{letter}{rank}" for rank in range(many)]
        rows = [[name, f"Table {name}", 2, "Maing – hangar"] for name in names]
        with counting(base) as asked:
            load(scene, *rows)
        counts.append(len(asked))

    assert counts[1] <= counts[0]
