"""Over which dates: of the loan, or of an event around which each lender has its own."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from marshmallow import Schema, ValidationError, post_load, validate, validates_schema

from booking.period import Period
from booking.rules.asking import AskedPart
from booking.schemas import Instant, Name

LOAN = ("starts_at", "ends_at")
EVENT = ("event_starts_at", "event_ends_at")


class AskPart(Schema):
    """From when to when one lender lends, when not as the others."""

    lender = Name(
        required=True,
        validate=validate.Length(1, 120),
        metadata={"description": "Parc et propriétaire, comme « 12-34 » ; ou le parc seul"},
    )
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)

    @validates_schema
    def check_order(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an end that is no end."""
        if errors := out_of_order(data, *LOAN, "Le retour doit venir après le retrait."):
            raise ValidationError(errors)

    @post_load
    def as_part(self, data: dict[str, Any], **_: object) -> AskedPart:
        """Return the part as the use-case takes it."""
        return AskedPart(data["lender"], Period(data["starts_at"], data["ends_at"]))


def out_of_order(data: Mapping[str, Any], first: str, last: str, why: str) -> dict[str, Any]:
    """Return the error of an end that does not come after its start, if both are there."""
    if not {first, last} <= data.keys() or None in (data[first], data[last]):
        return {}
    late = data[last].astimezone(UTC) > data[first].astimezone(UTC)
    return {} if late else {last: [why]}


def missing_dates(original: object) -> dict[str, Any]:
    """Return what is required and not given: both ends of the loan, or of the event."""
    if not isinstance(original, Mapping):
        return {}
    given = original.keys()
    begun = [name for names in (LOAN, EVENT) if set(names) & given for name in names]
    wanted = begun or LOAN
    return {name: ["Ce champ est obligatoire."] for name in wanted if name not in given}


def apart(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the errors of parts that have nothing to do with the event."""
    event = Period(*(data[name] for name in EVENT))
    return _named(
        {
            rank: {"starts_at": ["Ces dates ne touchent pas celles de l’évènement."]}
            for rank, part in enumerate(data["parts"])
            if not part.period.overlaps(event)
        }
    )


def _named(wrong: dict[int, Any]) -> dict[str, Any]:
    return {"parts": wrong} if wrong else {}
