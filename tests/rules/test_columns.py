"""Headers as town halls write them."""

import pytest

from booking.rules.columns import COLUMNS, Cells, find

HEADER = ["Réf.", "Désignation", "Qté", "Lieu de stockage"]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Réf.", "reference"),
        ("REFERENCE", "reference"),
        ("N° inventaire", "reference"),
        ("N° d'inventaire", "reference"),
        ("Libellé", "name"),
        ("Désignation du matériel", "name"),
        ("Qté", "quantity"),
        ("QUANTITÉ", "quantity"),
        ("Nombre", "quantity"),
        ("Lieu de stockage", "depot"),
        ("Emplacement", "depot"),
        ("Prix unitaire", "replacement_cents"),
        ("Prix unitaire (€ TTC)", "replacement_cents"),
        ("Valeur", "replacement_cents"),
        ("valeur_unitaire", "replacement_cents"),
        ("Valeur unitaire en €", "replacement_cents"),
        ("Date d'achat", "purchased_on"),
        ("Date d’achat *", "purchased_on"),
        ("Prix d'achat", "purchase_cents"),
        ("Propriétaire", "owner"),
        ("Catégorie", "family"),
        ("Observations", "description"),
        ("Genre de matériel", "equipment"),
        ("Nature réglementaire", "equipment"),
        ("remise_en_etat_h", "preparation_after_hours"),
    ],
)
def test_a_column_is_known_under_many_names(title: str, field: str) -> None:
    other = "Désignation" if field != "name" else "Qté"
    header = find([[title, other]])

    assert header
    assert header.places[field] == 0
    assert header.titles[field] == title


@pytest.mark.parametrize("before", [0, 1, 5])
def test_the_header_may_come_after_titles_and_blank_rows(before: int) -> None:
    titles: list[Cells] = [["Inventaire du matériel 2026"], [], ["", "Édité le", "12/03/2026"]]
    rows: list[Cells] = [*(titles * 2)[:before], HEADER, ["A", "Chaise", 4, "Atelier"]]

    header = find(rows)

    assert header
    assert header.row == before
    assert header.places == {"reference": 0, "name": 1, "quantity": 2, "depot": 3}


def test_columns_come_in_any_order_and_what_is_unknown_is_named() -> None:
    header = find([["", "Qté", "État", "Désignation"]])

    assert header
    assert header.places == {"quantity": 1, "name": 3}
    assert header.ignored == ("État",)


def test_of_two_columns_of_one_meaning_the_surest_is_read() -> None:
    header = find([["Désignation", "Prix unitaire", "Valeur unitaire"]])

    assert header
    assert header.places["replacement_cents"] == 2
    assert header.ignored == ("Prix unitaire",)


@pytest.mark.parametrize("rows", [[], [[]], [["a", "b"]], [["Désignation"]], [["Qté", "Dépôt"]]])
def test_without_a_designation_and_another_there_is_no_header(rows: list[Cells]) -> None:
    assert find(rows) is None


def test_no_name_means_two_columns() -> None:
    names = [name for column in COLUMNS for name in column.names]

    assert len(names) == len(set(names))
