"""When the end of a qualification is to be reminded of."""

from datetime import date

import pytest

from booking.rules.qualifications import ENDED, ENDING, reminder

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("ends_on", "reminded", "due"),
    [
        (None, 0, None),
        (date(2027, 1, 31), 0, None),
        (date(2027, 1, 30), 0, ENDING),
        (date(2027, 1, 30), ENDING, None),
        (date(2026, 12, 1), 0, ENDING),
        (date(2026, 12, 1), ENDING, None),
        (date(2026, 11, 30), 0, ENDED),
        (date(2026, 11, 30), ENDING, ENDED),
        (date(2026, 11, 30), ENDED, None),
        (date(2030, 1, 1), ENDED, None),
    ],
)
def test_each_end_is_reminded_of_before_and_after_and_each_once(
    ends_on: date | None, reminded: int, due: int | None
) -> None:
    assert reminder(ends_on, reminded, TODAY) == due
