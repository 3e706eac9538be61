"""Papers that people attach: what they are is read in their bytes, never in their name."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 10_000_000
MOST_PARTS = 5_000
NAME = 120
PDF = "application/pdf"
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE_OPEN = {
    "word/document.xml": (f"{OFFICE}.wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{OFFICE}.spreadsheetml.sheet", "xlsx"),
}
ACTING = ("vbaproject.bin", "activex/", "oleobject", "basic/", "scripts/")
"""Parts of a document that can run: macros, controls, packed programs."""
PROGRAMS = (".exe", ".dll", ".com", ".scr", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar")

UNREADABLE = "Ce document ne se lit pas. Formats admis : PDF, ODT, ODS, DOCX et XLSX."
ACTS = "Ce document contient des macros ou un programme. Enregistrez-le sans, ou en PDF."


class NotADocumentError(ValueError):
    """What was sent is no document we take; the message says why, in French."""


@dataclass(frozen=True)
class Sent:
    """A file as somebody sent it; its name is only a name, and its bytes are not printed."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Document:
    """A document whose kind was read in its bytes, under a name that is safe to give back."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    sha256: str  # by which a request key tells two documents apart


def recognize(sent: Sent) -> Document:
    """Return the document with its true kind; raises NotADocumentError."""
    media_type, ending = _kind(sent.content)
    return Document(
        name=safe_name(sent.name, ending),
        media_type=media_type,
        content=sent.content,
        sha256=sha256(sent.content).hexdigest(),
    )


def _kind(content: bytes) -> tuple[str, str]:
    if content.startswith(b"%PDF-"):
        return PDF, "pdf"
    if not content.startswith(b"PK\x03\x04"):  # nothing may stand before the archive
        raise NotADocumentError(UNREADABLE)
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _kind_inside(archive)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, NotADocumentError):
            raise
        raise NotADocumentError(UNREADABLE) from error


def _kind_inside(archive: ZipFile) -> tuple[str, str]:
    names = archive.namelist()
    if not names or len(names) > MOST_PARTS:
        raise NotADocumentError(UNREADABLE)
    _refuse_acting(names)
    if names[0] == "mimetype":
        told = _start(archive, "mimetype")
        if told in OPEN_DOCUMENT:
            return told.decode(), OPEN_DOCUMENT[told]
    elif "[Content_Types].xml" in names:
        for part, kind in OFFICE_OPEN.items():
            if part in names:
                return kind
    raise NotADocumentError(UNREADABLE)


def _refuse_acting(names: Sequence[str]) -> None:
    for name in (each.casefold() for each in names):
        if any(part in name for part in ACTING) or name.endswith(PROGRAMS):
            raise NotADocumentError(ACTS)


def _start(archive: ZipFile, name: str) -> bytes:
    """Return the first bytes of a part: it may claim to be short and unfold for ever."""
    with archive.open(name) as part:
        return part.read(100)


def safe_name(name: str, ending: str) -> str:
    """Return a name without folders, invisible characters or a false ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, given = last.rpartition(".")
    if not dot or len(given) > 5:
        stem = last
    kept = "".join(" " if each in '<>:"|?*' or not each.isprintable() else each for each in stem)
    plain = " ".join(unicodedata.normalize("NFC", kept).split()).strip(". ")
    return f"{plain[: NAME - len(ending) - 1] or 'document'}.{ending}"
