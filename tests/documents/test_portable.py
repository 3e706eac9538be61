"""Which PDFs are taken as the scan of a signed paper: those that open and do nothing."""

import io
import zlib

import pypdf
import pytest
from PIL import Image
from pypdf.generic import NameObject

from booking.documents import paper as drawing
from booking.documents.portable import ACTS, BROKEN, SECRET, flaw
from tests.documents.samples import PLAIN
from tests.signing import SCANNED


def scanned() -> bytes:
    """Return what a scanner makes: a picture on a page."""
    made = io.BytesIO()
    Image.new("1", (80, 110)).save(made, "PDF")
    return made.getvalue()


def written(change: str = "") -> bytes:
    """Return what a PDF library writes, with something that it should not have."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(scanned()))
    if change == "attachment":
        writer.add_attachment("a.exe", b"MZ")
    if change in ("/Launch", "/JavaScript"):
        action = pypdf.generic.DictionaryObject({NameObject("/S"): NameObject(change)})
        writer.root_object[NameObject("/OpenAction")] = action
    if change == "locked":
        writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def packed() -> bytes:
    """Return a PDF whose objects are packed in a stream, with a table of them in another."""
    inside = b"1 0 2 33 " + b"<</Type/Catalog/Pages 2 0 R>>    " + b"<</Type/Pages/Kids[]/Count 0>>"
    stream = zlib.compress(inside)
    start = b"%%PDF-1.5\n3 0 obj<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>stream\n"
    body = start % len(stream) + stream + b"\nendstream endobj\n"
    table = b"4 0 obj<</Type/XRef/Root 1 0 R/Size 5/W[1 2 1]/Length 0>>stream\n\nendstream endobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


@pytest.mark.parametrize("made", [scanned, written, packed, lambda: SCANNED])
def test_what_scanners_and_libraries_make_is_taken(made: object) -> None:
    assert callable(made)
    assert flaw(made()) == ""


def test_a_paper_of_the_service_itself_is_taken() -> None:
    assert flaw(drawing.render(PLAIN)) == ""


@pytest.mark.parametrize("after", [b"\r\n", b"\n\x00\x00", b""])
def test_a_few_bytes_after_the_end_do_not_matter(after: bytes) -> None:
    assert flaw(scanned().rstrip() + after) == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-", BROKEN),
        (b"%PDF-1.4 scan", BROKEN),
        (b"MZ" + SCANNED, BROKEN),
        (scanned()[:-20], BROKEN),
        (scanned()[: len(scanned()) // 2], BROKEN),
        (b"%PDF-1.4\nstartxref\n9\n%%EOF", BROKEN),
        (SCANNED.replace(b"/Page", b"/Pages"), BROKEN),
        (SCANNED.replace(b"41", b"999999"), BROKEN),
        (SCANNED + b"x" * 3_000, BROKEN),
        (written("locked"), SECRET),
        (written("/JavaScript"), ACTS),
        (written("attachment"), ACTS),
        (written("/Launch"), ACTS),
    ],
)
def test_what_does_not_open_or_acts_is_refused(content: bytes, said: str) -> None:
    assert flaw(content) == said
