"""Bringing an inventory in by the command, as spreadsheets write it."""

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking.db import Base, db
from booking.models.catalogue import Item
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
    "wrong",
    [
        ROW.replace("Parc communautaire", "Parc inconnu"),
        ROW.replace("Maing;lot", "Inconnue;lot"),
        ROW.replace(";12;", ";douze;"),
        ROW.replace(";12;", ";0;"),
        ROW.replace(";12;", ";-1;"),
        ROW.replace(";lot;", ";vrac;"),
        ROW.replace("10,50", "cher"),
        ROW.replace("Barrière", "Barrière \N{PARTY POPPER}"),
        ROW.replace("Maing;lot", "Maing 50 % | Artres 40 %;lot"),
        ROW.replace("Barrière", "x" * 161),
        ROW.replace("BAR;", ";"),
        "BAR;Barrière",
    ],
)
def test_an_inventory_that_cannot_be_read_names_the_line_and_stores_nothing(
    runner: FlaskCliRunner, place: Place, tmp_path: Path, wrong: str
) -> None:
    before = count(Item)

    file = inventory(tmp_path, ROW.replace("BAR", "AAA"), wrong)
    said = load(runner, place, file, status=1)

    assert "L’inventaire n’a pas pu être lu ; rien n’a été enregistré." in said
    assert "\n3: " in said
    assert count(Item) == before


def test_an_inventory_without_its_columns_is_said(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "autre.csv"
    file.write_text("a,b\n1,2\n")

    assert "n’a pas pu être lu" in load(runner, place, file, status=1)


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
