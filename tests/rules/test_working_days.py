"""Counting the days on which town halls work, and going back by months."""

from datetime import date

import pytest

from booking.rules.delays import working_days
from booking.rules.terms import months_before


@pytest.mark.parametrize(
    ("last", "count"),
    [(22, 0), (23, 1), (28, 4), (29, 4), (30, 5), (19, -1), (21, -1)],  # the 29th is Easter Monday
)
def test_working_days_are_counted_from_the_day_after(last: int, count: int) -> None:
    assert working_days(date(2027, 3, 22), date(2027, 3, last)) == count


def test_months_before_end_on_the_last_day_of_a_shorter_month() -> None:
    assert months_before(date(2027, 3, 31), 1) == date(2027, 2, 28)
    assert months_before(date(2027, 3, 31), 24) == date(2025, 3, 31)
