"""What comes back, contesting a report, closing a loan."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate
from marshmallow import validates_schema as checks

from booking.handling import Rating, Wear
from booking.rules.passages import Counted, Passing, Signed
from booking.rules.returns import REST
from booking.schemas import Count, Text, text
from booking.schemas.reservations import MOST, Act
from booking.schemas.shots import Shots
from booking.schemas.signing import ID, LONGEST, STROKES

FEW = validate.Range(0, MOST)
FARTHEST = 10_000_000
MANY = 300


def strokes() -> fields.String:
    """Return the field of a signature drawn on the screen: strokes, as the script writes them."""
    return Text(
        load_default="",
        validate=[
            validate.Length(max=LONGEST, error="Ce tracé est trop long : effacez-le."),
            validate.Regexp(STROKES, error="Ce tracé ne se lit pas : effacez-le."),
        ],
    )


class Hours(fields.Decimal):
    """Hours read on a meter, with one decimal and a comma if one likes; kept in tenths."""

    default_error_messages = {"invalid": "Ce n’est pas un nombre d’heures."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        plain = value.replace(",", ".").replace(" ", "") if isinstance(value, str) else value
        read = super()._deserialize(plain, attr, data, **kwargs)
        if read is None or not read.is_finite() or not 0 <= read <= FARTHEST:
            raise self.make_error("invalid")
        return int(read * Decimal(10))


class Back(Schema):
    """So many of a line, or one copy of it, that come back, and how they are."""

    line = Count(required=True, validate=ID)
    unit = text(40)
    quantity = Count(
        load_default=None,
        allow_none=True,
        validate=FEW,
        metadata={"description": "Rentrés ; sans nombre : tout ce qui est attendu"},
    )
    expected = Count(load_default=None, validate=FEW)
    damaged = Count(load_default=0, validate=FEW)
    dirty = Count(load_default=0, validate=FEW)
    missing = Count(
        load_default=0,
        validate=FEW,
        metadata={"description": "Perdus : ils ne sont plus attendus"},
    )
    wear = fields.Enum(Wear, by_value=True, load_default=None)
    hours = Hours(load_default=None)
    km = Count(load_default=None, validate=validate.Range(0, FARTHEST))
    energy = Count(load_default=None, validate=validate.Range(0, 100))
    note = text(300)

    @checks
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse more damaged or dirty ones than come back."""
        quantity = data["quantity"]
        if quantity is None:
            return
        for name in ("damaged", "dirty"):
            if data[name] > quantity:
                raise ValidationError({name: ["Pas plus que ce qui rentre."]})

    @post_load
    def as_counted(self, data: dict[str, Any], **_: object) -> Counted:
        """Return the row as the use-case takes it.

        A form proposes all that is awaited: left as it was, it is less by what is missing.
        """
        expected, quantity = data.pop("expected"), data.pop("quantity")
        untouched = data["missing"] and quantity == expected
        whole = quantity is None or untouched
        return Counted(data.pop("line"), REST if whole else quantity, **data)


class Accessory(Schema):
    """So many of an accessory are back with a line, or with one copy of it."""

    line = Count(required=True, validate=ID)
    unit = text(40)
    name = text(120, required=True)
    counted = Count(required=True, validate=FEW)


class TakeBack(Act):
    """What comes back; nothing at all: everything that is awaited, and good."""

    lines = fields.List(fields.Nested(Back), load_default=list, validate=validate.Length(max=MANY))
    accessories = fields.List(
        fields.Nested(Accessory), load_default=list, validate=validate.Length(max=MANY)
    )
    borrower_name = text(120)
    borrower_drawn = strokes()
    keeper_name = text(120)
    keeper_drawn = strokes()
    unsigned = text(200)
    note = text(2000, lines=True)
    people = Count(load_default=None, validate=validate.Range(0, FARTHEST))
    rating = fields.Enum(Rating, by_value=True, load_default=None)
    remark = text(1000, lines=True)
    photos = Shots()

    @post_load
    def as_passing(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what comes back and its key, as the use-case takes them."""
        key, lines, along = (data.pop(each) for each in ("request_key", "lines", "accessories"))
        parties = ("borrower_name", "borrower_drawn", "keeper_name", "keeper_drawn", "unsigned")
        signed = Signed(**{name: data.pop(name) for name in parties})
        counted = tuple(_with(row, along) for row in lines)
        return {"passing": Passing(counted, signed, **data), "key": key}


def _with(row: Counted, along: list[dict[str, Any]]) -> Counted:
    """Return a row with the accessories counted for it."""
    mine = [each for each in along if (each["line"], each["unit"]) == (row.line_id, row.unit)]
    found = tuple((each["name"], each["counted"]) for each in mine)
    return Counted(**{**row.__dict__, "accessories": found})


class TakeBackSigned(TakeBack):
    """What comes back, as the page asks it: signed, or saying why it is not."""

    @checks
    def check_signed(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a return that nobody signs without a word."""
        if not any(data[name] for name in ("unsigned", "borrower_name", "borrower_drawn")):
            why = "Faites signer, ou dites pourquoi l’emprunteur ne signe pas."
            raise ValidationError({"borrower_name": [why]})


class Contest(Act):
    """What is contested of a report, and why."""

    contest = text(2000, required=True, lines=True)


class Close(Act):
    """The end of a loan; what is answered to a borrower who contested its return."""

    answer = text(2000, lines=True)
