"""What a territory writes of a requirement; and a requirement as programs read it."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.fitness import Effect, Equipment, Measure, Moment, Scope, Skill
from booking.queries.requirement_table import Line
from booking.rules.rulebook import Added, Changed
from booking.schemas import Count, Day, Name, text
from booking.schemas.reservations import Act
from booking.vocabulary import OrganizationKind


def _effect(default: Effect) -> fields.Enum[Effect]:
    return fields.Enum(Effect, by_value=True, load_default=default)


def _number(least: int, most: int) -> Count:
    bounds = f"De {least} à {most:,}.".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return Count(load_default=None, validate=validate.Range(least, most, error=bounds))


class Change(Act):
    """What a requirement says, whole: what is left empty is not asked."""

    label = text(160, required=True)
    skill = fields.Enum(Skill, by_value=True, load_default=None)
    months = _number(1, 240)
    at_request = _effect(Effect.NONE)
    at_approval = _effect(Effect.NONE)
    at_hand_over = _effect(Effect.NONE)
    notice_days = _number(0, 365)
    measure = fields.Enum(Measure, by_value=True, load_default=None)
    at_least = _number(0, 100_000)
    below = _number(1, 100_000)
    borrowers = fields.List(fields.Enum(OrganizationKind, by_value=True), load_default=list)
    source = text(200)
    as_of = Day(load_default=None)
    verified = fields.Boolean(load_default=False)
    starts_on = Day(load_default=None)
    ends_on = Day(load_default=None)

    @post_load
    def as_said(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is written and the key; borrowers in the order of their list."""
        key = data.pop("request_key")
        data["borrowers"] = tuple(each for each in OrganizationKind if each in data["borrowers"])
        return {"said": self.made(data), "key": key}

    def made(self, data: dict[str, Any]) -> Changed:
        """Return what is written of one that is there."""
        return Changed(**data)


class Add(Change):
    """The same of a new one, with what it is about."""

    scope = fields.Enum(Scope, by_value=True, required=True)
    equipment = fields.Enum(Equipment, by_value=True, load_default=None)
    item = Name(load_default="", validate=validate.Length(max=30))

    def made(self, data: dict[str, Any]) -> Changed:
        """Return what is written of a new one."""
        return Added(**data)


class End(Act):
    """The last day on which a loan may start for which it is asked."""

    last_day = Day(required=True)


def _says(read: Callable[[Line], Any], kind: str = "string") -> fields.Function:
    return fields.Function(read, metadata={"type": [kind, "null"]})


def _at(moment: Moment) -> fields.Function:
    return _says(lambda line: line.rule.effect(moment).value)


class Requirement(Schema):
    """A requirement: what it is about, what it asks, what it does when it is not met."""

    key = fields.String(attribute="rule.key")
    label = fields.String(attribute="rule.label")
    scope = fields.String(attribute="rule.scope")
    equipment = fields.String(attribute="rule.equipment", allow_none=True)
    item = fields.String(metadata={"description": "La référence, quand elle vise un matériel"})
    skill = fields.String(attribute="rule.skill", allow_none=True)
    months = fields.Integer(attribute="rule.months", allow_none=True)
    at_request = _at(Moment.REQUEST)
    at_approval = _at(Moment.APPROVAL)
    at_hand_over = _at(Moment.HAND_OVER)
    notice_days = fields.Integer(attribute="rule.notice_days", allow_none=True)
    measure = fields.String(attribute="rule.measure", allow_none=True)
    at_least = fields.Integer(attribute="rule.at_least", allow_none=True)
    below = fields.Integer(attribute="rule.below", allow_none=True)
    borrowers = fields.List(fields.String(), attribute="rule.borrowers")
    source = fields.String(attribute="rule.source")
    as_of = fields.Date(attribute="rule.as_of", allow_none=True)
    verified = fields.Boolean(attribute="rule.verified")
    starts_on = fields.Date(attribute="rule.starts_on", allow_none=True)
    ends_on = fields.Date(attribute="rule.ends_on", allow_none=True)
    origin = fields.String(metadata={"description": "shipped, changed ou own"})


class Requirements(Schema):
    """The requirements of the territory, those past included."""

    requirements = fields.List(fields.Nested(Requirement))
