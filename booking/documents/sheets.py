"""Spreadsheets: bytes in, tables of cells out; rows in, CSV and XLSX out."""

import csv
import io
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import multimode
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from booking.documents import workbooks
from booking.errors import Invalid
from booking.rules.cells import Cell, guarded
from booking.rules.sheet import Table

MOST_BYTES = 10_000_000
SECONDS = 30
BOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc", b"\x1f\x8b")
PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<table|<\?xml)", re.IGNORECASE)

Value = str | int | Decimal | date | None


def read(content: bytes) -> list[Table]:
    """Return the tables of a file: .xlsx, .ods, .xls or text; raises Invalid."""
    if len(content) > MOST_BYTES:
        raise Invalid("sheet_too_heavy")
    if ENCRYPTED in content[:2_000_000] and content.startswith(BOOK[1]):
        raise Invalid("sheet_encrypted")
    if content.startswith(BOOK):
        return _workbook(content)
    if content.startswith(OTHERS):
        raise Invalid("sheet_broken")
    if PAGE.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Invalid("sheet_page")
    return [Table("", _text(content))]


def _workbook(content: bytes) -> list[Table]:
    """Read a workbook in a process of its own, which may die of it."""
    command = [sys.executable, "-I", str(Path(workbooks.__file__))]
    try:
        done = subprocess.run(  # noqa: S603 # our own module, no shell
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid("sheet_too_large") from error
    if done.returncode:  # no memory was left to say why
        raise Invalid("sheet_too_large")
    answer = json.loads(done.stdout)
    if reason := answer.get("refused"):
        raise _refusal_of(reason)
    return [
        Table(each["name"], [[_cell(cell) for cell in row] for row in each["rows"]])
        for each in answer["tables"]
    ]


def _cell(cell: Any) -> Cell:
    """Return a cell from JSON, where a day, with its hour if it has one, is the only object."""
    if isinstance(cell, dict):
        read = datetime if "T" in cell["day"] else date
        return read.fromisoformat(cell["day"])
    return cast(Cell, cell)


def pack(tables: Iterable[Table]) -> bytes:
    """Return tables as they are kept between two steps of their reading."""
    kept = [{"name": table.name, "rows": table.rows} for table in tables]
    return zlib.compress(json.dumps(kept, default=_as_object).encode())


def _as_object(cell: date) -> dict[str, str]:
    return {"day": cell.isoformat()}


def unpack(content: bytes) -> list[Table]:
    """Return the tables that were packed."""
    return [
        Table(each["name"], [[_cell(cell) for cell in row] for row in each["rows"]])
        for each in json.loads(zlib.decompress(content))
    ]


def _refusal_of(reason: str) -> Invalid:
    if reason == "encrypted":
        return Invalid("sheet_encrypted")
    return Invalid("sheet_too_large") if reason == "too_large" else Invalid("sheet_broken")


def _text(content: bytes) -> list[Sequence[Cell]]:
    written = _decoded(content)
    if "\0" in written:
        raise Invalid("sheet_broken")
    lines = list(io.StringIO(written, newline=""))
    if lines and (told := re.fullmatch(r'"?sep=(.)"?\s*', lines[0])):
        lines[0], delimiter = "\n", told[1]
    else:
        delimiter = _delimiter(lines[:60])
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise Invalid("sheet_broken") from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > workbooks.MOST_ROWS or max(map(len, rows), default=0) > workbooks.MOST_COLUMNS:
        raise Invalid("sheet_too_large")
    return list(rows)


def _decoded(content: bytes) -> str:
    """Return a text as UTF-16, as UTF-8, or else the old Windows way."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").removeprefix("\ufeff")
    sample = content[:2_000]
    if len(sample) > 3 and sample.count(0) > len(sample) // 3:
        return content.decode("utf-16-le" if sample[1] == 0 else "utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimiter(lines: list[str]) -> str:
    """Return what parts the cells: the mark that makes rows of the same width, wide ones."""

    def merit(mark: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1]
        except csv.Error:
            return 0, 0
        width = max(multimode(widths), default=1)
        return widths.count(width) * min(width, 4), width

    return max(";\t,|", key=merit)


def as_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as Excel opens them in France: semicolons, UTF-8 with its mark, CRLF."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([_written(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _written(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return guarded(value) if isinstance(value, str) else str("" if value is None else value)


def as_xlsx(title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as a workbook of one sheet, its first row kept in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    head, *rest = [list(row) for row in rows]
    for place, name in enumerate(head, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(str(name)) + 2)
    sheet.append([_bold(sheet, str(name)) for name in head])
    for row in rest:
        sheet.append([_typed(sheet, value) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _typed(sheet: Any, value: Value) -> Any:
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", guarded(value))
    if not isinstance(value, Decimal | date):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = "dd/mm/yyyy" if isinstance(value, date) else "#,##0.00"
    return cell


def _bold(sheet: Any, said: str) -> Any:
    cell = WriteOnlyCell(sheet, value=said)
    cell.font = Font(bold=True)
    return cell
