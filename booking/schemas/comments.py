"""Messages on a reservation: as they are written, as they are read."""

from typing import Any

from marshmallow import Schema, fields, validate

from booking.schemas import Trimmed
from booking.schemas.reservations import Act

MOST = 2000


class Lines(Trimmed):
    """A text of several lines; a form sends each end of line as two characters."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)
        return read.replace("\r\n", "\n")


class Write(Act):
    """A message to the other side, or a note when `internal` is true."""

    text = Lines(
        required=True,
        validate=[
            validate.Length(1, error="Écrivez votre message."),
            validate.Length(max=MOST),
        ],
        error_messages={"required": "Écrivez votre message."},
    )
    internal = fields.Boolean(load_default=False)


class Comment(Schema):
    """One message or note; `author` is a person, or the function that used a shared mailbox."""

    id = fields.Integer()
    author = fields.String()
    organization = fields.String()
    at = fields.AwareDateTime()
    text = fields.String()
    internal = fields.Boolean()


class Comments(Schema):
    """The messages of a reservation that one may read, in the order of time."""

    comments = fields.List(fields.Nested(Comment))
