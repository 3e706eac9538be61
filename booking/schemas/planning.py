"""What the planning is asked to show, as an address says it; what programs read of it."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from booking.queries.search import Search
from booking.rules.planning import Grouping, Scale
from booking.schemas import Count, Day, Trimmed

ID = validate.Range(1, 2**31 - 1)


class Planning(Schema):
    """How much to show, around which day, in which groups, and of what (empty: all)."""

    class Meta:
        unknown = EXCLUDE

    vue = fields.Enum(Scale, by_value=True, load_default=Scale.MONTH)
    jour = Day(load_default=None)
    par = fields.Enum(Grouping, by_value=True, load_default=Grouping.FAMILY)
    parc = Count(load_default=None, validate=ID)
    depot = Count(load_default=None, validate=ID)
    commune = Count(load_default=None, validate=ID)
    famille = Trimmed(load_default="", validate=validate.Length(max=60))


MOST_DAYS = 92
"""A program reads a quarter at once, no more."""


class AskPlanning(Schema):
    """From which day to which, both included, and of what (nothing: all)."""

    class Meta:
        unknown = EXCLUDE

    first = Day(data_key="from", required=True, metadata={"description": "Premier jour"})
    last = Day(data_key="to", required=True, metadata={"description": "Dernier jour, compris"})
    family = Trimmed(load_default="", validate=validate.Length(max=60))
    pool_id = Count(load_default=None, validate=ID)
    depot_id = Count(load_default=None, validate=ID)
    custodian_id = Count(load_default=None, validate=ID)

    @post_load
    def as_search(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the days with the search."""
        length = (data["last"] - data["first"]).days + 1
        if not 1 <= length <= MOST_DAYS:
            raise ValidationError({"to": [f"De 1 à {MOST_DAYS} jours à la fois."]})
        names = ("family", "pool_id", "depot_id", "custodian_id")
        search = Search(**{name: data[name] for name in names})
        return {"first": data["first"], "last": data["last"], "search": search}


class Taken(Schema):
    """What takes some of an item; of others' loans, only that it is taken."""

    kind = fields.String()
    label = fields.String()
    starts_at = fields.AwareDateTime(attribute="shape.loan.starts_at")
    ends_at = fields.AwareDateTime(attribute="shape.loan.ends_at")
    held_from = fields.AwareDateTime(
        attribute="shape.held.starts_at", metadata={"description": "Préparation comprise"}
    )
    held_until = fields.AwareDateTime(
        attribute="shape.held.ends_at", metadata={"description": "Remise en état comprise"}
    )
    quantity = fields.Function(
        lambda bar: bar.quantity or None, metadata={"type": ["integer", "null"]}
    )
    borrower = fields.Function(lambda bar: bar.who or None, metadata={"type": ["string", "null"]})
    purpose = fields.Function(
        lambda bar: bar.purpose or None, metadata={"type": ["string", "null"]}
    )
    request_id = fields.Integer(allow_none=True)


class PlannedItem(Schema):
    """An item, with how many are free each day (null: it is past)."""

    id = fields.Integer(attribute="item_id")
    name = fields.String()
    quantity = fields.Integer()
    free = fields.List(fields.Integer(allow_none=True))
    taken = fields.List(fields.Nested(Taken), attribute="bars")


class PlannedDays(Schema):
    """The days, in the order of what is free, and the items."""

    days = fields.List(fields.Date())
    items = fields.List(fields.Nested(PlannedItem))
