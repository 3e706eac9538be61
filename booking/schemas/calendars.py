"""Subscribing to a calendar."""

from marshmallow import Schema, fields, validate

from booking.dealings import FeedScope
from booking.schemas import Text, text


class Subscribe(Schema):
    """What the calendar shows and how its owner calls it."""

    scope = fields.Enum(FeedScope, by_value=True, load_default=FeedScope.ME)
    name = text(80)
    request_key = Text(load_default=None, validate=validate.Length(1, 100))


class Subscription(Schema):
    """The secret address, given once."""

    id = fields.Integer()
    scope = fields.String()
    name = fields.String()
    url = fields.String()
