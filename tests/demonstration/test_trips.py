"""Loans around today in the demonstration, each act in its own time."""

from datetime import timedelta

import pytest

from booking import clock
from booking.demonstration.counter import FEAST
from booking.demonstration.trips import DAYS_AHEAD
from booking.queries import conventions, loans, reservations
from booking.usecases.demonstration import player


@pytest.mark.usefixtures("loaded")
def test_a_loan_of_the_past_was_asked_signed_and_handed_over_in_the_past() -> None:
    borrower = player(FEAST.borrower)
    known = reservations.of_borrower(borrower)
    mine = next(each for each in known if each.purpose == FEAST.purpose)
    today = clock.today(borrower.zone)

    assert mine.asked_at.astimezone(borrower.zone).date() == today + timedelta(
        days=FEAST.first - DAYS_AHEAD
    )
    assert mine.signed_at
    assert mine.signed_at < mine.starts_at
    loan = loans.of_reservation(mine.id)
    assert loan
    assert loan.closed_at
    assert mine.starts_at <= loan.handed_over_at < mine.ends_at
    assert loan.handed_over_at < loan.closed_at < clock.now()
    assert conventions.of_reservation(borrower, mine.id).papers
