"""What passes the counter, either way: rows that are counted, what goes along, who signs."""

from collections.abc import Sequence
from dataclasses import fields as names_of
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from booking.handling import Wear
from booking.rules.passages import Counted, Passing, Signed
from booking.schemas import Count, text
from booking.schemas.reservations import MOST, Act
from booking.schemas.shots import Shots
from booking.schemas.signing import ID, strokes

FEW = validate.Range(0, MOST)
FARTHEST = 10_000_000
MANY = validate.Length(max=500)


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
        if not 0 <= tenths <= FARTHEST:
            raise self.make_error("invalid")
        return int(tenths)


class Row(Schema):
    """Things of a line, or one copy of it, and how they are."""

    line = Count(required=True, validate=ID)
    unit = text(40)
    quantity = Count(load_default=None, validate=FEW)
    wear = fields.Enum(Wear, by_value=True, load_default=None)
    hours = Tenths(
        load_default=None,
        metadata={"type": "number", "description": "Compteur, en heures, une décimale au plus"},
    )
    km = Count(load_default=None, validate=validate.Range(0, FARTHEST))
    energy = Count(load_default=None, validate=validate.Range(0, 100))
    note = text(300, lines=True)


class Accessory(Schema):
    """So many of what goes with a line, or with one copy of it."""

    line = Count(required=True, validate=ID)
    unit = text(40)
    name = text(120, required=True)
    counted = Count(required=True, validate=FEW)


class Pass(Act):
    """What passes the counter once, and who signs it; each way says more of its rows."""

    lines = fields.List(fields.Nested(Row), load_default=list, validate=MANY)
    accessories = fields.List(fields.Nested(Accessory), load_default=list, validate=MANY)
    borrower_name = text(120)
    borrower_drawn = strokes()
    keeper_name = text(120)
    keeper_drawn = strokes()
    unsigned = text(200)
    note = text(2000, lines=True)
    photos = Shots()

    @post_load
    def as_passing(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what passes and its key, as the use-cases take them."""
        key, rows, along = (data.pop(each) for each in ("request_key", "lines", "accessories"))
        signed = Signed(**{each.name: data.pop(each.name) for each in names_of(Signed)})
        return {"passing": Passing(_with(rows, along), signed, **data), "key": key}


def _with(rows: Sequence[Counted], along: Sequence[dict[str, Any]]) -> tuple[Counted, ...]:
    """Return each row that passes with what goes along: with its copy, or with the line at first.

    What goes with a line whose rows are copies is told once, on the first of them.
    """
    left: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for each in along:
        goes = (each["name"], each["counted"])
        left.setdefault((each["line"], each["unit"]), []).append(goes)
    found = []
    for row in rows:
        passes = row.quantity or row.missing
        places = dict.fromkeys((row.unit, "")) if passes else ()
        mine = [goes for unit in places for goes in left.pop((row.line_id, unit), ())]
        found.append(replace(row, accessories=tuple(mine)))
    return tuple(found)
