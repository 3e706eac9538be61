"""The shipped typeface, Source Sans 3 (SIL OFL, see OFL.md), and what it can draw."""

import unicodedata
from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from

FOLDER = Path(__file__).parent

LAID_OUT = frozenset("\t\n\r")
"""Characters that move the pen and need no glyph."""

FORBIDDEN = frozenset("\N{ZERO WIDTH NO-BREAK SPACE}")
"""Characters the fonts have and PDF/A bans."""

NAMED = 10


def missing_glyphs(text: str) -> str:
    """Return the characters of `text` that no shipped font draws, each once, in order."""
    drawable = _drawable()
    return "".join(dict.fromkeys(character for character in text if character not in drawable))


def named(characters: str) -> str:
    """Return characters as a person can look for them, with their codes; ten of them at most.

    What shows nothing by itself (a joiner, a mark, a control) is its code alone.
    """
    said = [
        f"U+{ord(each):04X}"
        if unicodedata.category(each)[0] in "CMZ"
        else f"{each} (U+{ord(each):04X})"
        for each in characters[:NAMED]
    ]
    return ", ".join(said) + ("…" if len(characters) > NAMED else "")


@cache
def _drawable() -> frozenset[str]:
    """Return the characters that every shipped face has, so that bold never loses one."""
    faces = [_characters(path.read_bytes()) for path in sorted(FOLDER.glob("*.ttf"))]
    return (faces[0].intersection(*faces[1:]) | LAID_OUT) - FORBIDDEN


def _characters(font: bytes) -> frozenset[str]:
    """Return the characters of a TrueType file, from the 32-bit table of its `cmap`."""
    table = _full_unicode(font, _cmap(font))
    groups = iter_unpack(">LLL", font[table + 16 : table + unpack_from(">L", font, table + 4)[0]])
    return frozenset(chr(code) for first, last, _ in groups for code in range(first, last + 1))


def _cmap(font: bytes) -> int:
    """Return where the table of characters begins."""
    (count,) = unpack_from(">H", font, 4)
    tables = iter_unpack(">4sLLL", font[12 : 12 + 16 * count])
    place: int = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    return place


def _full_unicode(font: bytes, cmap: int) -> int:
    """Return where the sub-table of platform 3, encoding 10 (all of Unicode) begins."""
    (count,) = unpack_from(">H", font, cmap + 2)
    records = iter_unpack(">HHL", font[cmap + 4 : cmap + 4 + 8 * count])
    place: int = next(cmap + offset for *encoding, offset in records if encoding == [3, 10])
    return place
