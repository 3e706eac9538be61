"""Something broken, and what is decided of the reservations it leaves short."""

from datetime import datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate
from marshmallow import validates_schema as checks

from booking.dealings import Remedy
from booking.period import OPEN_ENDED, Period
from booking.rules.asking import Settled, Withheld
from booking.schemas import Count, Instant, text
from booking.schemas.reservations import MOST, Act
from booking.schemas.stocks import OfStock
from booking.vocabulary import HoldReason

REMEDIES = {each.value: each for each in Remedy}
UNREAD = "Ce choix n’existe pas."


class Report(OfStock):
    """So many, or some copies, that are broken; without an end, until they are repaired."""

    quantity = Count(load_default=0, validate=validate.Range(min=0, max=MOST))
    starts_at = Instant(required=True)
    ends_at = Instant(load_default=None)

    @checks
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse nothing at all, and an end before its start."""
        errors: dict[str, list[str]] = {}
        if bool(data["quantity"]) is bool(data["units"]):
            errors["quantity"] = ["Donnez une quantité, ou choisissez des exemplaires."]
        if data["ends_at"] and data["ends_at"] <= data["starts_at"]:
            errors["ends_at"] = ["La fin doit venir après le début."]
        if errors:
            raise ValidationError(errors)


def reported(asked: dict[str, Any], item: str) -> Withheld:
    """Return what is broken of an item, as the use-case takes it."""
    return Withheld(
        item=item,
        depot=asked["depot"],
        reason=HoldReason.BREAKDOWN,
        periods=(Period(asked["starts_at"], asked["ends_at"] or OPEN_ENDED),),
        quantity=asked["quantity"],
        units=tuple(asked["units"]),
        note=asked["note"],
    )


class Decision(Schema):
    """What is decided of one reservation, as the choices of the page write it."""

    class Meta:
        unknown = EXCLUDE

    reservation = fields.Integer(required=True)
    choice = text(120)

    @post_load
    def as_settled(self, data: dict[str, Any], **_: object) -> Settled | None:
        """Return the decision; None when it is left for later. Raises ValidationError."""
        kind, _, rest = data["choice"].partition(":")
        if not kind:
            return None
        try:
            return _settled(data["reservation"], REMEDIES[kind], rest)
        except (KeyError, TypeError, ValueError) as error:
            raise ValidationError({"choice": [UNREAD]}) from error


def _settled(reservation_id: int, remedy: Remedy, rest: str) -> Settled:
    if remedy is Remedy.DEPOT:
        return Settled(reservation_id, remedy, depot_id=int(rest))
    if remedy is Remedy.ITEM:
        return Settled(reservation_id, remedy, item_id=int(rest))
    if remedy is Remedy.DATES:
        ends = [datetime.fromisoformat(each) for each in rest.split("/")]
        return Settled(reservation_id, remedy, period=Period(*ends[:2]))
    return Settled(reservation_id, remedy)


class Settle(Act):
    """What is decided of several reservations, and a word to all their borrowers."""

    decisions = fields.List(fields.Nested(Decision), load_default=list)
    message = text(1000, lines=True)

    @checks
    def check_reason(self, data: dict[str, Any], **_: object) -> None:
        """Refuse to withdraw anything without a word of why."""
        withdrawn = any(each and each.remedy is Remedy.WITHDRAW for each in data["decisions"])
        if withdrawn and not data["message"]:
            raise ValidationError({"message": ["Dites pourquoi : l’emprunteur le lira."]})


class Short(Schema):
    """A reservation that may lack some, and how many at worst."""

    id = fields.Integer()
    reference = fields.String()
    borrower = fields.String()
    purpose = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    missing = fields.Integer()


class Reported(Schema):
    """A breakdown, and the reservations that can no longer all be served."""

    id = fields.Integer()
    item = fields.String()
    reservations = fields.List(fields.Nested(Short))
