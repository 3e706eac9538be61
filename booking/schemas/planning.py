"""What the planning is asked to show, as an address says it."""

from marshmallow import EXCLUDE, Schema, fields, validate

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
