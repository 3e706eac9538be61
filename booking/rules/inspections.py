"""Days of controls: what one covers, and where each thing stands today."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from booking.fitness import Finding, Standing
from booking.rules.requirements import Control

SOON = timedelta(days=60)
"""What falls due within these days is to be planned."""
REMINDED = timedelta(days=30)
"""So long before it falls due, its owner is written to."""


@dataclass(frozen=True)
class Planned:
    """A control of a stock, or of one copy by its number, to be made on a day.

    `despite` says why it is planned although loans need the thing that day.
    """

    item: str
    depot: str
    control: str
    day: date
    unit: str = ""
    provider: str = ""
    note: str = ""
    despite: str = ""


@dataclass(frozen=True)
class Recorded:
    """A control that was done: of a thing, or one that had been planned, by its id.

    Without `valid_until` it covers as long as its requirement says.
    """

    day: date
    finding: Finding
    item: str = ""
    depot: str = ""
    control: str = ""
    unit: str = ""
    planned: int | None = None
    valid_until: date | None = None
    provider: str = ""
    inspector: str = ""
    note: str = ""


def covers(day: date, months: int | None) -> date | None:
    """Return the last day that a control made on a day covers; without end when it has no months.

    Calendar months, clamped to the end of the month: a month after 31 January is 28 February.
    """
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def standing(control: Control, today: date) -> Standing:
    """Return where a thing stands today, and so what is to be done about it."""
    if control.failed:
        return Standing.FAILED
    if control.until is None:
        return Standing.PLANNED if control.planned_on else Standing.NEVER
    if control.until < today:
        return Standing.OVERDUE
    if control.planned_on:
        return Standing.PLANNED
    return Standing.DUE if control.until <= today + SOON else Standing.VALID
