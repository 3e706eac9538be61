"""Photos and papers that are sent, and what others read of them."""

from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate

from booking.documents import attachments, pictures
from booking.documents.attachments import MOST_BYTES, NotADocumentError, Sent
from booking.documents.pictures import NotAPictureError
from booking.schemas import Count, text
from booking.schemas.reservations import Act
from booking.vocabulary import FileKind


class Upload(fields.Field[Sent]):
    """A file as a form sends it; nothing of it is read beyond what any may weigh."""

    default_error_messages: ClassVar[dict[str, str]] = {
        "required": "Choisissez un fichier.",
        "invalid": "Choisissez un fichier.",
        "empty": "Ce fichier est vide.",
        "heavy": "Ce fichier est trop lourd : {weight} Mo, pour {most} Mo au plus.",
    }

    def __init__(self, **given: Any) -> None:
        described = {"type": "string", "format": "binary"}
        super().__init__(required=True, metadata=described, **given)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Sent:
        if not hasattr(value, "stream") or not value.filename:
            raise self.make_error("invalid")
        weight = value.stream.seek(0, 2)
        if weight > MOST_BYTES:
            megabytes = f"{weight / 1e6:.1f}".replace(".", ",")
            raise self.make_error("heavy", weight=megabytes, most=MOST_BYTES // 1_000_000)
        if not weight:
            raise self.make_error("empty")
        value.stream.seek(0)
        return Sent(value.filename, value.stream.read())


class SendPicture(Schema):
    """A picture, drawn anew before anything else is done with it."""

    file = Upload()

    @post_load
    def as_picture(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the picture as it may be kept; raises ValidationError."""
        try:
            return {"picture": pictures.prepare(data["file"].content)}
        except NotAPictureError as error:
            raise ValidationError({"file": [str(error)]}) from error


class SendDocument(Schema):
    """A document, known by its bytes."""

    file = Upload()

    @post_load
    def as_document(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the document as it may be kept; raises ValidationError."""
        try:
            return {"document": attachments.recognize(data["file"])}
        except NotADocumentError as error:
            raise ValidationError({"file": [str(error)]}) from error


class AddPhoto(Act):
    """What a photo shows, in words for who does not see it."""

    alt = text(200)


class AddDocument(Act):
    """What a paper is."""

    kind = fields.Enum(
        FileKind,
        by_value=True,
        required=True,
        validate=validate.OneOf(
            [FileKind.MANUAL, FileKind.REPORT, FileKind.OTHER],
            error="Choisissez notice, rapport ou autre document.",
        ),
    )


class Describe(AddPhoto):
    """What a photo shows, and its place among the others, from 1."""

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
