"""The rules that validate at once: stated, and as their pool reads them."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.rules.approvals import Rule
from booking.schemas import Count, Day, text
from booking.schemas.reservations import FEW, Act


class AddRule(Act):
    """What is validated at once; no borrower named means all of them, no item neither."""

    name = text(120, required=True)
    borrowers = fields.List(fields.Integer(), load_default=list, validate=validate.Length(max=500))
    items = fields.List(fields.Integer(), load_default=list, validate=validate.Length(max=500))
    most = Count(load_default=None, validate=FEW)
    longest_days = Count(load_default=None, validate=validate.Range(1, 366))
    ends_on = Day(load_default=None)

    @post_load
    def as_rule(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the rule as the use-case takes it, and its key."""
        key = data.pop("request_key")
        borrower_ids, item_ids = (frozenset(data.pop(each)) for each in ("borrowers", "items"))
        return {"rule": Rule(borrower_ids=borrower_ids, item_ids=item_ids, **data), "key": key}


class ApprovalRule(Schema):
    """A rule as its pool reads it; `would` of `seen` requests of last year met its conditions."""

    id = fields.Integer()
    name = fields.String()
    borrowers = fields.List(fields.String())
    items = fields.List(fields.String())
    most = fields.Integer(allow_none=True)
    longest_days = fields.Integer(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    set_at = fields.AwareDateTime()
    set_by = fields.String()
    ended_at = fields.AwareDateTime(allow_none=True)
    in_force = fields.Boolean()
    would = fields.Integer()
    seen = fields.Integer()


class ApprovalRules(Schema):
    """The rules of a pool, those in force first."""

    rules = fields.List(fields.Nested(ApprovalRule))
