"""What organizations tell of themselves, and what the office of the EPCI does."""

from dataclasses import replace

import pytest

from booking.rules.access import Parties, may
from booking.vocabulary import OrganizationKind, Role
from tests.rules.rights import ARTRES, EPCI, HOME, MAING, QUERENAING, A, M, S, person

COMMUNE = Parties(HOME, organization_id=QUERENAING)
CLUB = Parties(HOME, organization_id=ARTRES, answerable_id=QUERENAING)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", ["organization.edit", "organization.add"])
def test_an_organization_is_told_by_its_house_by_who_answers_or_by_the_office(
    act: str, role: Role
) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(QUERENAING, role), act, CLUB) is (role in {S, A})
    assert may(office, act, CLUB) is (role is A)
    assert may(office, act, COMMUNE) is (role is A)
    assert not may(person(MAING, role), act, CLUB)
    own = act == "organization.edit" and role in {S, A}
    assert may(person(QUERENAING, role), act, COMMUNE) is own


@pytest.mark.parametrize("role", Role)
def test_adhesions_are_the_managers_and_those_to_the_epci_the_offices(role: Role) -> None:
    pool, epci = Parties(HOME, manager_id=MAING), Parties(HOME, organization_id=EPCI)
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(MAING, role), "adhesion.change", pool) is (role is M)
    assert may(office, "adhesion.change", epci) is (role is A)
    assert not may(office, "adhesion.change", pool)
    assert not may(person(QUERENAING, role), "adhesion.change", epci)
    assert not may(person(EPCI, role), "adhesion.change", epci)


@pytest.mark.parametrize("role", Role)
def test_the_figures_are_applied_by_administrators_of_the_office(role: Role) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(office, "figures.refresh", Parties(HOME)) is (role is A)
    assert not may(person(MAING, role), "figures.refresh", Parties(HOME))
