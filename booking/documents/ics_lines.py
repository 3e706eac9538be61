"""The lines of an .ics component, written as RFC 5545 has them; the tests have icalendar judge.

The library writes the same several times more slowly, which a feed of a thousand events shows.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

LONGEST = 75
MAX_TEXT = 2_000  # one pasted report must not crowd the other events out
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SOUND = re.compile(
    rb"BEGIN:VEVENT\r\n"
    rb"(?:(?=[^\r]{1,75}\r)[A-Z-]+(?:;(?:[^:\x00-\x1f]|\r\n (?=[^\r]{1,74}\r))*)?:"
    rb"[^\x00-\x1f\x7f]*\r\n"
    rb"(?:(?=[^\r]{1,75}\r) [^\x00-\x1f\x7f]*\r\n)*)+"
    rb"END:VEVENT\r\n"
)


def component(kind: str, properties: Iterable[tuple[str, object]]) -> bytes:
    """Return a component of plain properties: texts, lists of texts, numbers, days and instants.

    They come in the order given; what is empty is left out.
    """
    lines = [f"BEGIN:{kind}".encode()]
    for name, value in properties:
        if value not in ("", []):
            line = _line(name, value).encode()
            lines.append(line if len(line) <= LONGEST else _folded(line))
    lines.append(f"END:{kind}\r\n".encode())
    return b"\r\n".join(lines)


def sound(lines: bytes) -> bytes:
    """Return the lines of an event; raises ValueError when a strict reader would refuse them."""
    if not _SOUND.fullmatch(lines):
        raise ValueError("lines that a strict reader refuses")
    return lines


def _line(name: str, value: object) -> str:
    if isinstance(value, str):  # an address is written as it is
        return f"{name}:{value if name == 'URL' else _escaped(value)}"
    if isinstance(value, datetime):
        return f"{name}:{_compact(value.astimezone(UTC).isoformat()[:19])}Z"
    if isinstance(value, date):
        return f"{name};VALUE=DATE:{_compact(value.isoformat())}"
    if isinstance(value, list):
        return f"{name}:{','.join(map(_escaped, value))}"
    return f"{name}:{value}"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;")
    return text.replace(",", "\\,").replace("\n", "\\n")


def _compact(moment: str) -> str:
    return moment.replace("-", "").replace(":", "")


def _folded(line: bytes) -> bytes:
    """Return a line in pieces of at most 75 octets, never cut inside a character."""
    pieces, room = [], LONGEST
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # the second octet of a character, or a later one
            cut -= 1
        pieces.append(line[:cut])
        line, room = line[cut:], LONGEST - 1
    return b"\r\n ".join((*pieces, line))


def on_one_line(text: str) -> str:
    """Return the text on one line, its French no-break spaces kept."""
    text = safe(text)
    return re.sub(r"[ \n]+", " ", text) if "\n" in text or "  " in text else text


def safe(text: str) -> str:
    """Return the text without the characters that made a reader refuse or cut a feed.

    `splitlines` knows all of Word's line ends (VT, NEL, U+2028…) and leaves only newlines.
    """
    if len(text) <= MAX_TEXT and text.isprintable():  # most are, and it is soon told
        return text.strip()
    lines = text.replace("\t", " ").splitlines()
    kept = "\n".join(_UNSAFE.sub("", line) for line in lines).strip()
    return kept if len(kept) <= MAX_TEXT else kept[: MAX_TEXT - 1] + "…"
