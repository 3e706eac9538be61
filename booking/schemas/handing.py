"""What leaves, as it is counted at the counter."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from booking.rules.passages import Counted
from booking.schemas import Count, Name, text
from booking.schemas.counting import FEW, MANY, Pass, Row

SIGNED = ("borrower_name", "unsigned")
"""One of these is said of who takes things away."""
NOBODY = "Écrivez le nom de qui emporte le matériel, ou dites pourquoi personne ne signe."


class CountedLine(Row):
    """So many of a line, or one copy of it, and how it is."""

    quantity = Count(
        load_default=None,
        validate=FEW,
        metadata={"description": "Un, quand un exemplaire est nommé"},
    )

    @validates_schema
    def check_unit(self, data: dict[str, Any], **_: object) -> None:
        """Refuse several of one copy."""
        if data["unit"] and (data["quantity"] or 0) > 1:
            raise ValidationError({"quantity": ["Un exemplaire ne compte qu’une fois."]})

    @post_load
    def as_counted(self, data: dict[str, Any], **_: object) -> Counted:
        """Return the row as the use-case takes it; without a copy nor a number, nothing leaves."""
        line, quantity = data.pop("line"), data.pop("quantity")
        return Counted(line, int(bool(data["unit"])) if quantity is None else quantity, **data)


class HandOver(Pass):
    """What leaves, who takes it, who hands it over. Nothing at all: everything agreed leaves."""

    lines = fields.List(
        fields.Nested(CountedLine),
        load_default=list,
        validate=MANY,
        metadata={"description": "Ce qui part ; une ligne absente ne part pas"},
    )
    driver = text(120)
    agreed = fields.Boolean(
        load_default=False, metadata={"description": "Les consignes sont lues et acceptées"}
    )
    kept = fields.Boolean(
        load_default=False, metadata={"description": "Ce qui ne part pas reste gardé"}
    )
    seen = fields.List(
        Name(validate=validate.Length(1, 40)),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "Exigences dont la pièce a été vue"},
    )
    despite = text(1000, lines=True)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_name(self, data: dict[str, Any], original: object, **_: object) -> None:
        """Refuse what nobody takes, once something is said of what leaves."""
        said = isinstance(original, Mapping) and original.keys() - {"request_key"}
        wrong = set(SIGNED) - data.keys()  # told of already
        if said and not wrong and not any(data[name] for name in SIGNED):
            raise ValidationError({"borrower_name": [NOBODY]})

    @post_load
    def as_passing(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what leaves and its key; who is to use it is told in the note."""
        data["seen"] = tuple(data["seen"])
        data["note"] = "\n".join(filter(None, (_driver(data.pop("driver")), data["note"])))
        made: dict[str, Any] = super().as_passing(data)
        return made


def _driver(name: str) -> str:
    return f"Conducteur ou utilisateur désigné : {name}." if name else ""
