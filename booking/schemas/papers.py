"""Papers joined to a request, and how others read them."""

from marshmallow import Schema, ValidationError, fields

from booking.documents import attachments, pictures
from booking.documents.attachments import NotADocumentError, Sent
from booking.documents.pictures import NotAPictureError
from booking.schemas.files import Upload, address
from booking.schemas.reservations import See

NEITHER = "Ce fichier ne se lit pas. Formats admis : PDF, ODT, ODS, DOCX, XLSX, JPEG, PNG et WebP."
PICTURES = (b"\xff\xd8", b"\x89PNG", b"RIFF")
"""How the pictures that we take begin; what they are is then seen by drawing them anew."""


class PaperFile(Upload):
    """A document known by its bytes, or the photograph of one, drawn anew."""

    def understood(self, sent: Sent) -> object:
        """Return the paper as it may be kept; raises ValidationError."""
        try:
            if sent.content.startswith(PICTURES):
                return pictures.prepare(sent.content)
            return attachments.recognize(sent)
        except (NotADocumentError, NotAPictureError) as error:
            acting = str(error) == attachments.ACTS
            raise ValidationError(str(error) if acting else NEITHER) from error


class Attach(See):
    """A paper, and which requirement it answers."""

    file = PaperFile()


class Joined(Schema):
    """One file joined to a request."""

    id = fields.Integer()
    name = fields.String()
    size = fields.Integer()
    at = fields.AwareDateTime()
    by = fields.String()
    organization = fields.String()
    may_remove = fields.Boolean()
    url = fields.Function(lambda joined: address(joined.id), metadata={"type": "string"})


class Paper(Schema):
    """One paper that a requirement asks of a loan; `by` is the day on which it is owed."""

    requirement = fields.String()
    label = fields.String()
    source = fields.String()
    by = fields.Date(allow_none=True)
    seen_on = fields.Date(allow_none=True)
    seen_by = fields.String()
    files = fields.List(fields.Nested(Joined))


class Papers(Schema):
    """The papers of a loan, the first owed at the top."""

    papers = fields.List(fields.Nested(Paper))
