"""On which acts a loan rests, and what makes no sense of an act."""

from dataclasses import replace
from datetime import date

import pytest

from booking.rules.acts import Taken, faults, grounding, may_be_delegated, ways
from booking.vocabulary import ActKind, OrganizationKind

COMMUNE, EPCI = OrganizationKind.COMMUNE, OrganizationKind.EPCI
COUNCIL, DECISION, RULES = ActKind.DELIBERATION, ActKind.DECISION, ActKind.RULES
TODAY = date(2026, 11, 26)
MAY = date(2026, 5, 20)
TAKEN = Taken(COUNCIL, "2026-041", "Prêt de matériel", MAY, MAY)


@pytest.mark.parametrize(
    ("kind", "paid", "delegated", "kinds"),
    [
        (COMMUNE, False, False, {COUNCIL}),
        (COMMUNE, False, True, {COUNCIL}),
        (COMMUNE, True, False, {COUNCIL}),
        (COMMUNE, True, True, {COUNCIL, DECISION}),
        (EPCI, False, False, {RULES, COUNCIL}),
        (EPCI, False, True, {RULES, COUNCIL, DECISION}),
        (EPCI, True, True, {RULES, COUNCIL}),
        (OrganizationKind.SYNDICATE, True, True, {COUNCIL}),
        (OrganizationKind.ASSOCIATION, False, True, {COUNCIL}),
    ],
)
def test_what_grounds_a_loan_depends_on_its_lender_and_its_price(
    kind: OrganizationKind, paid: bool, delegated: bool, kinds: set[ActKind]
) -> None:
    assert grounding(kind, paid=paid, delegated=delegated) == kinds


@pytest.mark.parametrize("kind", OrganizationKind)
@pytest.mark.parametrize("paid", [True, False])
def test_every_lender_has_a_way_that_needs_no_delegation(
    kind: OrganizationKind, paid: bool
) -> None:
    assert any(not way.delegated for way in ways(kind, paid=paid))
    changes = grounding(kind, paid=paid, delegated=True) != grounding(
        kind, paid=paid, delegated=False
    )
    assert may_be_delegated(kind, paid=paid) is changes


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, {}),
        ({"transmitted_on": TODAY, "ends_on": MAY}, {}),
        ({"starts_on": date(2026, 5, 19)}, {"starts_on": "retroactive"}),
        ({"starts_on": date(2026, 5, 19), "kind": ActKind.FRAMEWORK}, {}),
        ({"ends_on": date(2026, 5, 19)}, {"ends_on": "order"}),
        ({"transmitted_on": date(2026, 5, 19)}, {"transmitted_on": "before"}),
        ({"transmitted_on": date(2026, 11, 27)}, {"transmitted_on": "future"}),
        ({"partner_id": 2}, {"partner_id": "nobody"}),
        ({"partner_id": 2, "kind": ActKind.DELEGATION}, {}),
        ({"partner_id": 2, "kind": ActKind.FRAMEWORK}, {}),
    ],
)
def test_what_makes_no_sense_is_named_by_field(
    changed: dict[str, object], found: dict[str, str]
) -> None:
    assert faults(replace(TAKEN, **changed), TODAY) == found  # type: ignore[arg-type]
