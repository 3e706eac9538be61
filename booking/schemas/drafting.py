"""What is written of a paper before it is issued, and under which paper a loan goes."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from booking.paperwork import ActsOf, PaperKind
from booking.rules.options import options
from booking.rules.paperwork import DRAFTED, Drafted
from booking.schemas import Count, Day, Text, text
from booking.schemas.reservations import Act

LONGEST = 2000


class Draft(Act):
    """A draft: its kind, whom it binds, from when to when, what is typed for its kind."""

    kind = fields.Enum(PaperKind, by_value=True, required=True, validate=validate.OneOf(DRAFTED))
    owner = Count(load_default=None)
    partner = Count(load_default=None)
    pool = Count(load_default=None)
    depot = Count(load_default=None)
    reservation = Count(load_default=None)
    amends = Count(load_default=None)
    starts_on = Day(load_default=None)
    ends_on = Day(load_default=None)
    renewable = fields.Boolean(load_default=False)
    acts_of = fields.Enum(ActsOf, by_value=True, load_default=None)
    options = fields.Dict(keys=Text(), values=text(LONGEST, lines=True), load_default=dict)

    @validates_schema
    def check_days(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a paper that ends before it begins."""
        first, last = data["starts_on"], data["ends_on"]
        if first and last and last < first:
            raise ValidationError({"ends_on": ["Le dernier jour vient avant le premier."]})

    @validates_schema
    def check_options(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a draft without what its kind needs typed."""
        lacking = {
            each.name: {"value": ["Ce champ est obligatoire."]}
            for each in options(data["kind"])
            if each.needed and not data["options"].get(each.name)
        }
        if lacking:
            raise ValidationError({"options": lacking})

    @post_load
    def as_drafted(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the draft and the key, as the use-cases take them."""
        key = data.pop("request_key")
        return {"drafted": Drafted(**data), "key": key}


class IssueForLoan(Act):
    """Under which paper a loan goes: a convention of its own, or a slip under a framework."""

    kind = fields.Enum(
        PaperKind,
        by_value=True,
        required=True,
        validate=validate.OneOf([PaperKind.LOAN, PaperKind.SLIP]),
    )


class Void(Act):
    """Why a paper is cancelled; a draft needs no reason."""

    reason = text(1000, lines=True)
