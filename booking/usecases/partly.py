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
    parts = [part(line) for line in reservation.lines]
    if wanted.keys() - {each.line_id for each in parts}:
        raise NotFound("line_not_found")
    if all(wanted.get(each.line_id, each.quantity) == each.quantity for each in parts):
        return {}
    given = partly.granted(parts, wanted, elsewhere(reservation))
    if not reason:
        raise Invalid("reason_needed", errors={"reason": [WHY]})
    before = lines_of(reservation)
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
    after = lines_of(reservation)
    return {"before": before, "after": after, "withheld": withheld, "reason": reason}


def part(line: Line) -> Part:
    """Return a line as the rules of parts read it."""
    along = tuple(each.companion_id for each in line.item.companions if each.mandatory)
    return Part(line.id, line.item_id, line.item.name, line.quantity, along)


def elsewhere(reservation: Reservation) -> Counter[int]:
    """Return what the parts of other lenders cannot go without."""
    others = [
        part(line)
        for each in reservation.request.reservations
        if each is not reservation and each.status in STANDING
        for line in each.lines
    ]
    return partly.needed(others, {each.line_id: each.quantity for each in others})


def lines_of(reservation: Reservation) -> dict[str, Any]:
    """Return the lines as the journal keeps them: what, how many, from which depot preferred."""
    return {
        "lines": [[each.item.reference, each.quantity, each.depot_id] for each in reservation.lines]
    }
