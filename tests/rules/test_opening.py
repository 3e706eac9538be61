"""When a depot is open: hours, closures, public and school holidays."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.period import Period
from booking.rules.opening import (
    Calendar,
    Closed,
    Place,
    Slot,
    holiday,
    judge,
    read_hours,
    school_holiday,
    school_holidays,
)
from booking.vocabulary import SchoolRule

PARIS = ZoneInfo("Europe/Paris")
MORNING, AFTERNOON = (time(8), time(12)), (time(13, 30), time(16, 30))
WEEK = tuple(Slot(day, *hours) for day in range(5) for hours in (MORNING, AFTERNOON))
DEPOT = Place("Maing – atelier", WEEK)
FRIDAY, MONDAY = date(2026, 12, 4), date(2026, 12, 7)


def loan(out: tuple[date, time], back: tuple[date, time], zone: ZoneInfo = PARIS) -> Period:
    return Period(datetime.combine(*out, zone), datetime.combine(*back, zone))


def codes(
    place: Place, period: Period, calendar: Calendar | None = None, zone: ZoneInfo = PARIS
) -> list[tuple[str, str]]:
    """Return the code and the level of each verdict."""
    found = judge(calendar or Calendar(), [place], period, zone)
    return [(verdict.code, verdict.level) for verdict in found]


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (time(7, 59), [("hours", "warn")]),
        (time(8), []),
        (time(12), []),
        (time(12, 1), [("hours", "warn")]),
        (time(13, 30), []),
        (time(16, 30), []),
        (time(18), [("hours", "warn")]),
    ],
)
def test_an_hour_outside_the_slots_is_said(hour: time, said: list[tuple[str, str]]) -> None:
    assert codes(DEPOT, loan((FRIDAY, hour), (MONDAY, time(10)))) == said


@pytest.mark.parametrize(
    ("out", "back", "said"),
    [
        (FRIDAY, MONDAY + timedelta(days=1), []),
        (FRIDAY + timedelta(days=1), MONDAY + timedelta(days=1), [("hours", "warn")]),
        (FRIDAY, MONDAY, [("hours", "warn")]),  # brought back on Sunday
    ],
)
def test_a_loan_in_whole_days_is_judged_by_its_days(
    out: date, back: date, said: list[tuple[str, str]]
) -> None:
    assert codes(DEPOT, loan((out, time(0)), (back, time(0)))) == said


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (MONDAY, [("hours", "warn", date(2026, 12, 6))]),  # due by the end of Sunday
        (date(2026, 12, 8), []),  # by the end of Monday, at the hours of that day
        (date(2026, 12, 5), []),  # by the end of Friday, whatever Saturday is
    ],
)
def test_a_return_due_by_midnight_is_of_the_day_that_ends(
    back: date, said: list[tuple[str, str, date]]
) -> None:
    found = judge(Calendar(), [DEPOT], loan((FRIDAY, time(9)), (back, time(0))), PARIS)

    assert [(each.code, each.level, each.facts["day"]) for each in found] == said


def test_a_pick_up_at_midnight_is_judged_by_its_hour() -> None:
    assert codes(DEPOT, loan((FRIDAY, time(0)), (MONDAY, time(10)))) == [("hours", "warn")]


def test_a_depot_that_says_no_hours_is_always_open() -> None:
    assert codes(Place("Annexe"), loan((FRIDAY, time(3)), (MONDAY, time(23)))) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 12, 1), date(2026, 12, 3), []),
        (date(2026, 12, 1), FRIDAY, [("closed", "block")]),
        (FRIDAY, FRIDAY, [("closed", "block")]),
        (date(2026, 12, 5), date(2026, 12, 6), []),  # between pick-up and return nobody comes
        (MONDAY, date(2026, 12, 20), [("closed", "block")]),
        (FRIDAY, MONDAY, [("closed", "block"), ("closed", "block")]),
        (date(2026, 12, 8), date(2026, 12, 20), []),
    ],
)
def test_a_closure_refuses_the_days_of_pick_up_and_return(
    first: date, last: date, said: list[tuple[str, str]]
) -> None:
    depot = Place("Maing", WEEK, (Closed(first, last, "inventaire"),))

    assert codes(depot, loan((FRIDAY, time(14)), (MONDAY, time(10)))) == said


def test_hours_refuse_where_the_pool_wants_so() -> None:
    early = loan((FRIDAY, time(6)), (MONDAY, time(10)))

    assert codes(DEPOT, early, Calendar(strict=True)) == [("hours", "block")]


@pytest.mark.parametrize(
    ("day", "region", "zone", "said"),
    [
        (date(2026, 12, 25), "", PARIS, True),
        (date(2025, 12, 26), "", PARIS, False),
        (date(2025, 12, 26), "57", PARIS, True),
        (date(2025, 12, 26), "6AE", PARIS, True),
        (date(2027, 5, 27), "971", ZoneInfo("America/Guadeloupe"), True),
        (date(2027, 12, 20), "974", ZoneInfo("Indian/Reunion"), True),
        (date(2027, 12, 20), "", PARIS, False),
    ],
)
def test_public_holidays_are_those_of_the_region(
    day: date, region: str, zone: ZoneInfo, said: bool
) -> None:
    period = loan((day, time(9)), (day, time(11)), zone)
    found = codes(DEPOT, period, Calendar(region=region), zone)

    assert (("public_holiday", "warn") in found) is said
    assert bool(holiday(day, region)) is said
    assert codes(DEPOT, period, Calendar(open_on_holidays=True, region=region), zone) == []


@pytest.mark.parametrize(
    ("day", "zone", "closed"),
    [
        (date(2026, 12, 24), "B", True),
        (date(2026, 12, 10), "B", False),
        (date(2028, 8, 31), "B", True),
        (date(2028, 9, 1), "B", None),
        (date(2028, 12, 25), "B", None),
        (date(2040, 1, 1), "A", None),
        (date(1950, 1, 1), "C", None),
    ],
)
def test_school_holidays_end_where_the_calendar_does(
    day: date, zone: str, closed: bool | None
) -> None:
    assert school_holiday(day, zone) is closed
    assert bool(school_holidays(day, zone)) is bool(closed)


def test_school_holidays_have_a_name() -> None:
    assert school_holidays(date(2026, 12, 24), "B") == "Vacances de Noël"
    assert school_holidays(date(2027, 7, 24), "C") == "Vacances d’été"


HOLIDAY, TERM = date(2026, 12, 28), date(2026, 12, 8)


@pytest.mark.parametrize(
    ("rule", "day", "days", "zone", "said"),
    [
        (SchoolRule.HOLIDAYS, HOLIDAY, 1, "B", "ok"),
        (SchoolRule.HOLIDAYS, TERM, 1, "B", "block"),
        (SchoolRule.HOLIDAYS, date(2026, 12, 18), 3, "B", "block"),
        (SchoolRule.TERM, TERM, 2, "B", "ok"),
        (SchoolRule.TERM, HOLIDAY, 1, "B", "block"),
        (SchoolRule.TERM, date(2028, 10, 3), 1, "B", "warn"),
        (SchoolRule.ANY, TERM, 1, "B", None),
        (SchoolRule.HOLIDAYS, TERM, 1, "", None),
    ],
)
def test_a_pool_may_lend_by_the_school_calendar(
    rule: SchoolRule, day: date, days: int, zone: str, said: str | None
) -> None:
    period = loan((day, time(0)), (day + timedelta(days=days), time(0)))
    calendar = Calendar(open_on_holidays=True, school_rule=rule, zone=zone)

    found = [verdict.level for verdict in judge(calendar, [], period, PARIS)]

    assert found == ([said] if said else [])


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", []),
        ("8 h-12 h", [("08:00", "12:00")]),
        ("8h-12h, 13h30-16h30", [("08:00", "12:00"), ("13:30", "16:30")]),
        ("13:30 – 16:30 ; 8:00 – 12:00", [("08:00", "12:00"), ("13:30", "16:30")]),
        ("de 8 h à 12 h et de 14 h à 17 h 15", [("08:00", "12:00"), ("14:00", "17:15")]),
        ("8-12", [("08:00", "12:00")]),
        ("8 h – 12 h / 14 h – 18 h", [("08:00", "12:00"), ("14:00", "18:00")]),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, spans: list[tuple[str, str]]) -> None:
    assert [tuple(f"{at:%H:%M}" for at in span) for span in read_hours(typed)] == spans


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("matin", "ne se lit pas"),
        ("8 h", "ne se lit pas"),
        ("12 h-8 h", "finit avant de commencer"),
        ("8 h-8 h", "finit avant de commencer"),
        ("8 h-25 h", "n’est pas une heure"),
        ("8 h 70-12 h", "n’est pas une heure"),
        ("8 h-12 h, 11 h-14 h", "se recouvrent"),
        ("8 h-12 h, 12 h-14 h", "se recouvrent"),
    ],
)
def test_hours_that_make_no_sense_say_why(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_hours(typed)
