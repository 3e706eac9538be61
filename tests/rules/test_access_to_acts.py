"""The rights on acts and on the settings of papers."""

from dataclasses import replace

import pytest

from booking.rules.access import Parties, may
from booking.vocabulary import OrganizationKind, Role
from tests.rules.rights import ARTRES, ELSEWHERE, EPCI, HOME, MAING, QUERENAING, A, M, S, person

ACTS = Parties(HOME, organization_id=QUERENAING, lender_ids=frozenset({MAING}))


@pytest.mark.parametrize("role", Role)
def test_acts_are_read_by_their_organization_its_lenders_and_the_epci(role: Role) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(QUERENAING, role), "act.read", ACTS)
    assert may(person(MAING, role), "act.read", ACTS) is (role is M)
    assert may(office, "act.read", ACTS) is (role in {M, A})
    assert not may(person(ARTRES, role), "act.read", ACTS)


@pytest.mark.parametrize("role", Role)
def test_acts_are_written_by_their_organization_and_the_office(role: Role) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(QUERENAING, role), "act.change", ACTS) is (role in {S, M, A})
    assert may(office, "act.change", ACTS) is (role is A)
    assert not may(person(MAING, role), "act.change", ACTS)
    assert not may(replace(office, territory_id=ELSEWHERE), "act.change", ACTS)


@pytest.mark.parametrize("role", Role)
def test_a_commune_keeps_the_acts_of_those_it_answers_for(role: Role) -> None:
    theirs = replace(ACTS, answerable_id=ARTRES)

    assert may(person(ARTRES, role), "act.read", theirs) is (role in {S, A})
    assert may(person(ARTRES, role), "act.change", theirs) is (role in {S, A})


@pytest.mark.parametrize("role", Role)
def test_papers_are_settled_by_the_administrators_of_the_epci(role: Role) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(office, "papers.set", Parties(HOME)) is (role is A)
    assert not may(person(MAING, role), "papers.set", Parties(HOME))
    assert not may(replace(office, territory_id=ELSEWHERE), "papers.set", Parties(HOME))


@pytest.mark.parametrize("role", Role)
def test_a_framework_is_recorded_by_who_lends_and_by_the_office_not_by_who_borrows(
    role: Role,
) -> None:
    bound = replace(
        ACTS, organization_id=QUERENAING, owner_id=MAING, lender_ids=frozenset({ARTRES})
    )
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert not may(person(QUERENAING, role), "act.record_framework", bound)
    assert may(person(MAING, role), "act.record_framework", bound) is (role in {S, M, A})
    assert may(person(ARTRES, role), "act.record_framework", bound) is (role is M)
    assert may(office, "act.record_framework", bound) is (role in {M, A})
