"""Tables in and out, in every form town halls send."""

import codecs
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from booking.documents import sheets
from booking.documents.sheets import Value
from booking.errors import Invalid
from booking.rules import cells
from tests.documents import books
from tests.documents.biff import xls

ROWS: list[list[Any]] = [
    ["Réf.", "Désignation", "Qté", "Valeur"],
    ["A1", "Élévateur – 3 m", 12, 48.5],
    ["007", "Chaise « pliante »", 4, 18],
]


def rows(content: bytes) -> list[list[Any]]:
    return [list(row) for row in sheets.read(content)[0].rows]


@pytest.mark.parametrize("made", [books.xlsx, books.ods])
def test_a_workbook_gives_texts_numbers_and_days(made: Any) -> None:
    day = date(2019, 3, 12)

    assert rows(made([*ROWS, ["B", None, None, day]])) == [*ROWS, ["B", "", "", day]]


def test_the_oldest_workbooks_are_read() -> None:
    read = rows(xls([["Réf.", "Désignation", "Qté"], ["A1", "Chaise", 12.0], ["B2", "", 2.5]]))

    assert read == [["Réf.", "Désignation", "Qté"], ["A1", "Chaise", 12], ["B2", "", 2.5]]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_text_is_read_whatever_parts_its_cells_and_writes_its_letters(
    mark: str, encoding: str
) -> None:
    assert rows(books.csv(ROWS, mark, encoding)) == [[str(cell) for cell in row] for row in ROWS]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("sep=,\r\na,b\r\n", [[], ["a", "b"]]),
        ('a;b\n"x;y\nz";"12,5"\n', [["a", "b"], ["x;y\nz", "12,5"]]),
        ("Inventaire, 2026\n\nRéf;Nom;Qté\nA;x, y, z;1\nB;x;2\n", None),
        ("a;b\n;;;;\n;;;;\n", [["a", "b"]]),
        ("", []),
    ],
)
def test_texts_of_all_kinds(said: str, found: list[list[str]] | None) -> None:
    read = rows(said.encode())

    assert read == found if found is not None else read[3] == ["A", "x, y, z", "1"]


def test_what_one_cell_says_of_several_rows_is_said_in_each() -> None:
    table = [["Titre", None], ["Dépôt", "Réf"], ["Hangar", "A"], [None, "B"], [None, "C"]]

    read = rows(books.xlsx(table, merged=["A1:B1", "A3:A5"]))

    assert read[0] == ["Titre", ""]
    assert [row[0] for row in read[2:]] == ["Hangar"] * 3


def test_a_formula_is_its_value_and_one_without_is_said() -> None:
    assert rows(books.xlsx([["a", "=1+1"], ["=A1", "b"]])) == [
        ["a", "#FORMULE!"],
        ["#FORMULE!", "b"],
    ]


def test_every_sheet_is_given() -> None:
    found = sheets.read(books.xlsx(ROWS, "Un", Deux=[["x"]], **{"Trois & quatre": [["=1"]]}))

    assert [table.name for table in found] == ["Un", "Deux", "Trois & quatre"]
    assert found[2].rows == [["#FORMULE!"]]


LARGE = b"a;b\n" + b"x;y\n" * 20_001
REFUSED = {
    "a heavy file": (b"a;b\n" + b"x" * 40_000_000, "sheet_too_heavy"),
    "a zip bomb": (books.bomb(300), "sheet_too_large"),
    "too many rows": (LARGE, "sheet_too_large"),
    "too many columns": (b"x;" * 300, "sheet_too_large"),
    "a locked workbook": (books.ods([["a"]], locked=True), "sheet_encrypted"),
    "an encrypted workbook": (
        bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le"),
        "sheet_encrypted",
    ),
    "a broken workbook": (b"PK\x03\x04" + b"\0" * 500, "sheet_broken"),
    "a workbook cut short": (books.xlsx(ROWS)[:2000], "sheet_broken"),
    "a broken old workbook": (xls(ROWS)[:700], "sheet_broken"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "sheet_broken"),
    "a portable document": (b"%PDF-1.7", "sheet_broken"),
    "a web page": (b"<html><table><tr><td>a</td></tr></table>", "sheet_page"),
    "bytes": (bytes(range(256)) * 4, "sheet_broken"),
    "a cell without end": (b'a;"' + b"x" * 200_000, "sheet_broken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(name: str) -> None:
    content, code = REFUSED[name]

    with pytest.raises(Invalid) as refusal:
        sheets.read(content)
    assert refusal.value.code == code


def test_a_workbook_of_a_billion_cells_is_refused() -> None:
    table: list[list[Any]] = [["a"]]
    content = books.far(table)

    with pytest.raises(Invalid, match="sheet_too_large"):
        sheets.read(content)


def test_a_million_blank_rows_are_nothing() -> None:
    assert rows(books.ods(ROWS)) == ROWS
    assert rows(b"a;b\n" + b";\n" * 1_000_000) == [["a", "b"]]


SAID: list[Value] = ["=1+1", "+33 6", "-", "@x", "'=x", "''-x", "'x", "x=1"]


def test_what_is_written_comes_back_and_none_of_it_acts() -> None:
    table: list[list[Value]] = [["a", "b", "c", "d"]]
    table += [[said, 3, Decimal("1234.50"), date(2019, 3, 12)] for said in SAID]

    text, book = rows(sheets.as_csv(table)), rows(sheets.as_xlsx("Inventaire", table))

    for read in (text, book):
        assert not [row[0] for row in read if row[0].startswith(("=", "+", "-", "@"))]
        assert [cells.text(row[0]) for row in read] == [row[0] for row in table]
    assert text[1][1:] == ["3", "1234,50", "12/03/2019"]
    assert book[1][1:] == [3, 1234.5, date(2019, 3, 12)]


def test_a_text_opens_in_excel() -> None:
    written = sheets.as_csv([["Réf", "Qté"], ["A;B", 1]])

    assert written.startswith(codecs.BOM_UTF8)
    assert written.decode("utf-8-sig") == 'Réf;Qté\r\n"A;B";1\r\n'


def test_what_is_packed_is_unpacked() -> None:
    read = sheets.read(books.xlsx([*ROWS, ["B", None, None, date(2019, 3, 12)]]))

    assert sheets.unpack(sheets.pack(read)) == read
