"""What a line of promises says: of what, to whom, when."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from booking.intake import Outcome
from booking.rules.columns import find
from booking.rules.naming import Names
from booking.rules.promises import PROMISES, PURPOSE, Known, Row, read

KNOWN = Known(
    items=Names({1: "Chaise pliante", 2: "Tente", 3: "Tente", 4: "Barrière de police"}),
    references={"cha-001": 1, "ten-1": 2, "ten-2": 3, "12": 4},
    foreign={"nac-1": "Parc technique"},
    organizations=Names(
        {7: "Quérénaing", 8: "Maing"}, {"215904772": 7, "59477": 7, "1004": 8, "01004": 8}
    ),
    zone=ZoneInfo("Europe/Paris"),
    now=datetime(2026, 11, 26, tzinfo=UTC),
    lost=lambda said: "☂" if "☂" in said else "",
)
LINE = {"name": "Chaise pliante", "quantity": 10, "starts_at": "12/06/2027", "borrower": "Maing"}


def line(**cells: Any) -> Row:
    return read(4, LINE | cells, KNOWN)


def codes(row: Row) -> list[tuple[str, str]]:
    return [(each.column, each.code) for each in row.problems]


@pytest.mark.parametrize(
    ("cells", "item"),
    [
        ({}, 1),
        ({"name": "CHAISES PLIANTES"}, 1),
        ({"name": "cha-001"}, 1),
        ({"reference": "TEN-2"}, 3),
        ({"reference": 12.0}, 4),
        ({"reference": "inconnue", "name": "Barrières de police"}, 4),
    ],
)
def test_an_item_is_named_by_its_reference_or_its_name(cells: Any, item: int) -> None:
    found = line(**cells)

    assert (found.item_id, codes(found)) == (item, [])


@pytest.mark.parametrize(
    ("said", "borrower"),
    [("Mairie de Quérénaing", 7), ("querenaing", 7), ("215 904 772", 7), (59477, 7), (1004, 8)],
)
def test_a_borrower_is_named_by_name_siren_or_insee_code(said: Any, borrower: int) -> None:
    assert line(borrower=said).borrower_id == borrower


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"name": "Tente"}, ("name", "doubt")),
        ({"name": "Chaise"}, ("name", "nearest")),
        ({"name": "Hélicoptère"}, ("name", "unknown")),
        ({"name": ""}, ("name", "missing")),
        ({"reference": "NAC-1", "name": "Nacelle"}, ("name", "foreign_pool")),
        ({"quantity": "beaucoup"}, ("quantity", "number")),
        ({"quantity": 0}, ("quantity", "bounds")),
        ({"starts_at": "hier"}, ("starts_at", "day")),
        ({"borrower": "Querenain"}, ("borrower", "nearest")),
        ({"borrower": ""}, ("borrower", "missing")),
        ({"note": "☂"}, ("note", "unprintable")),
        ({"note": "x" * 1_001}, ("note", "too_long")),
        ({"note": "=HYPERLINK(1)"}, ("note", "formula")),
    ],
)
def test_what_is_wrong_is_said_of_its_column(cells: Any, problem: tuple[str, str]) -> None:
    found = line(**cells)

    assert codes(found) == [problem]
    assert found.outcome is Outcome.WRONG


def test_without_a_quantity_there_is_one() -> None:
    assert line(quantity=None).quantity == 1


def test_the_note_is_the_purpose_cut_between_words() -> None:
    assert line().purpose == PURPOSE
    assert line(note="Fête\nde l’école").purpose == "Fête de l’école"
    long = line(note="mot " * 60).purpose
    assert len(long) <= 160
    assert long.endswith("mot…")


def test_lines_go_together_by_borrower_dates_and_note() -> None:
    assert line(note="Fête").together == line(note="fete", quantity=3).together
    assert line(note="Fête").together != line(note="Marché").together
    assert line().same != line(quantity=3).same


def test_cells_are_kept_as_they_were_written() -> None:
    found = line(starts_at=datetime(2027, 6, 12, 14), quantity=12.0)  # noqa: DTZ001

    assert (found.said["starts_at"], found.said["quantity"]) == ("12/06/2027 14:00", "12")


@pytest.mark.parametrize(
    ("titles", "known"),
    [
        (["Matériel", "Du", "Au", "Commune"], True),
        (["Réf.", "Qté", "Date de retrait", "Demandeur", "Tél."], True),
        (["Désignation", "Dates", "Emprunté par"], True),
        (["Matériel", "Du", "Au"], False),
        (["Matériel", "Commune"], False),
        (["Du", "Au", "Commune"], False),
    ],
)
def test_a_header_names_what_when_and_who(titles: list[str], known: bool) -> None:
    assert (find([["Prêts"], titles], PROMISES) is not None) is known
