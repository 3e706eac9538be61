"""What the page of inventories is sent."""

from typing import Any

from marshmallow import Schema, fields, validate

from booking.rules.inventory import Choices
from booking.schemas import Text


class Deposit(Schema):
    """What stands where a line says nothing, and what the file may do."""

    pool = Text(load_default="", validate=validate.Length(max=120))
    owner = Text(load_default="", validate=validate.Length(max=200))
    family = Text(load_default="", validate=validate.Length(max=60))
    depot = Text(load_default="", validate=validate.Length(max=120))
    new_depots = fields.Boolean(load_default=False)
    counts = fields.Boolean(load_default=False)
    published = fields.Boolean(load_default=False)
    request_key = Text(load_default=None, validate=validate.Length(max=80))


def choices(asked: dict[str, Any]) -> Choices:
    """Return the choices that a form made."""
    return Choices(**{name: value for name, value in asked.items() if name != "request_key"})
