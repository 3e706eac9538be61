"""An item described, new or anew, and moved from one stage of its life to the next."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from booking.fitness import Equipment
from booking.rules import shares
from booking.schemas import Count, Name, text
from booking.schemas.reservations import FEW, MOST, Act
from booking.vocabulary import Formality, LegalBasis, LifeStage, Tracking

AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
AMOUNT_UNREAD = "Écrivez un montant comme 1 234,50."
PART_UNREAD = "Écrivez une part comme 25 %, 27,5 % ou 1/3."
DAY_UNREAD = "Cette date ne se lit pas."
HOURS = validate.Range(min=0, max=24 * 30)
PEOPLE = validate.Range(min=0, max=20_000, error="De 0 à 20 000 personnes.")
SEATS = validate.Range(min=0, max=120, error="De 0 à 120 places, conducteur compris.")
KILOGRAMS = validate.Range(min=0, max=60_000, error="De 0 à 60 000 kg.")


class Euros(fields.Field[int]):
    """An amount of euros, typed "1 234,50" or sent as a number; cents in the house."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValidationError(AMOUNT_UNREAD)
        found = AMOUNT.fullmatch(re.sub(r"[\s€]", "", str(value)))
        if found is None:
            raise ValidationError(AMOUNT_UNREAD)
        return int(Decimal(f"{found[1]}.{found[2] or 0}") * 100)


class Sort(fields.Enum[Equipment]):
    """What sort of equipment a thing is, or "none": then no rule of the trade is about it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if value == "none":
            return None
        return super()._deserialize(value, attr, data, **kwargs)


class Part(fields.Field[Fraction]):
    """A co-owner's exact part, written "25 %", "27,5 %" or "1/3"."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Fraction:
        part = shares.read(value) if isinstance(value, str) else None
        if part is None:
            raise ValidationError(PART_UNREAD)
        return part


class Day(fields.Date):
    """A day, from 1900 on."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        try:
            read = super()._deserialize(value, attr, data, **kwargs)
        except ValidationError:
            read = None
        if read is None or not 1900 <= read.year <= 2198:
            raise ValidationError(DAY_UNREAD)
        return read


def _several(most: int) -> validate.Length:
    return validate.Length(max=most, error=f"{most} lignes au plus.")


class ItemShare(Schema):
    """How much of it an organization owns, which is named by its id, SIREN or name."""

    organization = Name(required=True, validate=validate.Length(1, 200))
    share = Part(required=True, metadata={"type": "string"})


class ItemAccessory(Schema):
    """So many of something with each of it."""

    name = text(120, required=True)
    quantity = Count(load_default=1, validate=FEW)


class ItemCompanion(Schema):
    """What goes along: always, or on demand."""

    item = Name(required=True, validate=validate.Length(1, 30))
    mandatory = fields.Boolean(load_default=True)


class EditItem(Act):
    """What is said of an item; names of organizations and pools may be ids."""

    reference = text(30, required=True)
    name = text(160, required=True)
    family = text(60, required=True)
    description = text(2000, lines=True)
    pool = Name(required=True, validate=validate.Length(1, 120))
    owner = Name(load_default="", validate=validate.Length(max=200))
    tracking = fields.Enum(
        Tracking,
        by_value=True,
        load_default=None,
        validate=validate.OneOf(
            [Tracking.BULK, Tracking.NUMBERED], error="En nombre ou à l’unité."
        ),
    )
    transport = text(120)
    replacement_cents = Euros(data_key="replacement_value", load_default=0)
    preparation_before_hours = Count(load_default=0, validate=HOURS)
    preparation_after_hours = Count(load_default=0, validate=HOURS)
    formality = fields.Enum(Formality, by_value=True, load_default=Formality.SIMPLE)
    legal_basis = fields.Enum(LegalBasis, by_value=True, load_default=None, allow_none=True)
    purchase_cents = Euros(data_key="purchase_price", load_default=None, allow_none=True)
    purchased_on = Day(load_default=None, allow_none=True)
    renew_on = Day(load_default=None, allow_none=True)
    contact = text(200)
    instructions = text(4000, lines=True)
    pack_quantity = Count(load_default=None, allow_none=True, validate=FEW)
    pack_name = text(40)
    equipment = Sort(Equipment, by_value=True, load_default=None, allow_none=True)
    people = Count(load_default=None, allow_none=True, validate=PEOPLE)
    seats = Count(load_default=None, allow_none=True, validate=SEATS)
    gross_kg = Count(load_default=None, allow_none=True, validate=KILOGRAMS)
    accessories = fields.List(
        fields.Nested(ItemAccessory), load_default=list, validate=_several(50)
    )
    requirements = fields.List(text(160, required=True), load_default=list, validate=_several(20))
    companions = fields.List(fields.Nested(ItemCompanion), load_default=list, validate=_several(20))
    shares = fields.List(fields.Nested(ItemShare), load_default=list, validate=_several(100))

    @validates_schema
    def check_dates(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a renewal that comes before the purchase."""
        bought, renewed = data.get("purchased_on"), data.get("renew_on")
        if bought and renewed and renewed <= bought:
            raise ValidationError({"renew_on": ["Le renouvellement vient avant l’achat."]})

    @post_load
    def as_facts(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is said of the item and the key."""
        return {"key": data.pop("request_key", None), "facts": data}


class AddItem(EditItem):
    """The same of something new, with its stage and the first ones at a depot.

    Its sort of equipment, when it is not given, is guessed from its name.
    """

    equipment = Sort(Equipment, by_value=True, allow_none=True)

    stage = fields.Enum(
        LifeStage,
        by_value=True,
        load_default=LifeStage.LISTED,
        validate=validate.OneOf(
            [LifeStage.LISTED, LifeStage.CHECKED, LifeStage.PUBLISHED],
            error="Choix possibles : listed, checked, published.",
        ),
    )
    depot = Name(load_default="", validate=validate.Length(max=120))
    quantity = Count(load_default=0, validate=validate.Range(min=0, max=MOST))


class SetStage(Act):
    """The stage an item comes to; why, when it is not to be lent any more."""

    stage = fields.Enum(LifeStage, by_value=True, required=True)
    reason = text(1000, lines=True)
    confirmed = fields.Boolean(load_default=False)
