"""A festival comes back on the same day of the week."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.period import Period
from booking.rules.yearly import again

PARIS = ZoneInfo("Europe/Paris")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(hour=14, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("first", "now", "expected"),
    [
        ("2026-06-13", "2026-11-26", "2027-06-12"),  # the second Saturday
        ("2027-06-12", "2026-11-26", "2028-06-10"),  # not over yet
        ("2024-06-15", "2026-11-26", "2027-06-12"),  # several years ago
        ("2025-11-29", "2026-11-26", "2026-11-28"),  # in two days
        ("2025-11-27", "2026-11-26", "2027-11-25"),  # today would be too late
        ("2024-02-29", "2026-11-26", "2027-02-25"),
        ("2026-12-31", "2027-01-02", "2027-12-30"),
    ],
)
def test_the_nearest_same_week_day_of_a_year_to_come(first: str, now: str, expected: str) -> None:
    period = Period(day(first), day(first) + timedelta(days=1))

    days = again(period, day(now), PARIS)

    moved = period.shifted(days, PARIS).starts_at.astimezone(PARIS)
    assert moved == day(expected)
    assert days % 7 == 0
