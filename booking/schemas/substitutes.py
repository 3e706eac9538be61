"""Who stands in for a manager, and while it is away on which days."""

from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from booking.schemas import Count, Day
from booking.schemas.reservations import Act
from booking.usecases.substitutes import Named


class Substitute(Act):
    """A person, and the days of an absence, both or neither."""

    person = Count(required=True)
    starts_on = Day(load_default=None)
    ends_on = Day(load_default=None)

    @validates_schema
    def check_days(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an absence that has one end only, or that ends before it begins."""
        first, last = data["starts_on"], data["ends_on"]
        if first and not last:
            raise ValidationError({"ends_on": ["Jusqu’à quel jour, inclus ?"]})
        if last and not first:
            raise ValidationError({"starts_on": ["À partir de quel jour ?"]})
        if first and first > last:
            raise ValidationError({"ends_on": ["L’absence finit avant de commencer."]})

    @post_load
    def as_named(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return who is named and the key."""
        days = data["starts_on"], data["ends_on"]
        return {"named": Named(data["person"], *days), "key": data["request_key"]}
