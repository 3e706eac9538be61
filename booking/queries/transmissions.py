"""Acts that ground a loan and that no date says the prefect received (CGCT L. 2131-1)."""

from datetime import date

from booking.models.conventions import Act
from booking.models.reservations import Reservation
from booking.queries import acts
from booking.rules.acts import TRANSMITTED
from booking.rules.terms import Verdict
from booking.vocabulary import OrganizationKind

LOCAL = (OrganizationKind.COMMUNE, OrganizationKind.EPCI, OrganizationKind.SYNDICATE)
"""Whose acts take effect once the prefect has them; those of a CCAS follow its own rules."""


def of_loan(mine: Reservation, today: date) -> list[Verdict]:
    """Return a warning for each act of the lenders not said to be transmitted; it never blocks."""
    return [
        Verdict(
            "act_not_transmitted", "warn", {"act": f"{acts.cited(act)}, {act.organization.name}"}
        )
        for act in _grounding(mine, today)
        if act.kind in TRANSMITTED and act.transmitted_on is None and act.organization.kind in LOCAL
    ]


def _grounding(mine: Reservation, today: date) -> list[Act]:
    lenders = [mine.owner, *acts.co_owners(mine, today)]
    paid = acts.is_paid(mine)
    found = [act for each in lenders for act in acts.grounding(each, today, paid=paid)]
    given = acts.delegation(mine.owner_id, mine.pool.manager_id, today)
    return [*found, *([given] if given else [])]
