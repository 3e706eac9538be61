"""Acts: what is typed of them, with a copy if there is one."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from booking.documents import attachments, pictures
from booking.documents.attachments import PDF, NotADocumentError, Sent
from booking.documents.pictures import NotAPictureError
from booking.rules.acts import Taken
from booking.schemas import Count, Day, text
from booking.schemas.files import Upload
from booking.schemas.papers import PICTURES
from booking.schemas.reservations import Act
from booking.vocabulary import ActKind

NEITHER = "Ce fichier ne se lit pas. Formats admis : PDF, JPEG, PNG et WebP."


class Copy(Upload):
    """The copy of an act: a PDF, or its photograph drawn anew."""

    def __init__(self) -> None:
        super().__init__()
        self.required, self.load_default = False, None

    def understood(self, sent: Sent) -> object:
        """Return the copy as it may be kept; raises ValidationError."""
        try:
            if sent.content.startswith(PICTURES):
                return pictures.prepare(sent.content)
            found = attachments.recognize(sent)
        except (NotADocumentError, NotAPictureError) as error:
            raise ValidationError(NEITHER) from error
        if found.media_type != PDF:
            raise ValidationError(NEITHER)
        return found


class EnterAct(Act):
    """An act as a program sends it."""

    kind = fields.Enum(ActKind, by_value=True, required=True)
    number = text(60, required=True)
    title = text(300, required=True)
    taken_on = Day(required=True)
    starts_on = Day(required=True)
    ends_on = Day(load_default=None)
    transmitted_on = Day(load_default=None)
    partner_id = Count(load_default=None, validate=validate.Range(min=1, max=2**31 - 1))

    @post_load
    def as_facts(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the act, its copy, and the key."""
        key, sent = data.pop("request_key"), data.pop("file", None)
        return {"key": key, "facts": Taken(**data), "sent": sent}


class Enter(EnterAct):
    """An act as its form sends it, with a copy if there is one."""

    file = Copy()


class Asked(Schema):
    """Whose acts, one's own unless told otherwise."""

    organization = Count(load_default=None, validate=validate.Range(min=1, max=2**31 - 1))


class ReadAct(Schema):
    """An act of a register."""

    id = fields.Integer()
    organization = fields.String()
    kind = fields.Function(lambda act: act.kind.value, metadata={"type": "string"})
    number = fields.String()
    title = fields.String()
    taken_on = fields.Date()
    starts_on = fields.Date()
    ends_on = fields.Date(allow_none=True)
    transmitted_on = fields.Date(allow_none=True)
    partner = fields.String()
    standing = fields.Function(lambda act: act.standing.value, metadata={"type": "string"})
    outdated = fields.Boolean()
    file_id = fields.Integer(allow_none=True)


class ReadActs(Schema):
    """The acts of an organization, the latest first."""

    acts = fields.List(fields.Nested(ReadAct))
