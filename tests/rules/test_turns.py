"""Whose turn it is, and how near the term."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.dealings import Awaited
from booking.rules.turns import OPEN, WHEN, turn, when
from booking.vocabulary import Status

DUE = datetime(2026, 12, 1, 11, tzinfo=UTC)
START = datetime(2026, 12, 4, 13, tzinfo=UTC)
REPLY = datetime(2026, 12, 2, 11, tzinfo=UTC)
END = datetime(2026, 12, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "act", "borrower", "lender", "by"),
    [
        (Status.REQUESTED, "answer", False, True, DUE),
        (Status.NEEDS_INFO, "complete", True, False, START),
        (Status.WAITLISTED, "wait", False, False, START),
        (Status.APPROVED, "hand_over", True, True, START),
        (Status.OUT, "take_back", True, True, END),
    ],
)
def test_each_open_status_says_who_acts_by_when(
    status: Status, act: str, borrower: bool, lender: bool, by: datetime
) -> None:
    found = turn(status, DUE, START, END)

    assert found
    assert (found.act, found.borrower, found.lender, found.by) == (act, borrower, lender, by)


@pytest.mark.parametrize(
    ("awaited", "act"),
    [
        (Awaited.DETAILS, "details"),
        (Awaited.PROPOSAL, "proposal"),
        (Awaited.PLACE, "confirm"),
    ],
)
def test_what_is_awaited_is_the_borrowers_turn_until_it_is_due(awaited: Awaited, act: str) -> None:
    found = turn(Status.NEEDS_INFO, DUE, START, END, awaited=awaited, reply_due_at=REPLY)

    assert found
    assert (found.act, found.borrower, found.lender, found.by) == (act, True, False, REPLY)


def test_a_change_that_is_asked_for_is_the_lenders_turn_first() -> None:
    found = turn(Status.APPROVED, DUE, START, END, change_due_at=REPLY)

    assert found
    assert (found.act, found.borrower, found.lender, found.by) == ("change", False, True, REPLY)


@pytest.mark.parametrize("status", sorted(set(Status) - set(OPEN)))
def test_what_is_over_is_nobodys_turn(status: Status) -> None:
    assert turn(status, DUE, START, END) is None


@pytest.mark.parametrize(
    ("by", "near"),
    [
        (datetime(2026, 12, 1, 8, 59, tzinfo=UTC), "late"),
        (datetime(2026, 12, 1, 9, 0, tzinfo=UTC), "today"),
        (datetime(2026, 12, 1, 22, 59, tzinfo=UTC), "today"),
        (datetime(2026, 12, 1, 23, 1, tzinfo=UTC), "tomorrow"),  # it is past midnight in France
        (datetime(2026, 12, 2, 23, 1, tzinfo=UTC), "week"),
        (datetime(2026, 12, 7, 22, 59, tzinfo=UTC), "week"),
        (datetime(2026, 12, 7, 23, 1, tzinfo=UTC), "later"),
    ],
)
def test_a_term_is_near_by_the_days_of_the_territory(by: datetime, near: str) -> None:
    found = when(by, datetime(2026, 12, 1, 9, tzinfo=UTC), ZoneInfo("Europe/Paris"))

    assert found == near
    assert found in WHEN
