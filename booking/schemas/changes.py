"""Changing what was asked: other dates, other lines, other copies."""

from datetime import UTC
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from booking.rules.asking import Edited
from booking.schemas import Count, Instant, text
from booking.schemas.reservations import Act, Line, Seen


class Edit(Act):
    """What a reservation should become; what is left out stays as it is."""

    starts_at = Instant(load_default=None)
    ends_at = Instant(load_default=None)
    lines = fields.List(
        fields.Nested(Line),
        load_default=None,
        validate=validate.Length(
            1, 200, error="Gardez au moins un matériel ; sinon, annulez la réservation."
        ),
    )
    despite = text(1000, lines=True)
    reason = text(1000, lines=True)

    @validates_schema
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an end that is no end."""
        starts_at, ends_at = data["starts_at"], data["ends_at"]
        if starts_at and ends_at and ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):
            raise ValidationError({"ends_at": ["Le retour doit venir après le retrait."]})

    @post_load
    def as_edited(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is wanted and its key."""
        key, lines = data.pop("request_key"), data.pop("lines")
        wanted = Edited(lines=None if lines is None else tuple(lines), **data)
        return {"edited": wanted, "key": key}


class Extend(Seen):
    """A later return of what is out, and why."""

    ends_at = Instant(
        required=True, error_messages={"required": "Donnez le jour et l’heure du nouveau retour."}
    )
    reason = text(1000, lines=True)


class Swap(Act):
    """The reservation to exchange dates with."""

    other = Count(
        required=True,
        validate=validate.Range(min=1, max=2**31 - 1),
        error_messages={"required": "Choisissez une réservation."},
    )


class NameCopies(Act):
    """The copies that a line will get; none: any will do."""

    line = Count(required=True, validate=validate.Range(min=1, max=2**31 - 1))
    units = fields.List(text(40, required=True), load_default=list)
