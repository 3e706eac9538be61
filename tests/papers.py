"""Pictures and documents as people send them, made on the spot."""

from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from booking.documents import attachments, pictures
from booking.documents.attachments import Document, Sent
from booking.documents.pictures import Picture

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG", **saved: Any) -> bytes:
    """Return a picture whose upper left quarter is red, the rest green."""
    mode = saved.pop("mode", "RGB")
    drawn = Image.new("RGB", size, "green")
    drawn.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return encoded(drawn.convert(mode), kind, **saved)


def encoded(drawn: Image.Image, kind: str, **saved: Any) -> bytes:
    """Return a drawing as a file of some kind."""
    written = BytesIO()
    drawn.save(written, kind, **saved)
    return written.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a telephone notes: how it was held, its maker, and where it was."""
    noted = Image.Exif()
    noted[ORIENTATION], noted[MAKER] = orientation, "TELEPHONE"
    noted.get_ifd(GPS).update({1: "N", 2: (50.0, 17.0, 30.0), 3: "E", 4: (3.0, 29.0, 0.0)})
    return noted


def archive(*parts: tuple[str, bytes]) -> bytes:
    """Return an archive of some parts, as office documents are."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as zipped:
        for name, content in parts:
            zipped.writestr(name, content)
    return written.getvalue()


def open_text(*more: tuple[str, bytes]) -> bytes:
    """Return a text of LibreOffice, with further parts."""
    return archive(("mimetype", OPEN_TEXT), ("content.xml", b"<x/>"), *more)


def office_text(*more: tuple[str, bytes]) -> bytes:
    """Return a text of Word, with further parts."""
    parts = (("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    return archive(*parts, *more)


def make_picture(size: tuple[int, int] = (640, 480)) -> Picture:
    """Return a picture as the acts take it."""
    return pictures.prepare(photo(size))


def make_document(name: str = "Notice.pdf", content: bytes = b"%PDF-1.7 notice") -> Document:
    """Return a document as the acts take it."""
    return attachments.recognize(Sent(name, content))


def form(content: bytes, name: str, **fields: str) -> dict[str, Any]:
    """Return the body of a form that carries a file, as a client of the tests sends it."""
    sent = FileStorage(BytesIO(content), name)
    boundary, body = encode_multipart({**fields, "file": sent})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def digest(content: bytes) -> str:
    """Return the name under which bytes are kept."""
    return sha256(content).hexdigest()
