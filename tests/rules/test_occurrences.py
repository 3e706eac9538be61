"""When something comes back, what it takes together with others, and what is left of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.period import Period
from booking.rules.occurrences import Busy, Happening, Rule, occurrences, together, without

PARIS = ZoneInfo("Europe/Paris")
DAY = datetime(2027, 1, 4, tzinfo=UTC)
WINDOW = Period(DAY, DAY + timedelta(days=30))


def hours(first: int, last: int) -> Period:
    """Return some hours of the usual day."""
    return Period(DAY + timedelta(hours=first), DAY + timedelta(hours=last))


def wall(day: int, hour: int = 8) -> datetime:
    """Return a time of the wall in January."""
    return datetime(2027, 1, day, hour, tzinfo=UTC).replace(tzinfo=None)


def days(mine: Happening) -> list[int]:
    """Return the days of January on which something takes place."""
    return sorted(start.day for start, _ in occurrences(mine, WINDOW))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, [5]),
        (Rule("FREQ=WEEKLY"), [5, 12, 19, 26, 2]),
        (Rule("FREQ=WEEKLY", until=date(2027, 1, 19)), [5, 12, 19]),
        (Rule("FREQ=WEEKLY", until=datetime(2027, 1, 19, 6, 59, tzinfo=UTC)), [5, 12]),
        (Rule("FREQ=WEEKLY", until=datetime(2027, 1, 19, 7, tzinfo=UTC)), [5, 12, 19]),
        (Rule("FREQ=MONTHLY;BYDAY=2TU"), [5, 12]),
    ],
)
def test_a_rule_is_followed_inside_the_window(rule: Rule | None, expected: list[int]) -> None:
    mine = Happening(wall(5), wall(5, 9), PARIS, rule)

    assert days(mine) == sorted(expected)


def test_it_may_take_place_at_other_times_too_and_not_at_some() -> None:
    mine = Happening(
        starts_at=wall(5),
        ends_at=wall(5, 9),
        zone=PARIS,
        rule=Rule("FREQ=DAILY;COUNT=4"),
        also=(wall(20), wall(5)),
        but=frozenset({wall(6), date(2027, 1, 7)}),
    )

    assert days(mine) == [5, 8, 20]


@pytest.mark.parametrize(
    "parts",
    [
        *("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=NEVER", "COUNT=3", ""),
        *("FREQ=DAILY;BYMONTH=2,4;BYMONTHDAY=31", "FREQ=DAILY;BYMONTH=13", "FREQ=DAILY;BYDAY=XX"),
    ],
)
def test_a_rule_that_keeps_one_busy_or_means_nothing_is_refused(parts: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        days(Happening(wall(5), wall(5, 9), PARIS, Rule(parts)))


def test_a_rule_of_ages_is_refused() -> None:
    old = datetime(1600, 1, 1, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="too many"):
        days(Happening(old, old + timedelta(hours=1), PARIS, Rule("FREQ=DAILY")))


def test_what_overlaps_is_one_and_bears_the_name_of_the_first() -> None:
    found = [
        Busy("c", hours(9, 10)),
        Busy("b", hours(7, 9)),
        Busy("a", hours(6, 8)),
        Busy("d", hours(12, 13)),
        Busy("e", hours(12, 13)),
    ]

    assert together(found) == [
        Busy("a", hours(6, 9)),
        Busy("c", hours(9, 10)),
        Busy("d", hours(12, 13)),
    ]


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [(8, 18)]),
        ([(6, 8), (18, 20)], [(8, 18)]),
        ([(6, 9)], [(9, 18)]),
        ([(17, 20)], [(8, 17)]),
        ([(10, 12)], [(8, 10), (12, 18)]),
        ([(14, 15), (10, 12), (11, 13)], [(8, 10), (13, 14), (15, 18)]),
        ([(8, 18)], []),
        ([(6, 20), (9, 10)], []),
    ],
)
def test_what_is_left_of_a_period(
    taken: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    found = without(hours(8, 18), [hours(*each) for each in taken])

    assert found == [hours(*each) for each in left]
