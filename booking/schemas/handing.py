"""What leaves, as it is counted at the counter."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from booking.handling import Wear
from booking.rules.passages import Counted, Passing, Signed
from booking.schemas import Count, Name, Text, Trimmed, text
from booking.schemas.reservations import MOST, Act
from booking.schemas.shots import Shots
from booking.schemas.signing import ID, LONGEST, STROKES

MANY = 500
FURTHEST = 10_000_000
NAMED = "Écrivez le nom de qui emporte le matériel, ou dites pourquoi personne ne signe."


class Tenths(fields.Field[int]):
    """Hours of a meter, as "1 204,5": kept in tenths."""

    default_error_messages = {  # noqa: RUF012 # marshmallow's
        "invalid": "Écrivez des heures, avec une décimale au plus, comme 1204,5.",
    }

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        typed = "".join(str(value).split()).replace(",", ".")
        try:
            tenths = Decimal(typed) * 10
        except InvalidOperation as error:
            raise self.make_error("invalid") from error
        if isinstance(value, bool) or not tenths.is_finite() or tenths != int(tenths):
            raise self.make_error("invalid")
        if not 0 <= tenths <= FURTHEST:
            raise self.make_error("invalid")
        return int(tenths)


def number_of_copy() -> Trimmed:
    """Return the field of the number of a copy, as it is picked or scanned."""
    return Trimmed(load_default="", validate=validate.Length(max=40))


def strokes() -> Text:
    """Return the field of a signature that may be drawn."""
    return Text(
        load_default="",
        validate=[
            validate.Length(max=LONGEST, error="Ce tracé est trop long : effacez-le."),
            validate.Regexp(STROKES, error="Ce tracé ne se lit pas : effacez-le."),
        ],
        metadata={"description": "Tracés d’un chemin SVG, sur un cadre de 300 par 100"},
    )


class CountedLine(Schema):
    """So many of a line, or one copy of it, and how it is."""

    line = Count(required=True, validate=ID)
    unit = number_of_copy()
    quantity = Count(
        load_default=None,
        validate=validate.Range(0, MOST),
        metadata={"description": "Un, quand un exemplaire est nommé"},
    )
    wear = fields.Enum(Wear, by_value=True, load_default=None)
    hours = Tenths(
        load_default=None,
        metadata={"type": "number", "description": "Compteur, en heures, une décimale au plus"},
    )
    km = Count(load_default=None, validate=validate.Range(0, FURTHEST))
    energy = Count(load_default=None, validate=validate.Range(0, 100))
    note = text(300, lines=True)

    @validates_schema
    def check_unit(self, data: dict[str, Any], **_: object) -> None:
        """Refuse several of one copy."""
        if data["unit"] and (data["quantity"] or 0) > 1:
            raise ValidationError({"quantity": ["Un exemplaire ne compte qu’une fois."]})


class CountedAccessory(Schema):
    """So many of what goes with a line, or with one copy of it."""

    line = Count(required=True, validate=ID)
    unit = number_of_copy()
    name = text(120, required=True)
    counted = Count(load_default=0, validate=validate.Range(0, MOST))


class HandOver(Act):
    """What leaves, who takes it, who hands it over. Nothing at all: everything agreed leaves."""

    lines = fields.List(
        fields.Nested(CountedLine),
        load_default=list,
        validate=validate.Length(max=MANY),
        metadata={"description": "Ce qui part ; une ligne absente ne part pas"},
    )
    accessories = fields.List(
        fields.Nested(CountedAccessory), load_default=list, validate=validate.Length(max=MANY)
    )
    borrower_name = text(120)
    borrower_drawn = strokes()
    keeper_name = text(120)
    keeper_drawn = strokes()
    unsigned = text(200)
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
    note = text(1000, lines=True)
    photos = Shots()

    @validates_schema(pass_original=True)
    def check_name(self, data: dict[str, Any], original: object, **_: object) -> None:
        """Refuse what nobody takes, once something is said of what leaves."""
        said = isinstance(original, Mapping) and original.keys() - {"request_key"}
        if said and not (data["borrower_name"] or data["unsigned"]):
            raise ValidationError({"borrower_name": [NAMED]})

    @post_load
    def as_passing(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what passes the counter and the key."""
        passing = Passing(
            counted=as_counted(data["lines"], data["accessories"]),
            signed=as_signed(data),
            agreed=data["agreed"],
            kept=data["kept"],
            seen=tuple(data["seen"]),
            despite=data["despite"],
            photos=data.get("photos", ()),  # programs send none
            note="\n".join(filter(None, (_driver(data["driver"]), data["note"]))),
        )
        return {"passing": passing, "key": data["request_key"]}


def as_signed(data: Mapping[str, Any]) -> Signed:
    """Return who was at the counter, from the fields of any form of it."""
    names = ("borrower_name", "borrower_drawn", "keeper_name", "keeper_drawn", "unsigned")
    return Signed(**{name: data[name] for name in names})


def as_counted(
    lines: list[dict[str, Any]], accessories: list[dict[str, Any]]
) -> tuple[Counted, ...]:
    """Return what was counted of each line; what goes with it, on its row or the first of it.

    A row without a copy nor a quantity says that nothing leaves.
    """
    along: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for each in accessories:
        goes = (each["name"], each["counted"])
        along.setdefault((each["line"], each["unit"]), []).append(goes)
    found = []
    for row in lines:
        mine = [] if not _leaves(row) else along.pop((row["line"], row["unit"]), [])
        mine += [] if not _leaves(row) or not row["unit"] else along.pop((row["line"], ""), [])
        facts = {name: row[name] for name in ("unit", "wear", "hours", "km", "energy", "note")}
        found.append(Counted(row["line"], _leaves(row), accessories=tuple(mine), **facts))
    return tuple(found)


def _leaves(row: Mapping[str, Any]) -> int:
    return int(bool(row["unit"]) if row["quantity"] is None else row["quantity"])


def _driver(name: str) -> str:
    return f"Conducteur ou utilisateur désigné : {name}." if name else ""
