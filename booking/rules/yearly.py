"""The same thing again, a year later: on the same day of the week, which festivals keep."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from booking.period import Period
from booking.rules.terms import months_after

WEEK = 7


def again(period: Period, now: datetime, zone: ZoneInfo) -> int:
    """Return how many days later a period comes back, on the same week day, in the future."""
    first = period.starts_at.astimezone(zone).date()
    ahead = max(0, now.astimezone(zone).year - first.year)
    for years in range(max(1, ahead), ahead + 3):
        anniversary = (months_after(first, 12 * years) - first).days
        days = round(anniversary / WEEK) * WEEK
        if first + timedelta(days=days) > now.astimezone(zone).date():
            return days
    raise AssertionError("some anniversary is to come")
