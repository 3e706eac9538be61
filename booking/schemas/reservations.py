"""Asking, deciding, and a reservation as others read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from booking.dealings import Transport, UsualReason
from booking.documents import messages
from booking.period import Period
from booking.rules.asking import Asked, AskedLine
from booking.schemas import Count, Day, Instant, Name, Text, text
from booking.schemas.beneficiaries import wrong_beneficiary
from booking.schemas.parts import EVENT, LOAN, AskPart, apart, missing_dates, out_of_order
from booking.vocabulary import BeneficiaryKind

MOST = 100_000
FEW = validate.Range(min=1, max=MOST)


class Act(Schema):
    """An act without details; the key makes a second click harmless."""

    request_key = Text(load_default=None, validate=validate.Length(1, 100))


class Seen(Act):
    """An answer to what one has read; what changed since is not agreed to unread."""

    revision = Count(
        load_default=None,
        metadata={
            "description": "Celle qui a été lue : si elle n’est plus la même, rien n’est fait"
        },
    )


def as_seen(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was read and the key, as the use-cases take them."""
    return {"seen": asked["revision"], "key": asked["request_key"]}


class Refuse(Seen):
    """A refusal and why: a usual reason, one in other words, or both."""

    reason = text(1000, lines=True)
    usual = fields.Enum(UsualReason, by_value=True, load_default=None)

    @validates_schema
    def check_reason(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a refusal that says nothing."""
        if not (data["reason"] or data["usual"]):
            raise ValidationError({"reason": ["Ce champ est obligatoire."]})


class Cancel(Act):
    """A withdrawal and, if one likes, why."""

    reason = text(1000, lines=True)


class Grant(Schema):
    """So many granted of a line, named by its id; none leaves it out."""

    line = fields.Integer(required=True)
    quantity = Count(required=True, validate=validate.Range(0, MOST))


class Approve(Seen):
    """An agreement: why beyond the stock; how many and why, when fewer; who decided, if elected."""

    despite = text(1000, lines=True)
    reason = text(1000, lines=True)
    elected = text(120)
    lines = fields.List(fields.Nested(Grant), load_default=list, validate=validate.Length(max=200))

    @post_load
    def as_quantities(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the lines as the use-case takes them."""
        granted = {each["line"]: each["quantity"] for each in data.pop("lines")}
        return data | {"quantities": granted}


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
    """What a town hall asks for at once, for whom and for when.

    `event_starts_at` and `event_ends_at` stand instead of the dates of the loan: each lender's
    pick-up and return are then proposed around the event, unless `parts` gives them.
    """

    starts_at = Instant(metadata={"description": "Retrait ; inutile si l’évènement est donné"})
    ends_at = Instant(metadata={"description": "Retour ; inutile si l’évènement est donné"})
    event_starts_at = Instant(
        metadata={"description": "Début de l’évènement : le retrait est alors proposé avant"}
    )
    event_ends_at = Instant(
        metadata={"description": "Fin de l’évènement : le retour est alors proposé après"}
    )
    parts = fields.List(
        fields.Nested(AskPart),
        load_default=list,
        validate=validate.Length(max=200),
        metadata={"description": "Retrait et retour de tel prêteur, s’ils diffèrent"},
    )
    if_short = fields.String(
        load_default="",
        validate=validate.OneOf(["", "waitlist"], error="Choix possibles : waitlist."),
        metadata={"description": "`waitlist` : ce qui manque attend son tour"},
    )
    purpose = text(160, required=True)
    place = text(160)
    note = text(2000, lines=True)
    beneficiary_kind = fields.Enum(
        BeneficiaryKind, by_value=True, load_default=BeneficiaryKind.COMMUNE
    )
    beneficiary_name = text(160)
    engagement_on = Day(load_default=None)
    transport = fields.Enum(Transport, by_value=True, load_default=Transport.OWN)
    borrower = Name(load_default="", validate=validate.Length(max=200))
    despite = text(1000, lines=True)
    if_short = fields.String(load_default="", validate=validate.OneOf(("", "waitlist")))
    lines = fields.List(
        fields.Nested(Line),
        required=True,
        validate=validate.Length(1, 200, error="Choisissez au moins un matériel."),
    )

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_dates(self, _data: dict[str, Any], original: object, **_: object) -> None:
        """Refuse a request without the dates of the loan, or else those of the event."""
        if errors := missing_dates(original):
            raise ValidationError(errors)

    @validates_schema
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an end that is no end and a beneficiary without a name."""
        errors: dict[str, Any] = {
            **out_of_order(data, *LOAN, "Le retour doit venir après le retrait."),
            **out_of_order(data, *EVENT, "La fin doit venir après le début."),
        }
        if not errors and set(EVENT) <= data.keys():
            errors |= apart(data)
        errors |= wrong_beneficiary(data)
        if errors:
            raise ValidationError(errors)

    @post_load
    def as_asked(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is asked and its key."""
        key = data.pop("request_key")
        event = [data.pop(name, None) for name in EVENT]
        by_event = "starts_at" not in data
        data |= dict(zip(LOAN, event, strict=True)) if by_event else {}
        data |= {"lines": tuple(data["lines"]), "parts": tuple(data["parts"])}
        said = Period(*event) if None not in event else None
        return {"asked": Asked(**data, event=said, by_event=by_event), "key": key}


class ReservationLine(Schema):
    """A line, and from which depots it is taken."""

    id = fields.Integer()
    item = fields.String()
    name = fields.String()
    quantity = fields.Integer()
    asked = fields.Integer()
    units = fields.List(fields.String())
    beyond = fields.Integer()
    depots = fields.Function(
        lambda line: [{"depot": depot, "quantity": quantity} for depot, quantity in line.depots]
    )


SAID = {"type": ["string", "null"], "format": "date-time"}
"""How an instant that may be missing is documented."""


class Reservation(Schema):
    """One lender's part of a request, as its parties read it."""

    id = fields.Integer()
    reference = fields.String()
    request_id = fields.Integer()
    status = fields.String()
    label = fields.Function(lambda mine: mine.label.label)
    pool = fields.String()
    pool_id = fields.Integer()
    lender = fields.Function(
        lambda mine: f"{mine.pool_id}-{mine.owner_id}", metadata={"type": "string"}
    )
    owner = fields.String()
    manager = fields.String()
    borrower = fields.String()
    purpose = fields.String()
    place = fields.String()
    beneficiary_kind = fields.String()
    beneficiary_name = fields.String()
    engagement_on = fields.Date(allow_none=True)
    transport = fields.String()
    channel = fields.String()
    elected = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    event_starts_at = fields.Function(lambda mine: _end(mine, "starts_at"), metadata=SAID)
    event_ends_at = fields.Function(lambda mine: _end(mine, "ends_at"), metadata=SAID)
    asked_at = fields.AwareDateTime()
    answer_due_at = fields.AwareDateTime()
    awaited = fields.String(allow_none=True)
    reply_due_at = fields.AwareDateTime(allow_none=True)
    change_due_at = fields.AwareDateTime(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    handed_over_at = fields.AwareDateTime(allow_none=True)
    returned_at = fields.AwareDateTime(allow_none=True)
    reply_due_at = fields.AwareDateTime(allow_none=True)
    substitute_told_at = fields.AwareDateTime(allow_none=True)
    owner_told_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String()
    by_rule = fields.String()
    despite = fields.String()
    convention = fields.String(allow_none=True)
    convention_id = fields.Integer(attribute="paper_id", allow_none=True)
    signed_at = fields.AwareDateTime(allow_none=True)
    revision = fields.Integer(metadata={"description": "Croît à chaque changement"})
    possible = fields.List(fields.String())
    lines = fields.List(fields.Nested(ReservationLine))


def _end(mine: Any, name: str) -> str | None:
    """Return when the event begins or ends, when it was said."""
    return getattr(mine.event, name).isoformat() if mine.event else None


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
