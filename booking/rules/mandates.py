"""Whether a mandate or a delegation outlived the council that gave it (domain § 2.2)."""

from datetime import date

from booking.vocabulary import OrganizationKind

RENEWALS = (
    (date(2020, 3, 15), date(2020, 6, 28)),
    (date(2026, 3, 15), date(2026, 3, 22)),
)
"""The first and the last round of each general renewal of the municipal councils.

Source: municipal elections of 2020 and 2026; domain § 2.2 (délégations antérieures caduques). A
council elected at the first round may sit, and delegate, before the last one is held.
"""
COUNCILS = frozenset(
    {
        OrganizationKind.COMMUNE,
        OrganizationKind.EPCI,
        OrganizationKind.SYNDICATE,
        OrganizationKind.CCAS,
    }
)
"""Kinds whose assembly is renewed with the municipal councils, or by them."""


def last_renewal(today: date) -> date | None:
    """Return the last round of the latest renewal that has taken place on a day."""
    return next((last for _, last in reversed(RENEWALS) if last <= today), None)


def is_outdated(starts_on: date, today: date) -> bool:
    """Tell whether what began on a day was given by a council since renewed.

    It is to be looked at, never refused: whether it is void is not for a program to say.
    """
    first = next((first for first, last in reversed(RENEWALS) if last <= today), None)
    return first is not None and starts_on < first


def is_to_review(
    kind: OrganizationKind, starts_on: date, ends_on: date | None, today: date
) -> bool:
    """Tell whether a mandate or delegation still open needs to be looked at, by whose it is."""
    still_open = ends_on is None or ends_on >= today
    return kind in COUNCILS and still_open and is_outdated(starts_on, today)
