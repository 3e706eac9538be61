"""The days of the planning, and the rows on which bars stand."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from booking.period import Period
from booking.rules.planning import (
    Bar,
    Heat,
    Part,
    Scale,
    Stretch,
    column,
    columns,
    event,
    first_day,
    following,
    heat,
    lanes,
    preceding,
    together,
    year,
)

PARIS = ZoneInfo("Europe/Paris")
SHOWN = columns(Scale.MONTH, date(2026, 12, 10), PARIS)


def at(day: int, hour: int = 0) -> datetime:
    """Return an hour of December, counted from its first day."""
    return datetime(2026, 12, 1, hour, tzinfo=PARIS) + timedelta(days=day - 1)


def bar(first: datetime, last: datetime, before: int = 0, after: int = 0) -> Bar:
    """Return a loan with so many hours of preparation around it."""
    loan = Period(first, last)
    return Bar(loan, loan.widened(timedelta(hours=before), timedelta(hours=after)))


@pytest.mark.parametrize(
    ("scale", "first", "before", "after"),
    [
        (Scale.WEEK, date(2026, 11, 30), date(2026, 11, 23), date(2026, 12, 7)),
        (Scale.MONTH, date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1)),
        (Scale.QUARTER, date(2026, 10, 1), date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_a_scale_begins_where_people_begin_it(
    scale: Scale, first: date, before: date, after: date
) -> None:
    day = date(2026, 12, 4)

    assert (first_day(scale, day), preceding(scale, day), following(scale, day)) == (
        first,
        before,
        after,
    )


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("scale", Scale)
def test_what_follows_begins_where_the_columns_end(scale: Scale, month: int) -> None:
    shown = columns(scale, date(2027, month, 31 if month in (1, 3, 10, 12) else 15), PARIS)

    assert all(one.period.ends_at == two.period.starts_at for one, two in pairwise(shown))
    assert following(scale, shown[-1].day) == shown[-1].day + timedelta(days=1)
    assert preceding(scale, following(scale, shown[0].day)) == shown[0].day


def test_a_week_is_shown_by_halves() -> None:
    shown = columns(Scale.WEEK, date(2026, 12, 4), PARIS)

    assert len(shown) == 14
    assert shown[1].key == "2026-11-30-apres-midi"
    assert shown[1].period == Period(
        datetime(2026, 11, 30, 12, tzinfo=PARIS), datetime(2026, 12, 1, tzinfo=PARIS)
    )


def test_a_day_of_the_change_of_clocks_is_whole() -> None:
    (sunday,) = (c for c in columns(Scale.MONTH, date(2027, 3, 1), PARIS) if c.day.day == 28)

    assert sunday.period.length == timedelta(hours=23)


def test_an_address_names_a_column() -> None:
    week = columns(Scale.WEEK, date(2026, 12, 4), PARIS)

    assert [column(each.key, PARIS) for each in (*week, *SHOWN)] == [*week, *SHOWN]
    none = ("", "hier", "2026-13-01", "2026-12-01-nuit", "20261201T1", "2026-W53-7")
    assert not any(column(each, PARIS) for each in (*none, "0001-01-01", "9999-12-31"))


@pytest.mark.parametrize(
    ("key", "now", "hours"),
    [
        ("2026-12-04", at(1), (at(4, 8), at(4, 18))),
        ("2026-12-04-matin", at(1), (at(4, 8), at(4, 12))),
        ("2026-12-04-apres-midi", at(1), (at(4, 14), at(4, 18))),
        ("2026-12-04", at(4, 8), (at(4, 9), at(4, 18))),
        ("2026-12-04", at(4, 17) + timedelta(minutes=20), (at(4, 18), at(4, 19))),
    ],
)
def test_something_takes_place_at_usual_hours_and_not_before_now(
    key: str, now: datetime, hours: tuple[datetime, datetime]
) -> None:
    shown = column(key, PARIS)

    assert shown
    assert event(shown, PARIS, now) == Period(*hours)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (bar(at(4, 14), at(7, 10)), [Stretch(3), Stretch(4, Part.LOAN, 0), Stretch(24)]),
        (  # the preparation that ends on the day of the return takes no column of its own
            bar(at(4, 14), at(7, 10), 2, 4),
            [Stretch(3), Stretch(4, Part.LOAN, 0), Stretch(24)],
        ),
        (
            bar(at(4, 14), at(7, 10), 24, 48),
            [
                Stretch(2),
                Stretch(1, Part.BEFORE, 0),
                Stretch(4, Part.LOAN, 0),
                Stretch(2, Part.AFTER, 0),
                Stretch(22),
            ],
        ),
        (  # until midnight is not the next day
            bar(at(4), at(5)),
            [Stretch(3), Stretch(1, Part.LOAN, 0), Stretch(27)],
        ),
        (bar(at(-10), at(2)), [Stretch(1, Part.LOAN, 0), Stretch(30)]),
        (bar(at(-10), at(90)), [Stretch(31, Part.LOAN, 0)]),
        (bar(at(-10), at(0), 0, 48), [Stretch(1, Part.AFTER, 0), Stretch(30)]),
        (bar(at(33), at(35), 72), [Stretch(29), Stretch(2, Part.BEFORE, 0)]),
    ],
)
def test_a_bar_stands_where_its_days_are(one: Bar, expected: list[Stretch]) -> None:
    assert lanes([one], SHOWN) == [expected]


def test_bars_that_share_a_day_stand_one_under_the_other() -> None:
    shown = lanes([bar(at(7, 14), at(8)), bar(at(4), at(7, 10)), bar(at(20), at(21))], SHOWN)

    assert [[each.bar for each in row] for row in shown] == [[-1, 1, -1, 2, -1], [-1, 0, -1]]
    assert [sum(each.width for each in row) for row in shown] == [31, 31]


def test_without_bars_there_is_no_row() -> None:
    assert lanes([], SHOWN) == []


def test_what_touches_is_one_span() -> None:
    spans = [Period(at(8), at(9)), Period(at(1), at(3)), Period(at(2), at(4)), Period(at(4), at(5))]

    assert together(spans) == [Period(at(1), at(5)), Period(at(8), at(9))]
    assert together([Period(at(1), at(9)), Period(at(2), at(3))]) == [Period(at(1), at(9))]


@pytest.mark.parametrize(
    ("free", "quantity", "expected"),
    [
        (4, 4, Heat.WHOLE),
        (5, 4, Heat.WHOLE),
        (3, 4, Heat.LITTLE),
        (2, 4, Heat.MUCH),
        (1, 4, Heat.MUCH),
        (0, 4, Heat.ALL),
        (0, 0, Heat.ABSENT),
    ],
)
def test_the_heat_of_a_day_is_how_much_is_taken(free: int, quantity: int, expected: Heat) -> None:
    assert heat(free, quantity) is expected


def test_a_year_has_all_its_days() -> None:
    assert [sum(len(month) for month in year(number, PARIS)) for number in (2027, 2028)] == [
        365,
        366,
    ]
