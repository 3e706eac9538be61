"""Qualifications: what is typed, and what the employer's programs read."""

from marshmallow import Schema, fields

from booking.fitness import Skill
from booking.rules.qualifications import Qualified
from booking.schemas import Day, text
from booking.schemas.organizations import Keyed


class Qualify(Keyed):
    """Who may do what until when, on sight of which paper."""

    made = Qualified

    holder = text(120, required=True)
    skill = fields.Enum(Skill, by_value=True, required=True)
    ends_on = Day(load_default=None)
    seen_by = text(120, required=True)
    seen_on = Day(required=True)
    unit = text(40)


class ReadQualification(Schema):
    """A line of the register of one's own organization."""

    id = fields.Integer()
    holder = fields.String()
    skill = fields.Function(lambda line: line.skill.value)
    ends_on = fields.Date(allow_none=True)
    seen_by = fields.String()
    seen_on = fields.Date()
    unit = fields.String()
    standing = fields.Function(lambda line: line.standing.value)


class ReadQualifications(Schema):
    """The register: what ends first, then what has no end."""

    qualifications = fields.List(fields.Nested(ReadQualification))
