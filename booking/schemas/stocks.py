"""Stocks that grow, shrink and rest: what is asked, and what others read of it."""

from datetime import UTC
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate
from marshmallow import validates_schema as checks

from booking.period import OPEN_ENDED, Period
from booking.rules.asking import Moved, Withheld
from booking.rules.recurrence import Rhythm, repeat
from booking.schemas import Count, Instant, Name, text
from booking.schemas.reservations import MOST, Act
from booking.vocabulary import HoldReason, Movement

LENT_NO_MORE = [
    HoldReason.MAINTENANCE,
    HoldReason.BREAKDOWN,
    HoldReason.OWNER,
]
"""Why things may be withheld; a reservation, an absence, an emergency have doors of their own."""


def _choice(*members: Movement | HoldReason) -> validate.OneOf:
    words = ", ".join(members)
    return validate.OneOf(members, error=f"Choix possibles : {words}.")


class OfStock(Act):
    """A depot, some copies perhaps, and why it is done although others need them."""

    depot = Name(required=True, validate=validate.Length(1, 120))
    units = fields.List(
        text(40, required=True),
        load_default=list,
        validate=validate.Length(max=200, error="200 exemplaires au plus."),
    )
    note = text(200)
    despite = text(1000, lines=True)

    @checks
    def check_units(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a number given twice."""
        if len(set(data["units"])) < len(data["units"]):
            raise ValidationError({"units": ["Le même numéro est donné deux fois."]})


class Move(OfStock):
    """So many in (positive) or out (negative) for good; copies by number when they go."""

    kind = fields.Enum(
        Movement,
        by_value=True,
        required=True,
        validate=_choice(Movement.PURCHASE, Movement.LOSS, Movement.COUNT),
    )
    quantity = Count(validate=validate.Range(min=-MOST, max=MOST))
    starts_at = Instant(load_default=None)

    @checks
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a number that does not fit the copies named, or the kind of movement."""
        quantity = data.get("quantity", -len(data["units"]))
        wrong = ""
        if not quantity:
            wrong = "Ce champ est obligatoire."
        elif data["units"] and abs(quantity) != len(data["units"]):
            wrong = "La quantité et les numéros ne s’accordent pas."
        elif data["kind"] is Movement.PURCHASE and quantity < 0:
            wrong = "Une entrée ajoute : donnez un nombre positif."
        elif data["kind"] is Movement.LOSS and quantity > 0:
            wrong = "Une perte retire : donnez un nombre négatif."
        if wrong:
            raise ValidationError({"quantity": [wrong]})

    @post_load
    def as_moved(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what moves, without its item, and the key."""
        facts = {
            "depot": data["depot"],
            "kind": data["kind"],
            "quantity": data.get("quantity", -len(data["units"])),
            "at": data["starts_at"],
            "units": tuple(data["units"]),
            "note": data["note"],
            "despite": data["despite"],
        }
        return {"facts": facts, "key": data["request_key"]}


def moved(asked: dict[str, Any], item: str) -> Moved:
    """Return what moves of an item, as the use-case takes it."""
    return Moved(item=item, **asked["facts"])


class Withhold(OfStock):
    """So many, or some copies, not to be lent: once, or again and again until a day."""

    reason = fields.Enum(HoldReason, by_value=True, required=True, validate=_choice(*LENT_NO_MORE))
    quantity = Count(load_default=0, validate=validate.Range(min=0, max=MOST))
    starts_at = Instant(required=True)
    ends_at = Instant(load_default=None)
    repeat = fields.Enum(Rhythm, by_value=True, load_default=Rhythm.ONCE)
    until = fields.Date(load_default=None, error_messages={"invalid": "Cette date ne se lit pas."})

    @checks
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse nothing at all, an end before its start, and an end that only a repair has."""
        errors: dict[str, list[str]] = {}
        if bool(data["quantity"]) is bool(data["units"]):
            errors["quantity"] = ["Donnez une quantité, ou choisissez des exemplaires."]
        if data["ends_at"] is None:
            if data["reason"] is not HoldReason.BREAKDOWN:
                errors["ends_at"] = ["Ce champ est obligatoire, sauf pour une panne."]
            elif data["repeat"] is not Rhythm.ONCE:
                errors["ends_at"] = ["Ce qui se répète a une fin."]
        elif data["ends_at"].astimezone(UTC) <= data["starts_at"].astimezone(UTC):
            errors["ends_at"] = ["La fin doit venir après le début."]
        if data["until"] and data["repeat"] is Rhythm.ONCE:
            errors["repeat"] = ["Choisissez un rythme, ou effacez la date de fin."]
        if errors:
            raise ValidationError(errors)


def withheld(asked: dict[str, Any], item: str, zone: Any) -> Withheld:
    """Return what is withheld of an item, as the use-case takes it; raises Invalid."""
    first = Period(asked["starts_at"], asked["ends_at"] or OPEN_ENDED)
    return Withheld(
        item=item,
        depot=asked["depot"],
        reason=asked["reason"],
        periods=repeat(first, asked["repeat"], asked["until"], zone),
        quantity=asked["quantity"],
        units=tuple(asked["units"]),
        note=asked["note"],
        despite=asked["despite"],
    )


class Restore(Act):
    """What was withheld may be lent again, alone or with all that follow of its series."""

    following = fields.Boolean(load_default=False)


class MovedStock(Schema):
    """The stock that changed."""

    item = fields.String()
    stock = fields.Integer()


class Withholding(Schema):
    """So many, or one copy, not lent over a period."""

    id = fields.Integer()
    depot = fields.String()
    reason = fields.String()
    quantity = fields.Integer()
    unit = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime(allow_none=True)
    note = fields.String()
    despite = fields.String()
    series = fields.String()


class Withholdings(Schema):
    """What is withheld of an item, now and to come."""

    withholdings = fields.List(fields.Nested(Withholding))


class Span(Schema):
    """From when to when, both given, 400 days at most."""

    class Meta:
        unknown = EXCLUDE

    starts_at = Instant(data_key="from", required=True, metadata={"description": "Début"})
    ends_at = Instant(data_key="to", required=True, metadata={"description": "Fin"})

    @post_load
    def as_period(self, data: dict[str, Any], **_: object) -> Period:
        """Return the period; raises ValidationError when it is none, or too long."""
        starts_at, ends_at = (each.astimezone(UTC) for each in (data["starts_at"], data["ends_at"]))
        if ends_at <= starts_at:
            raise ValidationError({"to": ["La fin doit venir après le début."]})
        if (ends_at - starts_at).days >= LONGEST_DAYS:
            raise ValidationError({"to": [f"{LONGEST_DAYS} jours au plus."]})
        return Period(starts_at, ends_at)


LONGEST_DAYS = 400


class Step(Schema):
    """From an instant on, so many are free."""

    at = fields.AwareDateTime()
    free = fields.Integer()


class Availability(Schema):
    """How many of an item are free, from each instant at which it changes."""

    id = fields.Integer()
    item = fields.String()
    steps = fields.List(fields.Nested(Step))


class ItemSteps(Schema):
    """The same, of one item among all."""

    id = fields.Integer()
    reference = fields.String()
    steps = fields.List(fields.Nested(Step))


class Availabilities(Schema):
    """How many of each item of the catalogue are free, from each instant at which it changes."""

    items = fields.List(fields.Nested(ItemSteps))
