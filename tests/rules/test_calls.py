"""When a loan takes place as calendars show it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.period import Period
from booking.rules.calls import LENGTH, NOTHING, Passed, calls, span

PARIS = ZoneInfo("Europe/Paris")


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return an instant of November, by the wall clock of Paris."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


AGREED = Period(at(24, 14), at(27, 9))
DAYS = Period(at(24), at(27))


@pytest.mark.parametrize(
    ("left", "back", "shown"),
    [
        (None, None, AGREED),
        (at(23, 16), None, Period(at(23, 16), at(27, 9))),
        (at(24, 15), at(25, 11), Period(at(24, 15), at(25, 11))),
        (at(24, 14), at(28, 8), Period(at(24, 14), at(28, 8))),
        (at(24, 14), at(24, 14), Period(at(24, 14), at(24, 14) + LENGTH)),
        (at(27, 10), None, Period(at(27, 10), at(27, 10) + LENGTH)),
    ],
    ids=["to come", "left early", "back early", "back late", "back at once", "left past its end"],
)
def test_a_loan_lasts_as_it_really_did(
    left: datetime | None, back: datetime | None, shown: Period
) -> None:
    assert span(AGREED, Passed(left, back)) == shown


def test_a_loan_of_a_few_minutes_lasts_as_agreed() -> None:
    short = Period(at(24, 14), at(24, 14, 10))

    assert span(short, NOTHING) == short


def test_things_are_fetched_and_brought_back_at_the_hours_agreed() -> None:
    assert calls(AGREED, NOTHING, PARIS) == (
        Period(at(24, 14), at(24, 14, 30)),
        Period(at(27, 9), at(27, 9, 30)),
    )


def test_what_is_due_at_midnight_is_brought_back_on_the_day_that_ends() -> None:
    _, brought = calls(Period(at(24, 14), at(27)), NOTHING, PARIS)

    assert brought == Period(at(26, 23, 30), at(27))


def test_whole_days_are_those_of_the_first_and_of_the_last_one() -> None:
    day = timedelta(days=1)

    assert calls(DAYS, NOTHING, PARIS) == (Period(at(24), at(24) + day), Period(at(26), at(27)))


@pytest.mark.parametrize("agreed", [AGREED, DAYS])
def test_what_passed_the_counter_is_shown_when_it_did(agreed: Period) -> None:
    left, back = at(23, 16, 5), at(25, 11, 10)
    _, awaited = calls(agreed, NOTHING, PARIS)

    assert calls(agreed, Passed(left), PARIS) == (Period(left, left + LENGTH), awaited)
    assert calls(agreed, Passed(left, back), PARIS) == (
        Period(left, left + LENGTH),
        Period(back, back + LENGTH),
    )
