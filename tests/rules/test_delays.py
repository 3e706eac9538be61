"""Which days count, what is due when, and whom the clock calls when nobody acts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rules.delays import (
    Closed,
    Days,
    Step,
    Waiting,
    due,
    due_once_reminded,
    is_working_day,
    of_borrower,
    of_lender,
    reminder,
    working_day_after,
    working_day_before,
)

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
AUGUST = Days("", (Closed(date(2026, 8, 3), date(2026, 8, 14)),))
"""A pool closed two weeks in August; the 15th is a Saturday."""


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Return an instant of June 2026, of which the 1st and the 8th are Mondays."""
    return datetime(2026, 6, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 1), False),
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 15), True),
        (date(2026, 7, 14), False),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 6, 6), False),  # Saturday
        (date(2026, 6, 7), False),
        (date(2026, 6, 8), True),
        (date(2027, 1, 1), False),
    ],
)
def test_town_halls_close_at_weekends_and_on_public_holidays(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),  # over 1 and 8 May
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2026, 6, 6), 1, date(2026, 6, 8)),
        (date(2026, 6, 8), 2, date(2026, 6, 10)),
        (date(2026, 6, 8), 0, date(2026, 6, 8)),
    ],
)
def test_delays_are_counted_in_working_days(day: date, count: int, expected: date) -> None:
    assert working_day_after(day, count) == expected


@pytest.mark.parametrize(
    ("day", "region", "works"),
    [
        (date(2026, 4, 6), "", False),  # Easter Monday
        (date(2026, 4, 3), "", True),  # Good Friday
        (date(2026, 4, 3), "57", False),  # in Moselle
        (date(2026, 12, 26), "", False),  # a Saturday anyway
        (date(2025, 12, 26), "", True),
        (date(2025, 12, 26), "6AE", False),  # in Alsace
        (date(2027, 12, 20), "", True),
        (date(2027, 12, 20), "974", False),  # the end of slavery, in Réunion
        (date(2026, 5, 22), "", True),
        (date(2026, 5, 22), "972", False),  # in Martinique
    ],
)
def test_each_region_has_its_holidays(day: date, region: str, works: bool) -> None:
    assert is_working_day(day, Days(region)) is works


@pytest.mark.parametrize(
    ("day", "count", "days", "expected"),
    [
        (date(2026, 4, 2), 1, Days(), date(2026, 4, 3)),
        (date(2026, 4, 2), 1, Days("57"), date(2026, 4, 7)),
        (date(2026, 4, 2), 2, Days(), date(2026, 4, 7)),
        (date(2026, 7, 31), 1, Days(), date(2026, 8, 3)),
        (date(2026, 7, 31), 1, AUGUST, date(2026, 8, 17)),
        (date(2026, 7, 30), 5, AUGUST, date(2026, 8, 20)),
        (date(2026, 8, 5), 2, AUGUST, date(2026, 8, 18)),
    ],
)
def test_a_delay_goes_round_holidays_and_closures(
    day: date, count: int, days: Days, expected: date
) -> None:
    assert working_day_after(day, count, days) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 6, 9), Days(), date(2026, 6, 8)),
        (date(2026, 6, 8), Days(), date(2026, 6, 5)),
        (date(2026, 4, 7), Days(), date(2026, 4, 3)),
        (date(2026, 4, 7), Days("57"), date(2026, 4, 2)),
        (date(2026, 8, 17), AUGUST, date(2026, 7, 31)),
    ],
)
def test_the_day_before_is_a_working_one(day: date, days: Days, expected: date) -> None:
    assert working_day_before(day, days) == expected


def test_what_is_closed_for_ever_stops_no_clock() -> None:
    for_ever = Days("", (Closed(date(2020, 1, 1), date.max),))

    assert working_day_after(date(2026, 6, 8), 2, for_ever) == date(2027, 6, 10)
    assert working_day_before(date(2026, 6, 8), for_ever) == date(2025, 6, 6)


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 30), st.integers(0, 40))
def test_a_delay_ends_on_a_working_day_and_spans_as_many(
    day: date, count: int, closed: int
) -> None:
    days = Days("974", (Closed(day + timedelta(days=3), day + timedelta(days=3 + closed)),))

    end = working_day_after(day, count, days)

    passed = [day + timedelta(days=rank) for rank in range(1, (end - day).days + 1)]
    assert is_working_day(end, days)
    assert sum(is_working_day(each, days) for each in passed) == count


def test_what_is_due_is_so_at_noon_where_the_territory_lives() -> None:
    evening = datetime(2026, 6, 3, 21, tzinfo=ZoneInfo("UTC"))  # already Thursday in Réunion

    assert due(evening, 2, PARIS) == datetime(2026, 6, 5, 12, tzinfo=PARIS)
    assert due(evening, 2, REUNION) == datetime(2026, 6, 8, 12, tzinfo=REUNION)


def test_one_is_reminded_at_the_same_hour_of_the_working_day_before() -> None:
    assert reminder(at(8), PARIS) == at(5)
    assert reminder(at(9, 17, 30), PARIS) == at(8, 17, 30)
    assert reminder(datetime(2026, 8, 17, 12, tzinfo=PARIS), PARIS, AUGUST) == datetime(
        2026, 7, 31, 12, tzinfo=PARIS
    )


LENDER = Waiting(told_at=at(1, 9), due_at=at(9), starts_at=at(27), substitute=True, owner=True)
TOLD = replace(LENDER, told_at=at(9, 12, 5), due_at=at(16), substitute=False)
LAST = replace(TOLD, told_at=at(16, 12, 5), due_at=at(23), owner=False)
ALONE = replace(LENDER, substitute=False, owner=False)
HURRIED = replace(LENDER, told_at=at(8, 15), due_at=at(9))


@pytest.mark.parametrize(
    ("waiting", "now", "step"),
    [
        (LENDER, at(8, 11, 59), None),
        (LENDER, at(8), Step.REMIND),
        (replace(LENDER, reminded=True), at(8, 18), None),
        (LENDER, at(9), Step.SUBSTITUTE),
        (replace(LENDER, reminded=True), at(9), Step.SUBSTITUTE),
        (LENDER, at(12), Step.SUBSTITUTE),  # down for three days: one step, not three
        (LENDER, at(26), Step.SUBSTITUTE),
        (replace(LENDER, substitute=False), at(9), Step.OWNER),
        (replace(LENDER, owner=False), at(9), Step.SUBSTITUTE),
        (TOLD, at(9, 12, 10), None),
        (TOLD, at(15, 11), None),
        (TOLD, at(15), Step.REMIND),
        (TOLD, at(16), Step.OWNER),
        (LAST, at(16, 13), None),
        (LAST, at(22), Step.REMIND),
        (replace(LAST, reminded=True), at(24), None),
        (ALONE, at(8), Step.REMIND),
        (ALONE, at(12), Step.REMIND),  # late, but nobody knows yet
        (replace(ALONE, reminded=True), at(12), None),
        (HURRIED, at(8, 16), None),  # has just been told
        (HURRIED, at(9), Step.SUBSTITUTE),
        (LENDER, at(27), None),  # its start ends it, another way
        (ALONE, at(28), None),
    ],
)
def test_a_silent_lender_is_reminded_then_passed_over(
    waiting: Waiting, now: datetime, step: Step | None
) -> None:
    assert of_lender(waiting, now, PARIS) is step


BORROWER = Waiting(told_at=at(1, 9), due_at=at(9), starts_at=at(27))
QUICK = replace(BORROWER, told_at=at(8, 15))


@pytest.mark.parametrize(
    ("waiting", "now", "step"),
    [
        (BORROWER, at(8, 11, 59), None),
        (BORROWER, at(8), Step.REMIND),
        (replace(BORROWER, reminded=True), at(9, 11), None),
        (replace(BORROWER, reminded=True), at(9), Step.EXPIRE),
        (BORROWER, at(12), Step.REMIND),  # down for three days: the reminder was owed
        (QUICK, at(9, 11), None),
        (QUICK, at(9), Step.EXPIRE),  # the question itself was the reminder
        (BORROWER, at(27), Step.EXPIRE),
        (replace(BORROWER, reminded=True), at(28), Step.EXPIRE),
    ],
)
def test_a_silent_borrower_is_reminded_before_anything_expires(
    waiting: Waiting, now: datetime, step: Step | None
) -> None:
    assert of_borrower(waiting, now, PARIS) is step


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(8), at(9)),
        (at(12), at(15)),  # a Friday, late: Monday
        (at(26, 15), at(27)),  # never after the start
    ],
)
def test_a_late_reminder_leaves_a_working_day(now: datetime, expected: datetime) -> None:
    assert due_once_reminded(BORROWER, now, PARIS) == expected
