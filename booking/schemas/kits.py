"""Composing a kit."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.rules.asking import AskedKit, AskedLine
from booking.schemas import Count, Name, text
from booking.schemas.reservations import FEW, Act


class KitPart(Schema):
    """So many of a thing in each kit."""

    item = Name(required=True, validate=validate.Length(1, 30))
    quantity = Count(required=True, validate=FEW)

    @post_load
    def as_line(self, data: dict[str, Any], **_: object) -> AskedLine:
        """Return the part as the use-case takes it."""
        return AskedLine(**data)


class MakeKit(Act):
    """A set lent together: a reference of its own, and so many of each part."""

    reference = text(30, required=True)
    name = text(160, required=True)
    family = text(60, required=True)
    description = text(2000, lines=True)
    parts = fields.List(
        fields.Nested(KitPart),
        required=True,
        validate=validate.Length(1, 50, error="Un lot compte de 1 à 50 éléments."),
        error_messages={"required": "Un lot compte au moins un élément."},
    )

    @post_load
    def as_kit(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the kit wanted and its key."""
        key, parts = data.pop("request_key"), tuple(data.pop("parts"))
        return {"kit": AskedKit(parts=parts, **data), "key": key}
