"""Papers: known by their bytes, given back under a safe name."""

import pytest

from booking.documents.attachments import ACTS, NAME, UNREADABLE, NotADocumentError, Sent, recognize
from tests.papers import archive, digest, office_text, open_text, photo

SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
TAKEN: dict[str, tuple[bytes, str, str]] = {
    "pdf": (b"%PDF-1.7\n%%EOF", "pdf", "application/pdf"),
    "odt": (open_text(), "odt", "application/vnd.oasis.opendocument.text"),
    "ods": (archive(("mimetype", SHEET)), "ods", SHEET.decode()),
    "docx": (
        office_text(),
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (
        archive(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@pytest.mark.parametrize(("content", "ending", "media_type"), TAKEN.values(), ids=TAKEN)
@pytest.mark.parametrize("name", ["Notice", "Notice.pdf", "Notice.exe", "C:\\Mes docs\\Notice.txt"])
def test_a_paper_is_what_its_bytes_say(
    name: str, content: bytes, ending: str, media_type: str
) -> None:
    found = recognize(Sent(name, content))

    assert (found.name, found.media_type) == (f"Notice.{ending}", media_type)
    assert (found.content, found.sha256) == (content, digest(content))


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", UNREADABLE),
    "a text": (b"Notice", UNREADABLE),
    "a page": (b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    "a page that names PDF": (b"<html>%PDF-1.7", UNREADABLE),
    "a program": (b"MZ\x90\0", UNREADABLE),
    "a script": (b"#!/bin/sh\nrm -rf /", UNREADABLE),
    "a program with an archive behind": (b"MZ" + open_text(), UNREADABLE),
    "a picture": (photo(), UNREADABLE),
    "an old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, UNREADABLE),
    "any archive": (archive(("lettre.txt", b"x")), UNREADABLE),
    "an empty archive": (archive(), UNREADABLE),
    "half an archive": (open_text()[:60], UNREADABLE),
    "a slide show": (
        archive(("mimetype", b"application/vnd.oasis.opendocument.presentation")),
        UNREADABLE,
    ),
    "a Java program": (archive(("META-INF/MANIFEST.MF", b""), ("A.class", b"")), UNREADABLE),
    "too many parts": (
        open_text(*((f"{rank}.xml", b"") for rank in range(5_000))),
        UNREADABLE,
    ),
    "a Word with macros": (office_text(("word/vbaProject.bin", b"x")), ACTS),
    "a Word with a packed program": (office_text(("word/embeddings/oleObject1.bin", b"x")), ACTS),
    "a Word with a control": (office_text(("word/activeX/activeX1.xml", b"x")), ACTS),
    "a text with macros": (open_text(("Basic/Standard/Module1.xml", b"x")), ACTS),
    "a text with a script": (open_text(("Scripts/python/a.py", b"x")), ACTS),
    "a text with a program": (open_text(("Pictures/setup.EXE", b"x")), ACTS),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_paper_or_can_run_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(NotADocumentError) as refusal:
        recognize(Sent("notice.pdf", content))

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Notice d’été.pdf", "Notice d’été.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..", "document.pdf"),
        ("", "document.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ('a"b<c>|d?.pdf', "a b c d.pdf"),
        ("con.voc.2026.pdf", "con.voc.2026.pdf"),
        ("Rapport du 4 décembre. Suite", "Rapport du 4 décembre. Suite.pdf"),
        ("é" * 300, "é" * (NAME - 4) + ".pdf"),
        ("e\u0301te.pdf", "éte.pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, kept: str) -> None:
    assert recognize(Sent(given, b"%PDF-1.7")).name == kept


def test_bytes_are_never_printed() -> None:
    sent = Sent("a.pdf", b"%PDF-" + b"x" * 100_000)

    assert len(repr(sent)) < 300
    assert len(repr(recognize(sent))) < 300
