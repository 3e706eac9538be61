"""Choosing which labels to print, on which sheet."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from booking.documents.labels import SHEETS
from booking.schemas import Text


class PrintLabels(Schema):
    """A sheet by its code, how many of its labels are used already, and what to label."""

    class Meta:
        unknown = EXCLUDE

    sheet = fields.String(
        data_key="feuille",
        load_default="21",
        validate=validate.OneOf(SHEETS, error="Choisissez un format de la liste."),
    )
    skipped = fields.Integer(data_key="deja", load_default=0, validate=validate.Range(min=0))
    depot_id = fields.Integer(data_key="depot", load_default=None)
    family = Text(data_key="famille", load_default="")

    @validates_schema
    def leave_one(self, data: dict[str, Any], **_: object) -> None:
        """Refuse to skip more labels than a sheet has."""
        size = SHEETS[data["sheet"]].size
        if data["skipped"] >= size:
            raise ValidationError({"deja": [f"Une feuille a {size} étiquettes."]})
