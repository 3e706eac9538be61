"""Controls: what is asked to plan or to record one, and what programs read of them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate
from marshmallow import validates_schema as checks

from booking.fitness import Finding
from booking.rules.inspections import Planned, Recorded
from booking.schemas import Day, Name, text
from booking.schemas.files import DocumentFile, PictureFile, Upload, address
from booking.schemas.reservations import Act

REQUIRED = ["Ce champ est obligatoire."]
UNREADABLE = "Ce rapport ne se lit pas. Envoyez un PDF, ou une photo (JPEG, PNG ou WebP)."
THING = ("depot", "unit", "control")
PLANNING = (*THING, "day", "provider", "note", "despite")
RECORDING = (*THING, "day", "finding", "planned", "valid_until", "provider", "inspector", "note")


class ReportFile(Upload):
    """A report: a document, or the picture of a paper."""

    def understood(self, sent: Any) -> object:
        """Return the report as it may be kept; raises ValidationError."""
        if sent.content.startswith((b"%PDF-", b"PK")):
            return DocumentFile().understood(sent)
        try:
            return PictureFile().understood(sent)
        except ValidationError as error:
            raise ValidationError(UNREADABLE) from error


class OfThing(Act):
    """A control of a whole stock, or of one copy by its number, on a day."""

    depot = Name(load_default="", validate=validate.Length(max=120))
    unit = text(40)
    control = Name(load_default="", validate=validate.Length(max=40))
    day = Day(required=True)
    provider = text(120)
    note = text(1000, lines=True)

    @checks
    def check_thing(self, data: dict[str, Any], **_: object) -> None:
        """Refuse what names neither a thing and its control, nor one that was planned."""
        if data.get("planned") is None:
            wrong = {name: REQUIRED for name in ("depot", "control") if not data[name]}
            if wrong:
                raise ValidationError(wrong)


class Plan(OfThing):
    """A control to be made, and why although loans need the thing that day."""

    despite = text(1000, lines=True)


class Record(OfThing):
    """A control that was done; `planned` is the one that had been planned."""

    finding = fields.Enum(Finding, by_value=True, required=True)
    planned = fields.Integer(load_default=None, validate=validate.Range(1, 2**31 - 1))
    valid_until = Day(load_default=None)
    inspector = text(120)


class Inspect(Plan, Record):
    """A control to record when `finding` is given, else to plan."""

    finding = fields.Enum(Finding, by_value=True, load_default=None)

    @checks
    def check_finding(self, data: dict[str, Any], **_: object) -> None:
        """Refuse one that had been planned without how it ended."""
        if data.get("planned") and data.get("finding") is None:
            raise ValidationError({"finding": REQUIRED})


class Report(Act):
    """The report of a control, as a file."""

    file = ReportFile()


class Move(Act):
    """Another day for a planned control, and why although loans need the thing then."""

    day = Day(required=True)
    despite = text(1000, lines=True)


def planned(asked: Mapping[str, Any], item: str) -> Planned:
    """Return a control of an item to plan, as the use-case takes it."""
    return Planned(item=item, **{name: asked[name] for name in PLANNING})


def recorded(asked: Mapping[str, Any], item: str) -> Recorded:
    """Return a control of an item that was done, as the use-case takes it."""
    return Recorded(item=item, **{name: asked[name] for name in RECORDING})


class Inspection(Schema):
    """One control, done or planned: `finding` is null of what is only planned."""

    id = fields.Integer()
    control = fields.String()
    label = fields.String()
    depot = fields.String()
    unit = fields.String()
    day = fields.Date()
    finding = fields.String(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    provider = fields.String()
    inspector = fields.String()
    note = fields.String()
    missed = fields.Boolean()
    report_url = fields.Function(
        lambda each: address(each.report) if each.report else None,
        metadata={"type": ["string", "null"]},
    )


class Inspections(Schema):
    """The controls of an item: those planned, in order, and those done, the newest first."""

    planned = fields.List(fields.Nested(Inspection))
    done = fields.List(fields.Nested(Inspection))
