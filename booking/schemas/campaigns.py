"""Verification campaigns: where one is opened, and what is found of each thing."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from booking.fitness import Finding
from booking.rules.asking import Checked
from booking.schemas import Count, text
from booking.schemas.reservations import MOST, Act

IN_ORDER, TO_REPAIR, MISSING, DESPITE = "passed", "failed", "missing", "despite"
"""The buttons of a check; the last one keeps back what others count on."""
SEEN_THERE = "Constaté à la vérification du dépôt."
"""Why something broken is kept back although others count on it, when nothing else is said."""

_SOME = validate.Range(min=0, max=MOST)


class Open(Act):
    """Where everything is to be verified."""

    depot = fields.Integer(required=True)


class OfThing(Act):
    """A stock, or one copy of it."""

    stock = fields.Integer(required=True)
    unit = fields.Integer(load_default=None)


class Check(OfThing):
    """How a thing was found, with a note, a count, and what is kept from being lent."""

    finding = fields.String(
        required=True,
        validate=validate.OneOf(
            (IN_ORDER, TO_REPAIR, MISSING, DESPITE),
            error="Choisissez « En ordre » ou « À réparer ».",
        ),
    )
    note = text(1000, lines=True)
    found = Count(load_default=None, validate=_SOME)
    withhold = fields.Boolean(load_default=False)  # of a copy
    broken = Count(load_default=0, validate=_SOME)  # of what is only counted

    @validates_schema
    def check_sense(self, data: dict[str, Any], **_: object) -> None:
        """Refuse to keep back what is in order."""
        if data["broken"] and data["finding"] == IN_ORDER:
            raise ValidationError(
                {"broken": ["Ce qui est retiré du prêt est à réparer : choisissez ce bouton."]}
            )

    @post_load
    def as_checked(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return what was found, and the key."""
        pressed, note = data["finding"], data["note"]
        one = data["unit"] is not None
        broken = int(data["withhold"]) if one else data["broken"]
        checked = Checked(
            stock_id=data["stock"],
            unit_id=data["unit"],
            finding=_finding(pressed, note),
            note=note,
            found=(0 if pressed == MISSING else None) if one else data["found"],
            broken=0 if pressed == IN_ORDER else broken,
            despite=(note or SEEN_THERE) if pressed == DESPITE else "",
        )
        return {"checked": checked, "key": data["request_key"]}


def _finding(pressed: str, note: str) -> Finding:
    if pressed != IN_ORDER:
        return Finding.FAILED
    return Finding.REMARKS if note else Finding.PASSED
