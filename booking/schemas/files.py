"""Photos and papers that are sent, and what others read of them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from booking.documents import attachments, pictures
from booking.documents.attachments import MOST_BYTES, NotADocumentError, Sent
from booking.documents.pictures import NotAPictureError
from booking.schemas import Count, text
from booking.schemas.reservations import Act
from booking.vocabulary import FileKind

SENDING: dict[str, Any] = {
    "required": "Choisissez un fichier.",
    "invalid": "Choisissez un fichier.",
    "empty": "Ce fichier est vide.",
    "heavy": "Ce fichier est trop lourd : {weight} Mo, pour {most} Mo au plus.",
}


class Upload(fields.Field[Any]):
    """A file as a form sends it; nothing of it is read beyond what any may weigh."""

    def __init__(self) -> None:
        described = {"type": "string", "format": "binary"}
        super().__init__(required=True, metadata=described, error_messages=SENDING)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not hasattr(value, "stream") or not value.filename:
            raise self.make_error("invalid")
        weight = value.stream.seek(0, 2)
        if weight > MOST_BYTES:
            megabytes = f"{weight / 1e6:.1f}".replace(".", ",")
            raise self.make_error("heavy", weight=megabytes, most=MOST_BYTES // 1_000_000)
        if not weight:
            raise self.make_error("empty")
        value.stream.seek(0)
        return self.understood(Sent(value.filename, value.stream.read()))

    def understood(self, sent: Sent) -> object:
        """Return what the bytes are, ready to be kept; raises ValidationError."""
        raise NotImplementedError


class PictureFile(Upload):
    """A picture, drawn anew before anything else is done with it."""

    def understood(self, sent: Sent) -> object:
        """Return the picture as it may be kept; raises ValidationError."""
        try:
            return pictures.prepare(sent.content)
        except NotAPictureError as error:
            raise ValidationError(str(error)) from error


class DocumentFile(Upload):
    """A document, known by its bytes."""

    def understood(self, sent: Sent) -> object:
        """Return the document as it may be kept; raises ValidationError."""
        try:
            return attachments.recognize(sent)
        except NotADocumentError as error:
            raise ValidationError(str(error)) from error


class SendPicture(Act):
    """A picture alone."""

    file = PictureFile()


class AddPhoto(SendPicture):
    """A photo, and what it shows in words for who does not see it."""

    alt = text(200)


class AddDocument(Act):
    """A paper, and what it is."""

    file = DocumentFile()
    kind = fields.Enum(
        FileKind,
        by_value=True,
        required=True,
        validate=validate.OneOf(
            [FileKind.MANUAL, FileKind.REPORT, FileKind.OTHER],
            error="Choisissez notice, rapport ou autre document.",
        ),
    )


class Describe(Act):
    """What a photo shows, and its place among the others, from 1."""

    alt = text(200)
    place = Count(load_default=1, validate=validate.Range(1, 99))


class Photo(Schema):
    """A photo of an item, and where its bytes are."""

    id = fields.Integer()
    alt = fields.String()
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)
    url = fields.Function(lambda photo: address(photo.id), metadata={"type": "string"})
    small_url = fields.Function(
        lambda photo: f"{address(photo.id)}/small", metadata={"type": "string"}
    )


class Photos(Schema):
    """The photos of an item, the first one standing for it in lists."""

    photos = fields.List(fields.Nested(Photo))


def address(file_id: int) -> str:
    """Return where a program fetches a file."""
    return f"/api/v1/files/{file_id}"
