"""What was not verified for too long, and what a campaign found."""

from datetime import date

import pytest

from booking.fitness import Finding
from booking.rules.campaigns import Outcome, Tally, lacking, outcome, stale, tally

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("last", "today", "months", "expected"),
    [
        (None, TODAY, 12, True),
        (TODAY, TODAY, 12, False),
        (date(2025, 11, 25), TODAY, 12, False),
        (date(2025, 11, 24), TODAY, 12, True),
        (date(2026, 5, 24), TODAY, 6, True),
        (date(2026, 5, 25), TODAY, 6, False),
        (date(2027, 2, 28), date(2028, 2, 29), 12, False),  # the 29th has no day a year before
        (date(2027, 2, 27), date(2028, 2, 29), 12, True),
    ],
)
def test_what_nobody_looked_at_for_so_many_months_is_to_be_verified(
    last: date | None, today: date, months: int, expected: bool
) -> None:
    assert stale(last, today, months) is expected


@pytest.mark.parametrize(
    ("expected", "found", "missing"),
    [(40, 38, 2), (40, 40, 0), (40, 41, 0), (1, 0, 1), (40, None, 0), (None, None, 0)],
)
def test_only_what_was_counted_is_missing(
    expected: int | None, found: int | None, missing: int
) -> None:
    assert lacking(expected, found) == missing


@pytest.mark.parametrize(
    ("finding", "missing", "expected"),
    [
        (None, 0, Outcome.UNSEEN),
        (Finding.PASSED, 0, Outcome.IN_ORDER),
        (Finding.REMARKS, 0, Outcome.IN_ORDER),
        (Finding.FAILED, 0, Outcome.TO_REPAIR),
        (Finding.PASSED, 2, Outcome.MISSING),
        (Finding.FAILED, 1, Outcome.MISSING),
    ],
)
def test_what_is_missing_comes_before_the_state_of_the_rest(
    finding: Finding | None, missing: int, expected: Outcome
) -> None:
    assert outcome(finding, missing) is expected


def test_each_thing_is_counted_once() -> None:
    found = tally([Outcome.IN_ORDER, Outcome.IN_ORDER, Outcome.UNSEEN, Outcome.MISSING])

    assert found == Tally(in_order=2, missing=1, unseen=1)
    assert (found.seen, found.total) == (3, 4)
