"""Taking over promises by the command, as spreadsheets write them."""

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking.db import Base, db
from booking.models.mail import Message
from booking.models.reservations import Reservation
from booking.vocabulary import MailKind, Status
from tests.factories import make_territory
from tests.pages.place import Place, make_place
from tests.terminal import count, run

HEADER = "Prêts promis\n\nMatériel;Qté;Du;Au;Commune;Motif"
TENTS = "Tentes pliantes;2;12 juin;13 juin;Mairie de Quérénaing;Fête"
CHAIRS = "Chaise pliante;20;12/06;13/06;Artres;Fête"


@pytest.fixture
def place(base: object) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


def table(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    file = folder / "promesses.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding=encoding)
    return file


def load(runner: FlaskCliRunner, place: Place, file: Path, *options: str, status: int = 0) -> str:
    siren = place.lender.territory.siren
    words = ("reservations", "import", file, "--territory", siren, *options)
    return run(runner, *words, status=status).output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_promises_are_taken_over_as_spreadsheets_write_them(
    runner: FlaskCliRunner, place: Place, tmp_path: Path, encoding: str
) -> None:
    said = load(runner, place, table(tmp_path, TENTS, CHAIRS, encoding=encoding))

    assert "2 validées." in said
    found = db.session.scalars(select(Reservation)).all()
    assert [each.status for each in found] == [Status.APPROVED] * 2
    told = db.session.scalars(select(Message).filter_by(kind=MailKind.ENTERED)).all()
    assert {each.to for each in told} == {place.secretary.email, place.neighbour.email}


def test_taking_over_twice_changes_nothing(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    file = table(tmp_path, TENTS, CHAIRS)
    load(runner, place, file)
    before = {table.name: count(table) for table in Base.metadata.sorted_tables}

    assert "2 déjà enregistrées." in load(runner, place, file)

    assert {table.name: count(table) for table in Base.metadata.sorted_tables} == before


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    rows = (TENTS, TENTS.replace(";2;", ";3;").replace("Fête", "Bal"), "Barnum;1;12 juin;;Artres;")

    said = load(runner, place, table(tmp_path, *rows), "--dry-run")

    assert "Ligne 5, Qté : 2 libres (Tente pliante) pour 3 à ces dates." in said
    assert "Ligne 6, Matériel : « Barnum » n’est pas connu." in said
    assert "1 à valider, 1 en conflit, 1 à corriger." in said
    assert count(Reservation) == 0


def test_what_does_not_fit_is_listed_and_fails_the_command(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    said = load(runner, place, table(tmp_path, TENTS, TENTS.replace("Fête", "Bal")), status=0)
    assert "2 validées." in said

    said = load(runner, place, table(tmp_path, TENTS.replace(";2;", ";9;")), status=1)

    assert "Les lignes ci-dessus ne sont pas toutes reprises." in said
    assert count(Reservation) == 2


def test_a_file_without_a_header_says_so(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "autre.csv"
    file.write_text("a;b\n1;2\n")

    assert "Aucun en-tête ne se lit" in load(runner, place, file, status=1)


def test_the_territory_is_named_when_there_are_several(
    runner: FlaskCliRunner, place: Place, tmp_path: Path
) -> None:
    make_territory()

    done = run(runner, "reservations", "import", table(tmp_path, TENTS), status=1)

    assert "Précisez le territoire" in done.output
