"""Which mandates and delegations outlived the council that gave them."""

from datetime import date

import pytest

from booking.rules.mandates import is_outdated, is_to_review, last_renewal
from booking.vocabulary import OrganizationKind

TODAY = date(2026, 11, 26)
OLD = date(2020, 5, 25)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2019, 1, 1), None),
        (date(2020, 6, 27), None),
        (date(2020, 6, 28), date(2020, 6, 28)),
        (date(2026, 3, 21), date(2020, 6, 28)),
        (date(2026, 3, 22), date(2026, 3, 22)),
        (TODAY, date(2026, 3, 22)),
    ],
)
def test_a_renewal_counts_once_it_has_taken_place(today: date, last: date | None) -> None:
    assert last_renewal(today) == last


@pytest.mark.parametrize(
    ("starts_on", "today", "old"),
    [
        (OLD, TODAY, True),
        (date(2026, 3, 14), TODAY, True),
        (date(2026, 3, 20), TODAY, False),  # a council elected at the first round
        (date(2026, 3, 28), TODAY, False),
        (OLD, date(2026, 3, 21), False),
        (date(2014, 4, 4), date(2026, 3, 21), True),
        (date(2001, 1, 1), date(2019, 1, 1), False),
    ],
)
def test_what_began_before_the_present_council_is_outdated(
    starts_on: date, today: date, old: bool
) -> None:
    assert is_outdated(starts_on, today) is old


@pytest.mark.parametrize(
    ("kind", "ends_on", "reviewed"),
    [
        (OrganizationKind.COMMUNE, None, True),
        (OrganizationKind.EPCI, TODAY, True),
        (OrganizationKind.COMMUNE, date(2026, 11, 25), False),
        (OrganizationKind.ASSOCIATION, None, False),
        (OrganizationKind.PROVIDER, None, False),
    ],
)
def test_only_what_is_still_open_in_a_council_is_to_be_looked_at(
    kind: OrganizationKind, ends_on: date | None, reviewed: bool
) -> None:
    assert is_to_review(kind, OLD, ends_on, TODAY) is reviewed
