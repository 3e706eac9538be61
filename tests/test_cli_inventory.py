"""Bringing an inventory in by the command, as spreadsheets write it."""

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking.db import Base, db
from booking.models.catalogue import Item
from tests.documents.books import xlsx
from tests.factories import make_territory
from tests.pages.place import Place, make_place
from tests.terminal import count, run

HEADER = (
    "reference;designation;famille;parc;proprietaire;suivi;quantite;depot;description;transport;"
    "valeur_unitaire;remise_en_etat_h;exigences;accompagnateur"
)


@pytest.fixture
def place(base: object) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


def load(runner: FlaskCliRunner, place: Place, file: Path, status: int = 0) -> str:
    siren = place.lender.territory.siren
    return run(runner, "inventory", "import", file, "--territory", siren, status=status).output


def inventory(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    file = folder / "inventaire.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding=encoding)
    return file


ROW = "BAR;Barrière;Voirie;Parc communautaire;Maing;lot;12;Maing – atelier;;;10,50;0;;"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_an_inventory_is_imported_as_spreadsheets_write_it(
    runner: FlaskCliRunner, place: Place, tmp_path: Path, encoding: str
) -> None:
    said = load(runner, place, inventory(tmp_path, ROW, encoding=encoding))

    assert "Inventaire enregistré." in said
    item = db.session.scalars(select(Item).filter_by(reference="BAR")).one()
    assert (item.name, item.replacement_cents) == ("Barrière", 1050)


def test_an_inventory_imported_twice_changes_nothing(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    file = inventory(tmp_path, ROW)
    load(runner, place, file)
    before = {table.name: count(table) for table in Base.metadata.sorted_tables}

    load(runner, place, file)

    after = {table.name: count(table) for table in Base.metadata.sorted_tables}
    assert after | {"journal": 0} == before | {"journal": 0}


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (ROW.replace("Parc communautaire", "Parc inconnu"), "parc"),
        (ROW.replace(";12;", ";douze;"), "quantite"),
        (ROW.replace("10,50", "cher"), "valeur_unitaire"),
        (ROW, "reference"),
    ],
)
def test_an_inventory_that_cannot_be_read_names_the_line_and_stores_nothing(
    runner: FlaskCliRunner, place: Place, tmp_path: Path, wrong: str, column: str
) -> None:
    before = count(Item)

    said = load(runner, place, inventory(tmp_path, ROW, wrong), status=1)

    assert f"Ligne 3, {column} : " in said
    assert "L’inventaire n’a pas pu être lu ; rien n’a été enregistré." in said
    assert count(Item) == before


def test_a_dry_run_says_what_would_change_and_stores_nothing(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    before = {table.name: count(table) for table in Base.metadata.sorted_tables}
    siren = place.lender.territory.siren
    file = inventory(tmp_path, ROW, ROW.replace("BAR", "CHA"))

    said = run(runner, "inventory", "import", file, "--territory", siren, "--dry-run").output

    assert said == "2 à créer, 0 à modifier, 0 déjà en place, 0 à corriger.\n"
    assert {table.name: count(table) for table in Base.metadata.sorted_tables} == before


def test_a_workbook_is_imported_and_what_is_left_is_said(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    load(runner, place, inventory(tmp_path, ROW))
    file = tmp_path / "inventaire.xlsx"
    header = ["Réf.", "Libellé", "Qté", "Lieu"]
    file.write_bytes(xlsx([["Inventaire"], header, ["BAR", "Barrière", 9, "Maing – atelier"]]))

    said = load(runner, place, file)

    assert "Ligne 3, Qté : 12 en service, 9 dans le fichier" in said
    assert "0 à créer, 0 à modifier, 1 déjà en place, 0 à corriger." in said


def test_an_inventory_without_its_columns_is_said(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "autre.csv"
    file.write_text("a,b\n1,2\n")

    assert "Aucun en-tête ne se lit" in load(runner, place, file, status=1)


def test_the_territory_of_an_inventory_is_named_when_there_are_several(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    make_territory(siren="200000001")
    file = inventory(tmp_path, ROW)

    assert "--territory" in run(runner, "inventory", "import", file, status=1).output
    siren = place.lender.territory.siren
    run(runner, "inventory", "import", file, "--territory", siren)
    run(runner, "inventory", "import", file, "--territory", "000000000", status=1)


def test_a_file_that_is_not_there_is_said(runner: FlaskCliRunner) -> None:
    run(runner, "inventory", "import", "nulle-part.csv", status=2)
