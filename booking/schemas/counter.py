"""What the counter is asked to show, as an address says it."""

from marshmallow import EXCLUDE, Schema, validate

from booking.schemas import Count, Day, Trimmed


class Counter(Schema):
    """A depot (empty: all), a day, a number scanned or typed."""

    class Meta:
        unknown = EXCLUDE

    depot = Count(load_default=None, validate=validate.Range(1, 2**31 - 1))
    jour = Day(load_default=None)
    code = Trimmed(load_default="", validate=validate.Length(max=300))
