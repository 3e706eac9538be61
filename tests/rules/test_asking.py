"""What a borrower asks for at once."""

from datetime import UTC, datetime, timedelta

from booking.period import Period
from booking.rules.asking import Asked, AskedLine

START = datetime(2026, 12, 4, 13, tzinfo=UTC)


def test_a_loan_runs_from_pick_up_to_return() -> None:
    asked = Asked(START, START + timedelta(days=3), "Fête", (AskedLine("CHA-PLI", 40),))

    assert asked.period == Period(START, START + timedelta(days=3))
