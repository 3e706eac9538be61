"""Spreadsheets through the pages: one sent by a form, one given back."""

from flask import make_response, request
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking.documents import sheets

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SECONDS = "1"
"""After which the page of a file being read comes back for the next step."""


def received() -> tuple[str, bytes]:
    """Return the name and the content of the file that was sent; raises ValidationError."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise ValidationError({"file": ["Choisissez un fichier."]})
    content = sent.stream.read(sheets.MOST_BYTES + 1)
    if not content:
        raise ValidationError({"file": ["Ce fichier est vide."]})
    name = sent.filename.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in name if each.isprintable()), content


def attached(content: bytes, name: str) -> Response:
    """Return the answer that carries a table, to be saved under its name."""
    answer = make_response(content)
    answer.headers["Content-Type"] = MEDIA[name.rpartition(".")[2]]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
