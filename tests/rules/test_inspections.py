"""Until when a control covers, and where things stand."""

from datetime import date

import pytest

from booking.fitness import Standing
from booking.rules import inspections
from booking.rules.inspections import covers
from booking.rules.requirements import Control


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        ("2027-01-15", 6, "2027-07-15"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-08-31", 3, "2027-11-30"),
        ("2027-12-31", 12, "2028-12-31"),
        ("2027-12-01", 1, "2028-01-01"),
        ("2027-11-30", 1, "2027-12-30"),
        ("2026-12-15", 24, "2028-12-15"),
    ],
)
def test_months_are_those_of_the_calendar(day: str, months: int, until: str) -> None:
    assert covers(date.fromisoformat(day), months) == date.fromisoformat(until)


def test_a_control_without_period_covers_without_end() -> None:
    assert covers(date(2027, 1, 1), None) is None


TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("control", "standing"),
    [
        (Control(), Standing.NEVER),
        (Control(planned_on=date(2027, 3, 9)), Standing.PLANNED),
        (Control(failed=True), Standing.FAILED),
        (Control(failed=True, planned_on=date(2027, 3, 9)), Standing.FAILED),
        (Control(date(2027, 2, 28)), Standing.OVERDUE),
        (Control(date(2027, 2, 28), planned_on=date(2027, 3, 9)), Standing.OVERDUE),
        (Control(date(2027, 3, 1)), Standing.DUE),
        (Control(date(2027, 4, 30)), Standing.DUE),
        (Control(date(2027, 4, 30), planned_on=date(2027, 3, 9)), Standing.PLANNED),
        (Control(date(2027, 5, 1)), Standing.VALID),
        (Control(date.max), Standing.VALID),
    ],
)
def test_where_a_thing_stands(control: Control, standing: Standing) -> None:
    assert inspections.standing(control, TODAY) is standing
