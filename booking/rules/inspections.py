"""Days of controls: what one covers, and where it stands today."""

from calendar import monthrange
from datetime import date


def covers(day: date, months: int | None) -> date | None:
    """Return the last day that a control made on a day covers; without end when it has no months.

    Calendar months, clamped to the end of the month: a month after 31 January is 28 February.
    """
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
