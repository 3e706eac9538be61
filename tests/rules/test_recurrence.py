"""The same hours of the wall, through changes of clock and short months."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.errors import Invalid
from booking.period import Period
from booking.rules.recurrence import MOST, Rhythm, repeat

PARIS = ZoneInfo("Europe/Paris")


def span(day: date, first: int = 8, last: int = 18, days: int = 0) -> Period:
    """Return some hours of a day in Paris."""
    return Period(
        datetime(day.year, day.month, day.day, first, tzinfo=PARIS),
        datetime(day.year, day.month, day.day + days, last, tzinfo=PARIS),
    )


def starts(first: Period, rhythm: Rhythm, until: date) -> list[str]:
    """Return when the periods start, on the wall of Paris."""
    found = repeat(first, rhythm, until, PARIS)
    return [f"{each.starts_at.astimezone(PARIS):%Y-%m-%d %H:%M}" for each in found]


def test_once_is_once() -> None:
    first = span(date(2027, 1, 9))
    assert repeat(first, Rhythm.ONCE, None, PARIS) == (first,)


def test_the_hours_on_the_wall_stay_when_the_clocks_change() -> None:
    found = repeat(span(date(2027, 3, 20)), Rhythm.WEEKLY, date(2027, 4, 3), PARIS)

    walls = [each.starts_at.astimezone(PARIS).hour for each in found]
    assert walls == [8, 8, 8]
    assert [each.starts_at.hour for each in found] == [7, 7, 6]
    assert {each.length for each in found} == {found[0].length}


def test_a_night_of_the_change_of_clock_is_an_hour_shorter() -> None:
    first = span(date(2027, 3, 20), 20, 8, days=1)
    found = repeat(first, Rhythm.WEEKLY, date(2027, 3, 27), PARIS)
    assert [each.length.total_seconds() / 3600 for each in found] == [12, 11]


def test_every_two_weeks() -> None:
    assert starts(span(date(2027, 1, 9)), Rhythm.FORTNIGHTLY, date(2027, 2, 6)) == [
        "2027-01-09 08:00",
        "2027-01-23 08:00",
        "2027-02-06 08:00",
    ]


def test_every_month_on_the_same_saturday_of_the_month() -> None:
    assert starts(span(date(2027, 1, 9)), Rhythm.MONTHLY, date(2027, 4, 30)) == [
        "2027-01-09 08:00",
        "2027-02-13 08:00",
        "2027-03-13 08:00",
        "2027-04-10 08:00",
    ]


def test_a_fifth_saturday_is_the_last_one_elsewhere() -> None:
    assert starts(span(date(2027, 1, 30)), Rhythm.MONTHLY, date(2027, 5, 31)) == [
        "2027-01-30 08:00",
        "2027-02-27 08:00",
        "2027-03-27 08:00",
        "2027-04-24 08:00",
        "2027-05-29 08:00",
    ]


def test_a_period_that_the_clocks_skip_is_left_out() -> None:
    found = repeat(span(date(2027, 3, 21), 2, 3), Rhythm.WEEKLY, date(2027, 4, 4), PARIS)
    assert [each.starts_at.date() for each in found] == [date(2027, 3, 21), date(2027, 4, 4)]


def test_the_last_day_is_included() -> None:
    assert len(starts(span(date(2027, 1, 9)), Rhythm.WEEKLY, date(2027, 1, 16))) == 2


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (None, "Jusqu’à quelle date"),
        (date(2027, 1, 8), "finir avant de commencer"),
        (date(2029, 1, 8), "60 périodes au plus"),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(until: date | None, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        repeat(span(date(2027, 1, 9)), Rhythm.WEEKLY, until, PARIS)
    assert words in str(refused.value.facts["errors"])


def test_as_many_as_allowed_are_allowed() -> None:
    found = repeat(span(date(2027, 1, 9)), Rhythm.WEEKLY, date(2028, 2, 26), PARIS)
    assert len(found) == MOST


def test_periods_that_run_into_each_other_are_refused() -> None:
    with pytest.raises(Invalid):
        repeat(span(date(2027, 1, 9), days=8), Rhythm.WEEKLY, date(2027, 2, 1), PARIS)
