"""Another version of a reservation: proposed or asked for, accepted or not."""

from typing import Any

from marshmallow import Schema, fields, post_load

from booking.schemas import text
from booking.schemas.changes import Edit
from booking.schemas.reservations import Refuse, Seen


class Propose(Edit):
    """What the manager proposes instead; what is left out stays as it was asked."""

    class Meta:
        exclude = ("despite",)

    elected = text(120)

    @post_load
    def as_edited(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is proposed, its key, and which elected person decided."""
        elected = data.pop("elected")
        edited: dict[str, Any] = super().as_edited(data)
        return edited | {"elected": elected}


class Decline(Seen):
    """Why the borrower declines, if it says so."""

    text = text(1000, lines=True)


class RefuseChange(Refuse):
    """Why the manager declines a change."""


class ChangedLine(Schema):
    """How many of an item before and after, and from which depot when one is named."""

    item = fields.String()
    name = fields.String()
    before = fields.Integer()
    after = fields.Integer()
    depot_before = fields.String()
    depot_after = fields.String()


class Change(Schema):
    """Another version of a reservation, and what became of it."""

    state = fields.String()
    by_lender = fields.Boolean()
    asked_by = fields.String()
    asked_at = fields.AwareDateTime()
    answer_due_at = fields.AwareDateTime()
    reason = fields.String()
    answer = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    lines = fields.List(fields.Nested(ChangedLine))


class Latest(Schema):
    """The latest other version of a reservation; null when there never was one."""

    change: Any = fields.Nested(Change, allow_none=True)
