"""Incidents: what is told of one, how it is followed and closed, what others read of it."""

from dataclasses import fields as members
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from booking.handling import Charged, IncidentKind, IncidentState, Outcome
from booking.rules.incidents import Ended, Facts, Followed, Reported
from booking.schemas import Count, Instant, Name, text
from booking.schemas.items import Euros
from booking.schemas.reservations import FEW, Act
from booking.schemas.shots import Shots

LARGEST = 2**31 - 1


class ReportIncident(Act):
    """What happened, to which thing, in which loan if in one; the photos go with the form."""

    kind = fields.Enum(IncidentKind, by_value=True, required=True)
    item = Name(required=True, validate=validate.Length(1, 60))
    depot = Name(load_default="", validate=validate.Length(0, 120))
    unit = text(40)
    quantity = Count(load_default=1, validate=FEW)
    reservation = Count(load_default=None, validate=validate.Range(min=1, max=LARGEST))
    occurred_at = Instant(load_default=None)
    place = text(160)
    circumstances = text(4000, required=True, lines=True)
    witnesses = text(300)
    others = text(300)
    injured = text(300)  # in a few words, no health data
    measures = text(2000, lines=True)
    complaint = text(160)
    insurer = text(160)
    out_of_service = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "Sans réponse : oui, pour ce qui manque ou est volé au dépôt"},
    )
    photos = Shots()

    @post_load
    def as_reported(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is told, and the key."""
        key = data.pop("request_key")
        return {"told": Reported(**data), "key": key}


class FollowIncident(Act):
    """What an incident costs, who should pay, the files opened elsewhere, a note."""

    estimate_cents = Euros(data_key="estimate", load_default=None, allow_none=True)
    charged = fields.Enum(Charged, by_value=True, load_default=None)
    complaint = text(160)
    insurer = text(160)
    note = text(1000, lines=True)
    out_of_service = fields.Boolean(load_default=False)
    completed = fields.Boolean(load_default=False)  # what follows is said too
    occurred_at = Instant(load_default=None)
    place = text(160)
    circumstances = text(4000, lines=True)
    witnesses = text(300)
    others = text(300)
    injured = text(300)
    measures = text(2000, lines=True)

    @post_load
    def as_followed(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what is written, and the key."""
        key, completed = data.pop("request_key"), data.pop("completed")
        facts = Facts(**{each.name: data.pop(each.name) for each in members(Facts)})
        return {"followed": Followed(**data, facts=facts if completed else None), "key": key}


class CloseIncident(Act):
    """What became of the things, and what is concluded."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    conclusion = text(2000, lines=True)

    @post_load
    def as_ended(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the end, and the key."""
        key = data.pop("request_key")
        return {"ended": Ended(**data), "key": key}


class AskedIncidents(Schema):
    """Which incidents: where they stand, of a depot, of a pool."""

    class Meta:
        unknown = EXCLUDE

    state = fields.Enum(IncidentState, by_value=True, load_default=None)
    depot = Count(load_default=None, validate=validate.Range(min=1, max=LARGEST))
    pool = Count(load_default=None, validate=validate.Range(min=1, max=LARGEST))


def _word(name: str) -> fields.Function:
    """Return a field that gives the code of a word, or nothing."""
    return fields.Function(
        lambda each: getattr(getattr(each, name), "value", None), metadata={"type": "string"}
    )


class ReadIncident(Schema):
    """An incident, as those read it whom it concerns."""

    id = fields.Integer()
    kind = _word("kind")
    state = _word("state")
    item = fields.String(attribute="reference")
    depot = fields.String()
    unit = fields.String()
    quantity = fields.Integer()
    reservation = fields.Integer(attribute="reservation_id", allow_none=True)
    borrower = fields.String()
    occurred_at = fields.AwareDateTime(allow_none=True)
    place = fields.String()
    circumstances = fields.String()
    witnesses = fields.String()
    others = fields.String()
    injured = fields.String()
    measures = fields.String()
    complaint = fields.String()
    insurer = fields.String()
    estimate_cents = fields.Integer(allow_none=True)
    charged = _word("charged")
    reported_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    outcome = _word("outcome")
    conclusion = fields.String()
    out_of_service = fields.Boolean(attribute="withheld")


class ReadIncidents(Schema):
    """The incidents in view, those not closed first."""

    incidents = fields.List(fields.Nested(ReadIncident))
