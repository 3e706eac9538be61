"""The oldest workbooks (.xls, BIFF5): a stream of records inside a compound file.

Written from the public descriptions [MS-XLS] and [MS-CFB]: just what holds texts and numbers.
"""

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    """Return a record: its kind, its length, its body."""
    return struct.pack("<HH", kind, len(body)) + body


def cell(row: int, column: int, value: str | float) -> bytes:
    """Return a cell: a label in Windows-1252, or a number."""
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        said = value.encode("cp1252")
        return record(0x0204, place + struct.pack("<H", len(said)) + said)
    return record(0x0203, place + struct.pack("<d", value))


def stream(rows: Sequence[Sequence[str | float]]) -> bytes:
    """Return the records of a book of one sheet."""
    cells = b"".join(
        cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    )
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 1993))
    size = struct.pack("<HHHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet += record(0x0200, size) + cells + record(0x000A, b"")
    begin = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 1993))
    begin += record(0x0042, struct.pack("<H", 1252))
    name = b"Inventaire"
    length = len(begin) + 4 + 6 + 1 + len(name) + 4
    bound = record(0x0085, struct.pack("<IBBB", length, 0, 0, len(name)) + name)
    return begin + bound + record(0x000A, b"") + sheet


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """Return a compound file whose stream "Book" is a workbook."""
    book = stream(rows)
    book += b"\0" * (max(4096, -(-len(book) // SECTOR) * SECTOR) - len(book))  # no small stream
    count = len(book) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    fat = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    directory = entry("Root Entry", 5, END, 0, child=1) + entry("Book", 2, 2, len(book))
    directory += entry("", 0, 0, 0) * 2
    head = struct.pack("<8s16xHHHHH6x", bytes.fromhex("D0CF11E0A1B11AE1"), 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    return head + struct.pack("<109I", 0, *[FREE] * 108) + fat + directory + book


def entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    """Return an entry of the directory of a compound file."""
    said = name.encode("utf-16-le")
    head = said.ljust(64, b"\0") + struct.pack("<HBB", len(said) + 2 if name else 0, kind, 1)
    return head + struct.pack("<III36xIQ", FREE, FREE, child, start, size)
