"""Lending at the counter, as it is typed."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from booking.rules.lending import Lent
from booking.schemas import Day, Instant, Name, text
from booking.schemas.beneficiaries import wrong_beneficiary
from booking.schemas.reservations import Act, Line
from booking.vocabulary import BeneficiaryKind


class Lend(Act):
    """What a borrower takes along now, and until when."""

    borrower = Name(required=True, validate=validate.Length(1, 200))
    ends_at = Instant(required=True, metadata={"description": "Retour ; le prêt commence aussitôt"})
    purpose = text(160, required=True)
    place = text(160)
    note = text(2000, lines=True)
    beneficiary_kind = fields.Enum(
        BeneficiaryKind, by_value=True, load_default=BeneficiaryKind.COMMUNE
    )
    beneficiary_name = text(160)
    engagement_on = Day(load_default=None)
    elected = text(120)
    lines = fields.List(
        fields.Nested(Line),
        required=True,
        validate=validate.Length(1, 200, error="Choisissez au moins un matériel."),
        error_messages={"required": "Choisissez au moins un matériel."},
    )

    @validates_schema
    def check_beneficiary(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a beneficiary without a name."""
        if errors := wrong_beneficiary(data):
            raise ValidationError(errors)

    @post_load
    def as_lent(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is lent and its key."""
        key = data.pop("request_key")
        return {"lent": Lent(**data | {"lines": tuple(data["lines"])}), "key": key}
