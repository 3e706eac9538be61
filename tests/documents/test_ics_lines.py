"""The lines of an .ics component: icalendar judges them."""

from datetime import UTC, date, datetime

import icalendar
import pytest

from booking.documents.ics_lines import component

AT = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
GIVEN: list[tuple[str, object]] = [
    ("UID", "reservation-12@parc-commun"),
    ("DTSTAMP", AT),
    ("LAST-MODIFIED", AT),
    ("SEQUENCE", 3),
    ("DTSTART", date(2027, 10, 31)),
    ("DTEND", date(2027, 11, 2)),
    ("LOCATION", ""),
    ("CATEGORIES", ["Fêtes, cérémonies", "Tentes"]),
    ("URL", "https://parc.example/demandes/12?a=1;b,c"),
    ("STATUS", "CONFIRMED"),
    ("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY"),
]
TEXTS = [
    "2 tentes — Quérénaing",
    "a;b,c\\d:e\nf\\n",
    "é" * 200,
    "x" + "é" * 200,
    "\N{PARTY POPPER}" * 90,
    "e\N{COMBINING ACUTE ACCENT}" * 90,
    "x" * 67,
    "x" * 68,
    "\n" * 80,
]


def by_the_library(properties: list[tuple[str, object]]) -> bytes:
    """Return the same component as the library writes it."""
    part = icalendar.Event()
    for name, value in properties:
        if value not in ("", []):
            part.add(name, value)
    lines: bytes = part.to_ical()
    return lines


@pytest.mark.parametrize("text", TEXTS)
def test_the_library_writes_the_same_but_for_where_it_folds(text: str) -> None:
    given = [*GIVEN, ("SUMMARY", text), ("DESCRIPTION", text)]

    def lines(written: bytes) -> list[bytes]:
        return sorted(written.replace(b"\r\n ", b"").split(b"\r\n"))

    assert lines(component("VEVENT", given)) == lines(by_the_library(given))


@pytest.mark.parametrize("text", TEXTS)
def test_the_library_reads_what_was_written(text: str) -> None:
    body = component("VEVENT", [*GIVEN, ("SUMMARY", text)])

    read = icalendar.Event.from_ical(body)

    assert read["SUMMARY"] == text
    assert read.decoded("DTEND") == date(2027, 11, 2)
    assert not read.errors
    assert max(map(len, body.split(b"\r\n"))) <= 75
    for line in body.split(b"\r\n"):
        line.decode()  # no character is cut
