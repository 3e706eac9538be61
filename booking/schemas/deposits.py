"""The price and the deposit of a loan, as they are typed."""

from typing import Any

from marshmallow import ValidationError, post_load
from marshmallow import validates_schema as checks

from booking.schemas import text
from booking.schemas.reservations import Act


class Price(Act):
    """What a loan costs, which deposit it asks and by what means, in words."""

    price = text(200)
    deposit = text(80)
    deposit_means = text(120)

    @checks
    def check_means(self, data: dict[str, Any], **_: object) -> None:
        """Refuse means without a deposit."""
        if data["deposit_means"] and not data["deposit"]:
            raise ValidationError({"deposit": ["Dites le montant du dépôt de garantie."]})

    @post_load
    def as_facts(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is typed, and the key."""
        return {"key": data.pop("request_key"), "typed": data}
