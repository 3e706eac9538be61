"""Agendas of elsewhere: which one is followed, and what others read of it."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate
from marshmallow import validates_schema as checks

from booking import fetching
from booking.fetching import NotRead
from booking.rules.asking import Followed
from booking.schemas import Count, Name, text
from booking.schemas.reservations import MOST, Act

WEBCAL = ("webcal://", "webcals://")
"""As agendas show the addresses that one subscribes to."""


WRONG = (
    "Donnez une adresse qui commence par https:// ou webcal://, "
    "sans mot de passe ni numéro de port."
)


class Follow(Act):
    """An agenda's address, its name, and what it takes: one copy, or so many of a stock."""

    depot = Name(required=True, validate=validate.Length(1, 120))
    name = text(80, required=True)
    address = text(2000, required=True)
    unit = text(40)
    quantity = Count(load_default=0, validate=validate.Range(min=0, max=MOST))

    @pre_load
    def as_https(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Read an address that agendas show in their own way."""
        address = data.get("address")
        if isinstance(address, str):
            address = address.strip()
            for each in WEBCAL:
                if address.lower().startswith(each):
                    address = "https://" + address[len(each) :]
            return {**data, "address": address}
        return data

    @checks
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an address that cannot be read from here, and what is neither some nor one."""
        errors: dict[str, list[str]] = {}
        try:
            fetching.split(data["address"])
            if fetching.is_inner(fetching.host(data["address"])):
                errors["address"] = ["Cette adresse mène à un réseau privé, qui n’est pas lu."]
        except NotRead:
            errors["address"] = [WRONG]
        if data["unit"] and data["quantity"] > 1:  # one copy is one
            errors["quantity"] = ["C’est l’un ou l’autre : un exemplaire choisi, ou une quantité."]
        if not (data["unit"] or data["quantity"]):
            errors["quantity"] = ["Donnez une quantité, ou choisissez un exemplaire."]
        if errors:
            raise ValidationError(errors)


def followed(asked: dict[str, Any], item: str) -> Followed:
    """Return what is followed for an item, as the use-case takes it."""
    names = ("depot", "name", "address", "quantity", "unit")
    return Followed(item=item, **{name: asked[name] for name in names})


class Busy(Schema):
    """From when to when."""

    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()


class Collides(Schema):
    """When the copy is taken by something else."""

    starts_at = fields.AwareDateTime(attribute="period.starts_at")
    ends_at = fields.AwareDateTime(attribute="period.ends_at")
    reference = fields.String()
    why = fields.String()


class Source(Schema):
    """An agenda of elsewhere: never its address, only where it is kept."""

    id = fields.Integer()
    depot = fields.String()
    name = fields.String()
    host = fields.String()
    unit = fields.String()
    quantity = fields.Integer()
    read_at = fields.AwareDateTime(allow_none=True)
    failure = fields.String(allow_none=True)
    failing_since = fields.AwareDateTime(allow_none=True)
    count = fields.Integer(metadata={"description": "Périodes occupées, en cours et à venir"})
    next = fields.List(fields.Nested(Busy))
    collisions = fields.List(fields.Nested(Collides))
    dropped = fields.Integer(metadata={"description": "Évènements illisibles, laissés de côté"})
    cut = fields.Boolean(metadata={"description": "L’agenda en dit plus que ce qui est gardé"})


class Sources(Schema):
    """The agendas that take something of an item."""

    agendas = fields.List(fields.Nested(Source))
