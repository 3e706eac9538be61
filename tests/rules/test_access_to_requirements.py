"""Who reads and changes the requirements of a territory, and those of one item."""

from dataclasses import replace
from itertools import product

import pytest

from booking.rules.access import Parties, may
from booking.vocabulary import OrganizationKind, Role
from tests.rules.rights import EPCI, HOME, LOAN, MAING, PARTIES, QUERENAING, person

WRITES = "requirement.change"


@pytest.mark.parametrize("role", Role)
def test_the_table_is_read_by_all_and_changed_by_the_office(role: Role) -> None:
    table, office = Parties(HOME), replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(QUERENAING, role), "requirement.read", table)
    assert not may(person(MAING, role), WRITES, table)
    assert may(office, WRITES, table) is (role in {Role.MANAGER, Role.ADMINISTRATOR})


@pytest.mark.parametrize(("part", "role"), list(product(PARTIES, Role)))
def test_those_of_an_item_are_changed_by_who_describes_it(part: str, role: Role) -> None:
    who = person(PARTIES[part], role)

    assert may(who, WRITES, LOAN) is may(who, "item.edit", LOAN)
