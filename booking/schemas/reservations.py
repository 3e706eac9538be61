"""Asking, deciding, and a reservation as others read it."""

from datetime import UTC, date
from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from booking.documents import messages
from booking.rules.asking import Asked, AskedLine
from booking.schemas import Count, Instant, Name, Text, text
from booking.vocabulary import BeneficiaryKind

MOST = 100_000
FEW = validate.Range(min=1, max=MOST)


class Act(Schema):
    """An act without details; the key makes a second click harmless."""

    request_key = Text(load_default=None, validate=validate.Length(1, 100))


class Refuse(Act):
    """A refusal and why."""

    reason = text(1000, required=True, lines=True)


class Cancel(Act):
    """A withdrawal and, if one likes, why."""

    reason = text(1000, lines=True)


class Approve(Act):
    """An agreement and, when it goes beyond the stock, why."""

    despite = text(1000, lines=True)


class See(Act):
    """Which requirement somebody saw to."""

    requirement = Name(required=True, validate=validate.Length(1, 40))


class Override(See):
    """Which requirement is waived, and why."""

    reason = text(1000, required=True, lines=True)


class Line(Schema):
    """So many of an item, named by its reference or id."""

    item = Name(required=True, validate=validate.Length(1, 30))
    quantity = Count(required=True, validate=FEW)
    depot = Name(load_default="", validate=validate.Length(max=120))

    @post_load
    def as_line(self, data: dict[str, Any], **_: object) -> AskedLine:
        """Return the line as the use-case takes it."""
        return AskedLine(**data)


class Ask(Act):
    """What a town hall asks for at once, for whom and for when."""

    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    purpose = text(160, required=True)
    place = text(160)
    note = text(2000, lines=True)
    beneficiary_kind = fields.Enum(
        BeneficiaryKind, by_value=True, load_default=BeneficiaryKind.COMMUNE
    )
    beneficiary_name = text(160)
    borrower = Name(load_default="", validate=validate.Length(max=200))
    despite = text(1000, lines=True)
    lines = fields.List(
        fields.Nested(Line),
        required=True,
        validate=validate.Length(1, 200, error="Choisissez au moins un matériel."),
    )

    @validates_schema
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an end that is no end and an association without a name."""
        errors: dict[str, list[str]] = {}
        if data["ends_at"].astimezone(UTC) <= data["starts_at"].astimezone(UTC):
            errors["ends_at"] = ["Le retour doit venir après le retrait."]
        if data["beneficiary_kind"] is BeneficiaryKind.ASSOCIATION and not data["beneficiary_name"]:
            errors["beneficiary_name"] = ["Quelle association ?"]
        if data["beneficiary_kind"] is BeneficiaryKind.COMMUNE and data["beneficiary_name"]:
            errors["beneficiary_kind"] = ["Une association est nommée : choisissez-la, ou effacez."]
        if errors:
            raise ValidationError(errors)

    @post_load
    def as_asked(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is asked and its key."""
        key = data.pop("request_key")
        return {"asked": Asked(**data | {"lines": tuple(data["lines"])}), "key": key}


class ReservationLine(Schema):
    """A line, and from which depots it is taken."""

    id = fields.Integer()
    item = fields.String()
    name = fields.String()
    quantity = fields.Integer()
    units = fields.List(fields.String())
    beyond = fields.Integer()
    depots = fields.Function(
        lambda line: [{"depot": depot, "quantity": quantity} for depot, quantity in line.depots]
    )


class Reservation(Schema):
    """One lender's part of a request, as its parties read it."""

    id = fields.Integer()
    reference = fields.String()
    request_id = fields.Integer()
    status = fields.String()
    label = fields.Function(lambda mine: mine.label.label)
    pool = fields.String()
    pool_id = fields.Integer()
    owner = fields.String()
    manager = fields.String()
    borrower = fields.String()
    purpose = fields.String()
    place = fields.String()
    beneficiary_kind = fields.String()
    beneficiary_name = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    asked_at = fields.AwareDateTime()
    answer_due_at = fields.AwareDateTime()
    awaited = fields.String(allow_none=True)
    reply_due_at = fields.AwareDateTime(allow_none=True)
    change_due_at = fields.AwareDateTime(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    handed_over_at = fields.AwareDateTime(allow_none=True)
    returned_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String()
    despite = fields.String()
    convention = fields.String(allow_none=True)
    possible = fields.List(fields.String())
    lines = fields.List(fields.Nested(ReservationLine))


class Verdict(Schema):
    """What one rule says of a reservation; `by` is the day on which it is owed."""

    code = fields.String()
    level = fields.String(
        metadata={"enum": ["ok", "info", "owed", "warn", "block", "overridden"]},
    )
    text = fields.Function(messages.verdict, metadata={"type": "string"})
    requirement = fields.Function(lambda judged: judged.facts.get("requirement"))
    by = fields.Function(lambda judged: _day(judged.facts.get("by")))
    until = fields.Function(lambda judged: _day(judged.facts.get("until")))
    overridden_by = fields.Function(lambda judged: judged.facts.get("waived_by"))
    why = fields.Function(lambda judged: judged.facts.get("why"))


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


class Verdicts(Schema):
    """What is judged of a reservation, as it stands today."""

    verdicts = fields.List(fields.Nested(Verdict))


class Reservations(Schema):
    """Several reservations, those of one request for instance."""

    reservations = fields.List(fields.Nested(Reservation))
