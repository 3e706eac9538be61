"""Papers: what is looked for, and a paper as programs read it."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.paperwork import PaperKind, PaperState
from booking.queries.paper_search import Filters, Side
from booking.schemas import Count, text


class LookFor(Schema):
    """Which papers one wants; nothing given: all, the latest first."""

    kind = fields.Enum(PaperKind, by_value=True, load_default=None)
    state = fields.Enum(PaperState, by_value=True, load_default=None)
    side = fields.Enum(
        Side,
        by_value=True,
        load_default=None,
        metadata={"description": "`lends` : son organisme prête ; `borrows` : il emprunte"},
    )
    year = Count(load_default=None, validate=validate.Range(2000, 2198))
    q = text(120)
    page = Count(load_default=1, validate=validate.Range(1, 100_000))

    @post_load
    def as_filters(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is looked for as the query takes it."""
        named = ("kind", "state", "side", "year")
        wanted = Filters(**{name: data[name] for name in named}, words=data["q"])
        return {"filters": wanted, "page": data["page"]}


KINDS = {"type": "string", "enum": [each.value for each in PaperKind]}
STATES = {"type": "string", "enum": [each.value for each in PaperState]}


class ReadName(Schema):
    """Another paper, as one refers to it."""

    id = fields.Integer()
    kind = fields.Function(lambda paper: paper.kind.value, metadata=KINDS)
    number = fields.String(allow_none=True)
    state = fields.Function(lambda paper: paper.state.value, metadata=STATES)


class ReadSignature(Schema):
    """One signature, in its order: who is to give it, then who gave it, when and how."""

    rank = fields.Integer()
    part = fields.Function(lambda each: each.part.value)
    organization = fields.String()
    in_name_of = fields.String()
    state = fields.Function(lambda each: each.state.value)
    asked_at = fields.AwareDateTime(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)
    means = fields.Function(lambda each: each.means.value if each.means else None)
    name = fields.String()
    title = fields.String()
    reason = fields.String()


class ReadPaper(Schema):
    """A paper; a draft has no number, no digest and no date of issue."""

    id = fields.Integer()
    kind = fields.Function(lambda paper: paper.kind.value, metadata=KINDS)
    number = fields.String(allow_none=True)
    state = fields.Function(lambda paper: paper.state.value, metadata=STATES)
    title = fields.String()
    owner = fields.String()
    manager = fields.String()
    partner = fields.String()
    reservation = fields.Integer(attribute="reservation_id", allow_none=True)
    purpose = fields.String()
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    issued_at = fields.AwareDateTime(allow_none=True)
    signed_at = fields.AwareDateTime(allow_none=True)
    cancelled_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String()
    sha256 = fields.String()
    signed_sha256 = fields.String()
    amends = fields.Nested(ReadName, allow_none=True)
    amendments = fields.List(fields.Nested(ReadName))
    signatures = fields.List(fields.Nested(ReadSignature))


class ReadPapers(Schema):
    """A page of what was found."""

    conventions = fields.List(fields.Nested(ReadPaper), attribute="papers")
    count = fields.Integer()
    page = fields.Integer()
    pages = fields.Integer()
