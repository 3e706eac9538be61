"""What is to be taken, depot by depot."""

import pytest

from booking.documents.paper import Fields, Paragraph, Table
from booking.models.catalogue import Unit
from booking.queries import values_of_sheets
from booking.vocabulary import STAFF
from tests.factories import add_stock, ask, keep, make_item, make_scene, row
from tests.wordings import Lent, make_lent

pytestmark = pytest.mark.usefixtures("base")


def tables(lent: Lent, name: str = "préparation") -> list[Table]:
    """Return the tables of a sheet."""
    blocks = values_of_sheets.of_loan(lent.mine)[name]
    assert isinstance(blocks, tuple)
    return [each for each in blocks if isinstance(each, Table)]


def depots(lent: Lent) -> list[str]:
    """Return what stands above the tables."""
    blocks = values_of_sheets.of_loan(lent.mine)["préparation"] or ()
    return [each.runs[0].text for each in blocks if isinstance(each, Paragraph)]


def test_each_depot_has_its_table_with_boxes_to_tick() -> None:
    scene = make_scene(10)
    add_stock(scene.chairs, 10)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 14))
    lent = Lent(scene, row(asked_id))

    first, second = tables(lent)

    assert first.head == ("Référence", "Désignation", "Quantité", "Préparé", "Vérifié")
    assert sorted(int(each.rows[0][2]) for each in (first, second)) == [4, 10]
    assert first.rows[0][3:] == ("☐", "☐")
    assert sorted(depots(lent)) == sorted(stock.depot.name for stock in scene.chairs.stocks)


def test_a_delivery_is_ticked_three_times() -> None:
    (table,) = tables(make_lent(), "livraison")

    assert table.head[3:] == ("Chargé", "Livré", "Repris")
    assert len(table.rows[0]) == len(table.head) == len(table.widths)


def test_a_depot_says_where_it_is_and_how_to_get_in() -> None:
    lent = make_lent()
    depot = lent.scene.stock.depot
    depot.address, depot.access = "12 rue du Moulin", "clé à la mairie"

    name, known, _ = values_of_sheets.of_loan(lent.mine)["préparation"] or ()

    assert isinstance(name, Paragraph)
    assert (name.runs[0].text, name.runs[0].bold) == (depot.name, True)
    assert isinstance(known, Fields)
    assert ("Adresse", "12 rue du Moulin") in known.rows
    assert ("Accès", "clé à la mairie") in known.rows
    assert all(said for _, said in known.rows)


def test_a_copy_that_is_named_is_the_one_to_take() -> None:
    lent = make_lent(1)
    (hold,) = lent.mine.lines[0].holds
    hold.unit = keep(
        Unit(territory_id=lent.scene.territory.id, stock_id=hold.stock_id, number="B-07")
    )

    (table,) = tables(lent)

    assert table.rows[0][1] == "Chaise pliante, exemplaire B-07"


def test_what_is_held_nowhere_has_its_depot_to_be_told() -> None:
    lent = make_lent()
    lent.mine.lines[0].holds.clear()

    (table,) = tables(lent)

    assert depots(lent) == [values_of_sheets.NO_DEPOT]
    assert table.rows[0][2] == "4"


def test_who_operates_is_not_to_be_prepared() -> None:
    scene = make_scene()
    pilot = make_item(scene.pool, 1, family=STAFF, name="Conducteur")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1), (pilot, 1))

    (table,) = tables(Lent(scene, row(asked_id)))

    assert [each[1] for each in table.rows] == ["Chaise pliante"]
