"""Searching the catalogue, and an item as others read it."""

from datetime import UTC
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from booking.period import Period
from booking.queries.search import Search
from booking.schemas import Instant, Text
from booking.schemas.files import address


class SearchItems(Schema):
    """What is free on some dates: `from` and `to` go together."""

    class Meta:
        unknown = EXCLUDE

    starts_at = Instant(data_key="from", metadata={"description": "Retrait (ISO 8601)"})
    ends_at = Instant(data_key="to", metadata={"description": "Retour (ISO 8601)"})
    words = Text(data_key="q", load_default="")
    family = Text(load_default="")
    quantity = fields.Integer(load_default=0, validate=validate.Range(min=0, max=1_000_000))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))
    page_size = fields.Integer(validate=validate.Range(min=1, max=500))

    @post_load
    def as_search(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the search and the page of it that is wanted."""
        search = Search(_period(data), data["words"], data["family"], data["quantity"])
        return {"search": search, "page": data["page"], "page_size": data.get("page_size")}


def _period(data: dict[str, Any]) -> Period | None:
    given = {"starts_at", "ends_at"} & data.keys()
    if not given:
        return None
    if len(given) == 1:
        missing = "to" if "starts_at" in given else "from"
        raise ValidationError({missing: ["Donnez les deux dates, ou aucune."]})
    if data["ends_at"].astimezone(UTC) <= data["starts_at"].astimezone(UTC):
        raise ValidationError({"to": ["Le retour doit venir après le retrait."]})
    return Period(data["starts_at"], data["ends_at"])


class Stock(Schema):
    """How many of an item a depot has and has free."""

    depot = fields.String()
    custodian = fields.String()
    quantity = fields.Integer()
    available = fields.Integer(attribute="free")


class Part(Schema):
    """So many of something in each kit."""

    quantity = fields.Function(lambda part: part[0], metadata={"type": "integer"})
    name = fields.Function(lambda part: part[1], metadata={"type": "string"})


class Item(Schema):
    """An item; `available` is for the dates asked, else for now."""

    id = fields.Integer()
    reference = fields.String()
    name = fields.String()
    family = fields.String()
    description = fields.String()
    quantity = fields.Integer()
    available = fields.Integer()
    pool = fields.String()
    pool_id = fields.Integer()
    manager = fields.String()
    owner = fields.String()
    co_owners = fields.List(fields.String(), attribute="owners")
    depots = fields.List(fields.Nested(Stock), attribute="stocks")
    requirements = fields.List(fields.String())
    companions = fields.List(fields.String())
    offered = fields.List(fields.String())
    tracking = fields.String()
    parts = fields.List(fields.Nested(Part))
    photo = fields.Function(
        lambda item: address(item.photo) if item.photo else None,
        metadata={"type": ["string", "null"], "description": "Sa première photo"},
    )
    stage = fields.String()
    formality = fields.String()
    equipment = fields.String(
        attribute="thing.equipment",
        allow_none=True,
        metadata={"description": "Genre de matériel, d’où suivent ses exigences"},
    )
    people = fields.Integer(attribute="thing.people", allow_none=True)
    seats = fields.Integer(attribute="thing.seats", allow_none=True)
    gross_kg = fields.Integer(attribute="thing.gross_kg", allow_none=True)
    accessories = fields.List(fields.Nested(Part))
    instructions = fields.String(metadata={"description": "Consignes, acceptées à la remise"})
    eligible = fields.Function(lambda item: not item.refused, metadata={"type": "boolean"})


class Items(Schema):
    """The catalogue, whole or by pages."""

    items = fields.List(fields.Nested(Item))
    count = fields.Integer()
