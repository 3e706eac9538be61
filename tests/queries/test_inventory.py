"""The inventory as it is: compared with a file, exported, and read again unchanged."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.documents import sheets
from booking.fitness import Equipment
from booking.models.catalogue import Companion, Item, Share
from booking.models.requirements import Requirement
from booking.queries import inventory
from booking.rules.access import Actor
from booking.rules.asking import AskedKit, AskedLine
from booking.rules.inventory import Choices, Outcome, Row
from booking.usecases import kits
from booking.vocabulary import Formality, LifeStage, OrganizationKind, Role, Tracking
from tests.factories import (
    Scene,
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


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give chairs of every kind of value, in two depots, with a trailer and a copy numbered."""
    scene = make_scene(
        name="=Chaise pliante",
        description='-Sur chariots\r\nde 50 ; "solides"',
        stage=LifeStage.SUSPENDED,
        formality=Formality.SLIP,
        purchase_cents=123_450,
        purchased_on=date(2019, 3, 12),
        renew_on=date(2031, 1, 1),
        contact="+33 6 00 00 00 00",
        preparation_before_hours=2,
    )
    add_stock(scene.chairs, 7)
    trailer = make_item(scene.pool, 1, name="Remorque", tracking=Tracking.NUMBERED)
    common = {"item_id": scene.chairs.id}
    keep(
        Companion(**common, companion_id=trailer.id),
        Companion(**common, companion_id=trailer.id, mandatory=False),
        Requirement(**common, label="Permis BE"),
        Share(**common, organization_id=scene.maing.id, numerator=1, denominator=3),
        Share(**common, organization_id=scene.querenaing.id, numerator=2, denominator=3),
    )
    kits.make(
        scene.manager, AskedKit("KIT", "Kit", "Fêtes", (AskedLine(scene.chairs.reference, 2),))
    )
    db.session.expire_all()
    return scene


def plan(who: Actor, content: bytes, choices: Choices = Choices()) -> list[Row]:  # noqa: B008
    """Return what a file would do."""
    whole = inventory.lines(who, who.territory_id, sheets.read(content), choices)
    return inventory.plan(who, who.territory_id, whole, choices)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("counts", [False, True])
def test_an_export_read_again_changes_nothing(scene: Scene, form: str, counts: bool) -> None:
    exported = inventory.export(scene.manager)
    content = sheets.as_csv(exported) if form == "csv" else sheets.as_xlsx("I", exported)

    rows = plan(scene.manager, content, Choices(counts=counts))

    assert [(row.outcome, row.changes, row.notes, row.problems) for row in rows] == [
        (Outcome.SAME, {}, [], [])
    ] * 3


def test_the_sort_of_equipment_is_exported_in_words(scene: Scene) -> None:
    scene.chairs.equipment = Equipment.TENT
    keep(scene.chairs)

    head, *rows = inventory.export(scene.manager)

    said = {row[0]: row[head.index("Genre")] for row in rows}
    assert said.pop(scene.chairs.reference) == "tente ou chapiteau"
    assert set(said.values()) <= {"aucun"}


def test_an_export_has_a_row_per_stock_and_no_kit(scene: Scene) -> None:
    head, *rows = inventory.export(scene.manager)
    found = [dict(zip(head, row, strict=True)) for row in rows]

    chairs = [row for row in found if row["Référence"] == scene.chairs.reference]
    assert sorted(row["Quantité"] for row in chairs) == [7, 40]
    assert {row["Propriétaire"] for row in chairs} == {"Maing 1/3 | Quérénaing 2/3"}
    assert {row["Étape"] for row in chairs} == {"Suspendu"}
    assert {row["Accompagnateur"] for row in chairs} == {
        "Remorque obligatoire | Remorque facultatif"
    }
    assert "KIT" not in {row["Référence"] for row in found}


def test_an_item_without_a_stock_is_exported_and_read_again(scene: Scene) -> None:
    bare = Item(
        territory_id=scene.territory.id,
        pool=scene.pool,
        owner=scene.maing,
        reference="NEW",
        name="Neuf",
        family="Fêtes",
        tracking=Tracking.BULK,
    )
    keep(bare)

    rows = plan(scene.manager, sheets.as_csv(inventory.export(scene.manager)))

    assert {row.outcome for row in rows} == {Outcome.SAME}


def test_one_exports_what_one_may_load(scene: Scene) -> None:
    other = make_pool(scene.querenaing)
    make_item(other, reference="AUTRE")
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    neighbour = make_actor(scene.querenaing, Role.MANAGER)
    administrator = make_actor(office, Role.ADMINISTRATOR)

    def references(who: Actor) -> set[object]:
        return {row[0] for row in inventory.export(who)[1:]}

    assert "AUTRE" not in references(scene.manager)
    assert references(neighbour) == {"AUTRE"}
    assert len(references(administrator)) == 3


def test_what_is_in_service_is_counted_and_what_others_need_is_not_spare(scene: Scene) -> None:
    lose(scene.stock, 5)

    (chairs,) = inventory.items(
        scene.territory.id, {scene.chairs.reference.casefold()}, counts=True
    )

    mine = chairs.stocks[scene.stock.depot_id]
    assert (mine.quantity, mine.spare) == (35, 35)


def test_a_plan_asks_the_same_number_of_questions_for_many_lines(
    scene: Scene, base: Connection
) -> None:
    header = "Réf;Désignation;Qté;Dépôt\n"
    few = header + "A1;Table;1;Hangar\n"
    many = header + "".join(f"A{rank};Table {rank};1;Hangar\n" for rank in range(300))

    with counting(base) as first:
        plan(scene.manager, few.encode())
    with counting(base) as second:
        plan(scene.manager, many.encode())

    assert len(second) == len(first)


def test_lines_are_summed_up(scene: Scene) -> None:
    rows = plan(scene.manager, sheets.as_csv(inventory.export(scene.manager)))

    assert inventory.summary(rows) == {"create": 0, "change": 0, "same": 3, "wrong": 0, "noted": 0}
