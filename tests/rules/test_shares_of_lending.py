"""Owners first, and so many loans each: how a pool shares out what it lends."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from booking.rules.terms import blocking, busiest, latest, moment, quota
from tests.rules.test_terms import COMMUNAUTAIRE, PARIS, THURSDAY, loan


@pytest.mark.parametrize(
    ("days", "owns", "in_days", "refusals"),
    [
        (None, False, 300, []),
        (60, True, 300, []),
        (60, False, 60, []),
        (60, False, 61, ["owners_first"]),
        (0, False, 1, ["notice", "owners_first"]),
        (60, True, 900, ["horizon"]),
        (60, False, 900, ["horizon", "owners_first"]),
    ],
)
def test_owners_ask_earlier_than_the_others(
    days: int | None, owns: bool, in_days: int, refusals: list[str]
) -> None:
    terms = replace(COMMUNAUTAIRE, others_horizon_days=days)
    found = moment(
        terms, loan(THURSDAY + timedelta(days=in_days), hours=4), THURSDAY, PARIS, owns=owns
    )

    assert [verdict.code for verdict in blocking(found)] == refusals


def test_who_comes_after_the_owners_reads_from_when_to_ask() -> None:
    terms = replace(COMMUNAUTAIRE, others_horizon_days=60)
    period = loan(THURSDAY + timedelta(days=100), hours=4)
    (found,) = blocking(moment(terms, period, THURSDAY, PARIS, owns=False))

    assert found.facts == {"days": 60, "asks_from": date(2026, 7, 14)}
    then = datetime(2026, 7, 14, 0, tzinfo=PARIS)
    assert blocking(moment(terms, period, then, PARIS, owns=False)) == []


def test_what_may_be_proposed_ends_sooner_for_who_owns_nothing() -> None:
    terms = replace(COMMUNAUTAIRE, others_horizon_days=60)

    assert latest(terms, THURSDAY, PARIS) == datetime(2028, 6, 5, tzinfo=PARIS)
    assert latest(terms, THURSDAY, PARIS, owns=False) == datetime(2026, 8, 4, tzinfo=PARIS)
    far = replace(terms, others_horizon_days=5_000)
    assert latest(far, THURSDAY, PARIS, owns=False) == latest(terms, THURSDAY, PARIS)


JUNE = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("others", "months", "expected"),
    [
        ([], 12, 1),
        ([JUNE], 12, 2),
        ([date(2025, 6, 15)], 12, 1),  # a year to the day is another span
        ([date(2025, 6, 16)], 12, 2),
        ([date(2027, 6, 14)], 12, 2),
        ([date(2027, 6, 15)], 12, 1),
        ([date(2025, 10, 1), date(2027, 3, 1)], 12, 2),  # never both in one year with June
        ([date(2026, 2, 1), date(2026, 11, 1)], 12, 3),
        ([date(2026, 5, 31), date(2026, 7, 14)], 1, 2),
    ],
)
def test_loans_are_counted_in_the_fullest_span_that_holds_the_new_one(
    others: list[date], months: int, expected: int
) -> None:
    assert busiest(JUNE, others, months) == expected


@pytest.mark.parametrize(
    ("most", "before", "refusals"),
    [(None, 9, []), (1, 0, []), (1, 1, ["quota"]), (3, 2, []), (3, 3, ["quota"])],
)
def test_a_quota_stops_the_loan_too_many(
    most: int | None, before: int, refusals: list[str]
) -> None:
    terms = replace(COMMUNAUTAIRE, quota_loans=most)
    found = blocking(quota(terms, JUNE, [JUNE] * before))

    assert [verdict.code for verdict in found] == refusals
    assert all(each.facts == {"count": before + 1, "loans": most, "months": 12} for each in found)
