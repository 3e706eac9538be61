"""What the counter does next, on which day, and whether it is late."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.rules.counter import Call, call, is_late
from booking.vocabulary import Status

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime(2026, 12, 4, 14, tzinfo=PARIS)
MONDAY = datetime(2026, 12, 7, tzinfo=PARIS)  # the midnight that ends Sunday


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.REQUESTED, None),
        (Status.APPROVED, Call("hand_over", FRIDAY, date(2026, 12, 4))),
        (Status.OUT, Call("take_back", MONDAY, date(2026, 12, 6))),
        (Status.RETURNED, Call("close", MONDAY, date(2026, 12, 6))),
        (Status.CLOSED, None),
    ],
)
def test_the_status_says_what_is_next_and_when(status: Status, expected: Call | None) -> None:
    assert call(status, FRIDAY, MONDAY, PARIS) == expected


def test_a_departure_just_after_local_midnight_is_of_that_day() -> None:
    at = datetime(2026, 12, 4, 0, 30, tzinfo=PARIS)

    found = call(Status.APPROVED, at, MONDAY, PARIS)

    assert found
    assert found.day == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("status", "after", "late"),
    [
        (Status.APPROVED, timedelta(0), False),
        (Status.APPROVED, timedelta(seconds=1), True),
        (Status.OUT, timedelta(days=2, hours=9), False),
        (Status.OUT, timedelta(days=2, hours=10, seconds=1), True),
        (Status.RETURNED, timedelta(days=9), False),  # nobody is awaited any more
    ],
)
def test_a_departure_is_late_from_its_hour_on_as_a_return_is(
    status: Status, after: timedelta, late: bool
) -> None:
    found = call(status, FRIDAY, MONDAY, PARIS)

    assert found
    assert is_late(found, FRIDAY + after) is late
