"""Depots: what is said of them, their weekly hours, their closures."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from booking.documents import hours
from booking.rules.opening import Slot, read_hours
from booking.schemas import text
from booking.schemas.reservations import Act
from booking.usecases.depots import Described

DAY_FIELDS = tuple(f"hours_{rank}" for rank in range(7))
"""One text per week day, Monday first: "8 h-12 h, 13 h 30-16 h 30"."""


class Describe(Act):
    """A depot: its name, its commune, where it is, whom to call, when it opens."""

    name = text(120, required=True)
    custodian = text(200, required=True)
    address = text(300)
    access = text(300)
    contact = text(200)
    hours = text(200)
    hours_0 = text(100)
    hours_1 = text(100)
    hours_2 = text(100)
    hours_3 = text(100)
    hours_4 = text(100)
    hours_5 = text(100)
    hours_6 = text(100)

    @validates_schema
    def read(self, data: dict[str, Any], **_: object) -> None:
        """Refuse hours that cannot be read, beside their day."""
        errors: dict[str, list[str]] = {}
        for name in DAY_FIELDS:
            try:
                read_hours(data.get(name, ""))
            except ValueError as error:
                errors[name] = [f"{error}. Écrivez par exemple : 8 h-12 h, 13 h 30-16 h 30."]
        if errors:
            raise ValidationError(errors)

    @post_load
    def as_described(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the depot described, and the request key."""
        slots = tuple(
            Slot(rank, opens, closes)
            for rank, name in enumerate(DAY_FIELDS)
            for opens, closes in read_hours(data.pop(name, ""))
        )
        key = data.pop("request_key", None)
        return {"described": Described(**data, slots=slots), "key": key}


class Close(Act):
    """Days, both included, without hand-over or return."""

    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    reason = text(120)

    @validates_schema
    def check_order(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an end before a start."""
        if data["ends_on"] < data["starts_on"]:
            raise ValidationError({"ends_on": ["La fin vient avant le début."]})


def typed(slots: frozenset[Slot]) -> dict[str, str]:
    """Return weekly hours as the form shows them."""
    return {
        name: hours.spans(_of_day(slots, rank)).replace("\u00a0", " ")
        for rank, name in enumerate(DAY_FIELDS)
    }


def _of_day(slots: frozenset[Slot], rank: int) -> list[Any]:
    return sorted((slot.opens_at, slot.closes_at) for slot in slots if slot.weekday == rank)
