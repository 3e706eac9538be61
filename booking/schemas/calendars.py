"""Subscribing to a calendar."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from booking.dealings import FeedScope
from booking.schemas import Name, Text, text

ABOUT = (FeedScope.ITEM, FeedScope.UNIT, FeedScope.POOL, FeedScope.DEPOT)
"""The scopes that need to know of which thing."""


class Subscribe(Schema):
    """What the calendar shows, whether it hides of whom, and how its owner calls it."""

    scope = fields.Enum(FeedScope, by_value=True, load_default=FeedScope.ME)
    thing = Name(
        load_default="",
        validate=validate.Length(0, 30),
        metadata={"description": "Identifiant du matériel (ou sa référence), de l’exemplaire…"},
    )
    anonymous = fields.Boolean(
        load_default=False,
        metadata={"description": "« Occupé » : sans nom, motif ni référence"},
    )
    name = text(80)
    request_key = Text(load_default=None, validate=validate.Length(1, 100))

    @pre_load
    def _split(self, data: Any, **_: Any) -> Any:
        """A form names both at once: "pool-3"."""
        scope = data.get("scope") if isinstance(data, Mapping) else None
        if not isinstance(scope, str) or "-" not in scope or "thing" in data:
            return data
        scope, _dash, thing = scope.partition("-")
        return {**data, "scope": scope, "thing": thing}

    @validates_schema
    def _needs_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["scope"] in ABOUT and not data["thing"]:
            raise ValidationError("Ce champ est obligatoire.", "thing")


class Rotate(Schema):
    """Another secret address for the same subscription."""

    request_key = Text(load_default=None, validate=validate.Length(1, 100))


class Subscription(Schema):
    """The secret address, given once."""

    id = fields.Integer()
    scope = fields.String()
    name = fields.String()
    url = fields.String()
