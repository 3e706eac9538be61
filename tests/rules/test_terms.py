"""Who may borrow, how early, how long, answered by when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.period import Period
from booking.rules.terms import (
    Borrower,
    Terms,
    answer_due,
    blocking,
    earliest,
    eligibility,
    free_until,
    is_working_day,
    moment,
    working_day_after,
)
from booking.vocabulary import BeneficiaryKind, OrganizationKind

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
COMMUNAUTAIRE = Terms(
    below_population=5_000,
    by_list=False,
    for_associations=True,
    notice_days=2,
    answer_days=5,
    horizon_months=24,
    longest_days=30,
)
QUERENAING = Borrower(OrganizationKind.COMMUNE, 873, adheres=True)
THURSDAY = datetime(2026, 6, 4, 10, tzinfo=PARIS)


def loan(starts_at: datetime, **length: int) -> Period:
    """Return a loan of some length on the clock."""
    return Period(starts_at, starts_at + timedelta(**length))


def refused(terms: Terms, period: Period, now: datetime = THURSDAY) -> list[str]:
    """Return the codes of what refuses a period."""
    return [verdict.code for verdict in blocking(moment(terms, period, now, PARIS))]


@pytest.mark.parametrize(
    ("population", "below", "refusals"),
    [
        (4_999, 5_000, []),
        (5_000, 5_000, ["population"]),
        (13_511, 5_000, ["population"]),
        (None, 5_000, ["population"]),
        (0, 5_000, []),
        (13_511, None, []),
        (None, None, []),
    ],
)
def test_a_pool_opens_strictly_below_its_population(
    population: int | None, below: int | None, refusals: list[str]
) -> None:
    terms = replace(COMMUNAUTAIRE, below_population=below)
    found = blocking(eligibility(terms, replace(QUERENAING, population=population)))

    assert [verdict.code for verdict in found] == refusals


@pytest.mark.parametrize("by_list", [True, False])
def test_without_adhesion_nothing_is_lent(by_list: bool) -> None:
    terms = replace(COMMUNAUTAIRE, by_list=by_list)
    (found,) = blocking(eligibility(terms, replace(QUERENAING, adheres=False)))

    assert (found.code, found.facts) == ("adhesion", {"by_list": by_list})


C, EPCI, CCAS, CLUB = (
    OrganizationKind.COMMUNE,
    OrganizationKind.EPCI,
    OrganizationKind.CCAS,
    OrganizationKind.ASSOCIATION,
)


@pytest.mark.parametrize(
    ("kinds", "kind", "lends"),
    [
        ((C,), C, True),
        ((C,), CLUB, False),
        ((C,), EPCI, False),
        ((C, CLUB), CLUB, True),
        ((C, CLUB), CCAS, False),
        ((CCAS,), C, False),
        ((EPCI, CCAS), CCAS, True),
    ],
)
def test_a_pool_lends_to_the_kinds_it_names(
    kinds: tuple[OrganizationKind, ...], kind: OrganizationKind, lends: bool
) -> None:
    terms = replace(COMMUNAUTAIRE, kinds=kinds)
    found = blocking(eligibility(terms, replace(QUERENAING, kind=kind)))

    assert [verdict.code for verdict in found] == ([] if lends else ["borrower_kind"])


def test_the_population_is_asked_of_communes_alone() -> None:
    terms = replace(COMMUNAUTAIRE, kinds=(C, EPCI, CLUB))

    assert blocking(eligibility(terms, Borrower(EPCI, 193_676, adheres=True))) == []
    assert blocking(eligibility(terms, Borrower(CLUB, None, adheres=True))) == []
    assert blocking(eligibility(terms, Borrower(C, 5_000, adheres=True))) != []


@pytest.mark.parametrize(
    ("open_to_them", "beneficiary", "refusals"),
    [
        (True, BeneficiaryKind.ASSOCIATION, []),
        (False, BeneficiaryKind.ASSOCIATION, ["associations"]),
        (False, BeneficiaryKind.COMMUNE, []),
    ],
)
def test_a_pool_may_be_closed_to_associations(
    open_to_them: bool, beneficiary: BeneficiaryKind, refusals: list[str]
) -> None:
    terms = replace(COMMUNAUTAIRE, for_associations=open_to_them)
    found = blocking(eligibility(terms, QUERENAING, beneficiary))

    assert [verdict.code for verdict in found] == refusals


def test_every_reason_is_told_at_once() -> None:
    terms = replace(COMMUNAUTAIRE, for_associations=False)
    club = Borrower(OrganizationKind.ASSOCIATION, None, adheres=False)
    found = blocking(eligibility(terms, club, BeneficiaryKind.ASSOCIATION))

    assert {verdict.code for verdict in found} == {
        "borrower_kind",
        "adhesion",
        "associations",
    }


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 1), False),
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 15), True),
        (date(2026, 7, 14), False),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 6, 6), False),  # Saturday
        (date(2026, 6, 7), False),
        (date(2026, 6, 8), True),
        (date(2027, 1, 1), False),
    ],
)
def test_town_halls_close_at_weekends_and_on_public_holidays(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),  # over 1 and 8 May
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2026, 6, 6), 1, date(2026, 6, 8)),
        (date(2026, 6, 8), 2, date(2026, 6, 10)),
        (date(2026, 6, 8), 0, date(2026, 6, 8)),
    ],
)
def test_delays_are_counted_in_working_days(day: date, count: int, expected: date) -> None:
    assert working_day_after(day, count) == expected


@pytest.mark.parametrize(
    ("starts_at", "days", "until"),
    [
        (datetime(2026, 6, 12, 14, tzinfo=PARIS), 2, date(2026, 6, 10)),
        (datetime(2026, 6, 8, 8, tzinfo=PARIS), 1, date(2026, 6, 5)),  # over a weekend
        (datetime(2026, 7, 15, 8, tzinfo=PARIS), 1, date(2026, 7, 13)),  # over a holiday
        (datetime(2026, 6, 12, 14, tzinfo=PARIS), 0, date(2026, 6, 12)),
    ],
)
def test_cancelling_is_free_until_some_working_days_before(
    starts_at: datetime, days: int, until: date
) -> None:
    assert free_until(days, starts_at, PARIS) == until


@pytest.mark.parametrize(
    ("starts_at", "refusals"),
    [
        (datetime(2026, 6, 7, 23, 59, tzinfo=PARIS), ["notice"]),
        (datetime(2026, 6, 8, 0, tzinfo=PARIS), []),
        (datetime(2026, 6, 8, 8, tzinfo=PARIS), []),
    ],
)
def test_two_working_days_of_notice_from_thursday_lead_to_monday(
    starts_at: datetime, refusals: list[str]
) -> None:
    assert refused(COMMUNAUTAIRE, loan(starts_at, hours=8)) == refusals


def test_without_notice_the_past_is_still_too_late() -> None:
    at_once = replace(COMMUNAUTAIRE, notice_days=0)

    assert earliest(at_once, THURSDAY, PARIS) == THURSDAY
    assert refused(at_once, loan(THURSDAY - timedelta(minutes=1), hours=2)) == ["notice"]


def test_the_notice_is_counted_on_the_calendar_of_the_territory() -> None:
    evening = datetime(2026, 6, 3, 21, tzinfo=UTC)  # already Thursday in Réunion

    there = earliest(COMMUNAUTAIRE, evening, PARIS), earliest(COMMUNAUTAIRE, evening, REUNION)

    assert there[0].astimezone(PARIS).date() == date(2026, 6, 5)
    assert there[1].astimezone(REUNION).date() == date(2026, 6, 8)


@pytest.mark.parametrize(
    ("today", "months", "last_day"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 6, 4), 24, date(2028, 6, 4)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_the_horizon_ends_with_a_real_day_of_the_month(
    today: date, months: int, last_day: date
) -> None:
    terms = replace(COMMUNAUTAIRE, horizon_months=months)
    now = datetime.combine(today, time(10), PARIS)
    last = datetime.combine(last_day, time(23), PARIS)

    assert refused(terms, loan(last, hours=2), now) == []
    assert refused(terms, loan(last + timedelta(hours=2), hours=2), now) == ["horizon"]


@pytest.mark.parametrize(
    ("first", "last", "refusals"),
    [
        ((2026, 7, 1), (2026, 7, 31), []),
        ((2026, 7, 1), (2026, 8, 1), ["length"]),
        ((2026, 7, 1, 14), (2026, 7, 31, 18), []),
        ((2026, 10, 1), (2026, 10, 31), []),  # an hour more on the clock
    ],
)
def test_the_length_is_counted_in_days_of_the_calendar(
    first: tuple[int, int, int], last: tuple[int, int, int], refusals: list[str]
) -> None:
    period = Period(datetime(*first, tzinfo=PARIS), datetime(*last, tzinfo=PARIS))

    assert refused(COMMUNAUTAIRE, period) == refusals


def test_an_answer_is_due_at_noon_of_a_working_day() -> None:
    due = answer_due(COMMUNAUTAIRE, THURSDAY, THURSDAY + timedelta(days=60), PARIS)

    assert due == datetime(2026, 6, 11, 12, tzinfo=PARIS)


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(
    st.integers(0, 60 * 24 * 1000),
    st.integers(1, 60 * 24 * 30),
    st.integers(0, 10),
)
def test_an_answer_is_never_due_after_the_start_nor_before_the_question(
    asked_after: int, minutes: int, answer_days: int
) -> None:
    asked_at = THURSDAY.astimezone(UTC) + timedelta(minutes=asked_after)
    starts_at = asked_at + timedelta(minutes=minutes)
    terms = replace(COMMUNAUTAIRE, answer_days=answer_days)

    assert asked_at <= answer_due(terms, asked_at, starts_at, PARIS) <= starts_at
