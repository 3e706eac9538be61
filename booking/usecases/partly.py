"""Granting less than was asked, within an approval: the rest is free again."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from booking.db import db
from booking.errors import Invalid, NotFound
from booking.models.reservations import Line, Reservation
from booking.rules import lifecycle, partly
from booking.rules.partly import Part
from booking.usecases import holds, shortages
from booking.vocabulary import Status

STANDING = lifecycle.UNANSWERED | {Status.APPROVED, Status.OUT}


NOT_GRANTED = "not_granted"
"""Why what was wanted was not had: its lender granted less."""
WHY = "Dites pourquoi vous accordez moins : la commune le lira."


def lower(reservation: Reservation, wanted: Mapping[int, int], reason: str) -> dict[str, Any]:
    """Grant so many of some lines (by id); return what the journal keeps of it, if anything.

    The stocks must be locked already. Raises NotFound for another's line, Invalid for more than
    was asked or for less without a reason, WrongMoment when a thing would go without its companion.
    """
    parts = [_part(line) for line in reservation.lines]
    if wanted.keys() - {part.line_id for part in parts}:
        raise NotFound("line_not_found")
    if all(wanted.get(part.line_id, part.quantity) == part.quantity for part in parts):
        return {}
    given = partly.granted(parts, wanted, _elsewhere(reservation))
    if not reason:
        raise Invalid("reason_needed", errors={"reason": [WHY]})
    before = _lines(reservation)
    less = [line for line in reservation.lines if given[line.id] < line.quantity]
    withheld = [[line.quantity - given[line.id], line.item.name] for line in less]
    lacks = [(line.item.reference, line.quantity, given[line.id]) for line in less]
    borrower = (reservation.territory_id, reservation.request.borrower_id)
    shortages.keep(borrower, NOT_GRANTED, reservation.period, lacks)
    for line in less:
        line.asked = line.asked or line.quantity
    reservation.lines = [line for line in reservation.lines if given[line.id]]
    for line in reservation.lines:
        line.quantity = given[line.id]
    holds.place([line for line in less if given[line.id]], reservation.period)
    db.session.flush()  # what is judged next reads what is still held
    after = _lines(reservation)
    return {"before": before, "after": after, "withheld": withheld, "reason": reason}


def _part(line: Line) -> Part:
    along = tuple(each.companion_id for each in line.item.companions if each.mandatory)
    return Part(line.id, line.item_id, line.item.name, line.quantity, along)


def _elsewhere(reservation: Reservation) -> Counter[int]:
    """Return what the parts of other lenders cannot go without."""
    others = [
        _part(line)
        for each in reservation.request.reservations
        if each is not reservation and each.status in STANDING
        for line in each.lines
    ]
    return partly.needed(others, {part.line_id: part.quantity for part in others})


def _lines(reservation: Reservation) -> dict[str, Any]:
    return {
        "lines": [[each.item.reference, each.quantity, each.depot_id] for each in reservation.lines]
    }
