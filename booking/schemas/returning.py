"""What comes back, contesting a report, closing a loan."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate
from marshmallow import validates_schema as checks

from booking.handling import Rating
from booking.rules.passages import Counted
from booking.rules.returns import REST
from booking.schemas import Count, text
from booking.schemas.counting import FARTHEST, FEW, MANY, Pass, Row
from booking.schemas.reservations import Act

SIGNED = ("borrower_name", "borrower_drawn", "unsigned")
"""One of these is said of who brings things back."""
NOBODY = "Faites signer, ou dites pourquoi l’emprunteur ne signe pas."


class Back(Row):
    """So many of a line, or one copy of it, that come back, and how they are."""

    quantity = Count(
        load_default=None,
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


class TakeBack(Pass):
    """What comes back; nothing at all: everything that is awaited, and good."""

    lines = fields.List(fields.Nested(Back), load_default=list, validate=MANY)
    people = Count(load_default=None, validate=validate.Range(0, FARTHEST))
    rating = fields.Enum(Rating, by_value=True, load_default=None)
    remark = text(1000, lines=True)


class TakeBackSigned(TakeBack):
    """What comes back, as the page asks it: signed, or saying why it is not."""

    @checks
    def check_signed(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a return that nobody signs without a word."""
        if not any(data[name] for name in SIGNED):
            raise ValidationError({"borrower_name": [NOBODY]})


class Contest(Act):
    """What is contested of a report, and why."""

    contest = text(2000, required=True, lines=True)


class AnswerContest(Act):
    """What is answered to a borrower who contested a return."""

    answer = text(2000, required=True, lines=True)


class Close(Act):
    """The end of a loan; what is answered to a borrower who contested its return."""

    answer = text(2000, lines=True)
