"""Absences of those who operate: from when to when, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate
from marshmallow import validates_schema as checks

from booking.period import Period
from booking.rules.asking import Absent
from booking.schemas import Day, Instant, text
from booking.schemas.reservations import Act

DAY = timedelta(days=1)


class Away(Act):
    """Somebody is away for whole days, both included, or between two instants."""

    unit = text(40, required=True)
    first_on = Day(load_default=None)
    last_on = Day(load_default=None)
    starts_at = Instant(load_default=None)
    ends_at = Instant(load_default=None)

    @checks
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse what is neither days nor hours, and an end before its start."""
        errors: dict[str, list[str]] = {}
        days, hours = (data["first_on"], data["last_on"]), (data["starts_at"], data["ends_at"])
        if any(hours):
            if any(days):
                errors["starts_at"] = ["Donnez des jours, ou des heures, pas les deux."]
            elif not all(hours):
                errors["ends_at" if hours[0] else "starts_at"] = ["Ce champ est obligatoire."]
            elif hours[1].astimezone(UTC) <= hours[0].astimezone(UTC):
                errors["ends_at"] = ["La fin doit venir après le début."]
        elif not days[0]:
            errors["first_on"] = ["Donnez au moins le premier jour."]
        elif days[1] and days[1] < days[0]:
            errors["last_on"] = ["La fin vient avant le début."]
        if errors:
            raise ValidationError(errors)


def absent(asked: dict[str, Any], item: str, zone: ZoneInfo) -> Absent:
    """Return who is away and when, as the use-case takes it; one day when no last one is given."""
    if asked["starts_at"]:
        return Absent(item, asked["unit"], Period(asked["starts_at"], asked["ends_at"]))
    last = asked["last_on"] or asked["first_on"]
    days = Period(_midnight(asked["first_on"], zone), _midnight(last + DAY, zone))
    return Absent(item, asked["unit"], days)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


class Link(Act):
    """The address of the account that a person is; empty: of none."""

    email = fields.Email(
        load_default="",
        validate=validate.Length(max=254),
        error_messages={"invalid": "Ce n’est pas une adresse électronique."},
    )


class Absence(Schema):
    """Somebody away over a period: never why."""

    id = fields.Integer()
    item = fields.String()
    unit = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    in_danger = fields.List(fields.String())


class Absences(Schema):
    """Who is away, now and to come, among those the caller employs, manages or is."""

    absences = fields.List(fields.Nested(Absence))
