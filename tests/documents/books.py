"""Spreadsheets as town halls send them, made by the tests."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, title: str = "Inventaire", merged: Sequence[str] = (), **more: Rows) -> bytes:
    """Return a workbook, with other sheets by their title."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv(rows: Rows, mark: str = ";", encoding: str = "utf-8") -> bytes:
    """Return a text, its cells parted by a mark."""
    lines = [mark.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="Inventaire">%s
<table:table-row table:number-rows-repeated="1048000"><table:table-cell
 table:number-columns-repeated="1024"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>%s</manifest:manifest>"""
LOCKED = """<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">
<manifest:encryption-data/></manifest:file-entry>"""


def ods(rows: Rows, *, locked: bool = False) -> bytes:
    """Return an OpenDocument sheet as LibreOffice writes them, with its million blank rows."""
    drawn = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST % (LOCKED if locked else ""))
        archive.writestr("content.xml", ODS % drawn)
    return kept.getvalue()


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return _valued("date", f'office:date-value="{cell.isoformat()}"', f"{cell:%d/%m/%Y}")
    if isinstance(cell, int | float):
        return _valued("float", f'office:value="{cell}"', str(cell))
    return _valued("string", "", escape(cell))


def _valued(kind: str, value: str, said: str) -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" {value}><text:p>{said}</text:p>'
        "</table:table-cell>"
    )


def bomb(megabytes: int) -> bytes:
    """Return a workbook that unpacks to so many megabytes of zeros."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (megabytes * 1_000_000))
    return kept.getvalue()


def far(rows: Rows) -> bytes:
    """Return a workbook that has one more cell, in the last row and column there can be."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    sheet["XFD1048576"] = "x"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def hide(content: bytes, title: str) -> bytes:
    """Return a workbook one sheet of which is hidden."""
    book = load_workbook(io.BytesIO(content))
    book[title].sheet_state = "hidden"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
