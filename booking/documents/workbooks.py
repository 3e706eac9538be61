"""A workbook read in a process of its own: bytes on its input, cells as JSON on its output.

A file of a few kilobytes may claim billions of cells. Whatever its format, it then kills this
process, which has a limit of memory and of time, and never the service. It imports nothing of
ours, so that it starts at once.
"""

import io
import json
import re
import sys
import zipfile
from datetime import date, datetime
from html import unescape
from typing import Any

import python_calamine as calamine

try:
    import resource
except ImportError:  # there are such limits on Unix alone
    resource = None  # type: ignore[assignment]

MEMORY = 1_000_000_000
MOST_ROWS, MOST_COLUMNS = 20_000, 200
MOST_BYTES, MOST_MEMBERS = 200_000_000, 2_000
NO_VALUE = "#FORMULE!"
ERROR = "#ERREUR!"
MANIFEST = "META-INF/manifest.xml"
SUSPECT = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?:([^>]*t="e"[^>]*)>|[^>]*>(?=<f))(.*?)</c>', re.DOTALL
)
"""A cell that holds an error, or a formula."""
VALUE = re.compile(rb"<(?:v|is|t)(?:\s[^>]*)?>[^<]")


def main() -> None:
    """Read a workbook; an exit that is not 0 says why it could not be, in one word."""
    if resource:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        answer: Any = {"tables": tables(sys.stdin.buffer.read())}
    except BaseException as error:  # a panic of the reader is no Exception
        answer = {"refused": _reason(error)}
    json.dump(answer, sys.stdout)


class TooLarge(Exception):  # noqa: N818 # an answer
    """There are more rows, columns or bytes than any inventory has."""


def _reason(error: BaseException) -> str:
    if isinstance(error, TooLarge | MemoryError):
        return "too_large"
    said = f"{type(error).__name__} {error}".casefold()
    return "encrypted" if "password" in said or "encrypt" in said else "broken"


def tables(content: bytes) -> list[dict[str, Any]]:
    """Return the name and the rows of each sheet that people see."""
    formulas = _without_value(content) if content.startswith(b"PK") else {}
    book = calamine.load_workbook(io.BytesIO(content))
    seen = [
        each.name
        for each in book.sheets_metadata
        if each.visible is calamine.SheetVisibleEnum.Visible
        and each.typ is calamine.SheetTypeEnum.WorkSheet
    ]
    return [
        {"name": name, "rows": rows(book.get_sheet_by_name(name), formulas.get(name, {}))}
        for name in seen
    ]


def rows(sheet: calamine.CalamineSheet, said: dict[tuple[int, int], str]) -> list[list[Any]]:
    """Return the rows of a sheet up to the last that says something."""
    if sheet.total_width > MOST_COLUMNS:
        raise TooLarge
    found = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), words in said.items():
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            raise TooLarge
        found += [[] for _ in range(len(found), row + 1)]
        found[row] += [""] * (column + 1 - len(found[row]))
        found[row][column] = words
    _spread(found, sheet.merged_cell_ranges or [])
    while found and not any(found[-1]):
        found.pop()
    if len(found) > MOST_ROWS:
        raise TooLarge
    return found


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, datetime):
        whole = cell.hour == cell.minute == 0
        return {"day": cell.date().isoformat() if whole else cell.isoformat(timespec="minutes")}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if isinstance(cell, str | int | float) else str(cell)


def _spread(found: list[list[Any]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Say in each row what one cell says of several: a depot written once for its ten lines."""
    for (first, left), (last, right) in merged:
        for row in range(first + 1, min(last + 1, len(found))):
            if left == right and left < len(found[row]) and not found[row][left]:
                found[row][left] = found[first][left]


def _without_value(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Return, by sheet, the cells whose formula has no value or a wrong one.

    The reader says nothing of them. Raises TooLarge when the archive unpacks to too much.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
            raise TooLarge
        names = {each.filename for each in members}
        if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
            raise PermissionError("encrypted")
        if "xl/workbook.xml" not in names:
            return {}
        book, links = archive.read("xl/workbook.xml"), _links(archive, names)
        sheets = re.findall(rb'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"', book)
        return {
            _unescaped(name): _scan(archive.read(links[link]))
            for name, link in sheets
            if links.get(link) in names
        }


def _links(archive: zipfile.ZipFile, names: set[str]) -> dict[bytes, str]:
    path = "xl/_rels/workbook.xml.rels"
    text = archive.read(path) if path in names else b""
    found = {}
    for tag in re.findall(rb"<Relationship [^>]*>", text):
        target, link = re.search(rb'Target="([^"]*)"', tag), re.search(rb'Id="([^"]*)"', tag)
        if target and link:
            where = target[1].decode("utf-8", "replace")
            found[link[1]] = where[1:] if where.startswith("/") else f"xl/{where}"
    return found


def _unescaped(name: bytes) -> str:
    return unescape(name.decode("utf-8", "replace"))


def _scan(sheet: bytes) -> dict[tuple[int, int], str]:
    found = {}
    for letters, row, wrong, inside in SUSPECT.findall(sheet):
        if wrong or not VALUE.search(inside):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            found[int(row) - 1, column - 1] = ERROR if wrong else NO_VALUE
    return found


if __name__ == "__main__":
    main()
