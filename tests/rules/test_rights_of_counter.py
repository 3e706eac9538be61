"""Who is at the counter, and who lends there without a request."""

from dataclasses import replace

import pytest

from booking.errors import NotFound
from booking.rules.access import ACTS, may, require
from booking.rules.rights_of_counter import COUNTER
from booking.vocabulary import Role
from tests.rules.rights import ARTRES, LOAN, MAING, QUAROUBLE, person

AT_THE_COUNTER = {Role.MANAGER, Role.TECHNICIAN}


def test_the_acts_of_the_counter_are_in_the_one_table() -> None:
    assert COUNTER.items() <= ACTS.items()


@pytest.mark.parametrize("role", Role)
def test_the_counter_of_ones_own_organization_is_read_by_who_stands_there(role: Role) -> None:
    mine = replace(LOAN, organization_id=MAING)

    assert may(person(MAING, role), "counter.read", mine) is (role in AT_THE_COUNTER)
    assert not may(person(ARTRES, role), "counter.read", mine)


@pytest.mark.parametrize("role", Role)
def test_only_the_people_of_the_manager_lend_without_a_request(role: Role) -> None:
    assert may(person(MAING, role), "reservation.lend", LOAN) is (role in AT_THE_COUNTER)
    assert not may(person(QUAROUBLE, role), "reservation.lend", LOAN)
    with pytest.raises(NotFound):
        require(person(ARTRES, role), "reservation.lend", LOAN)
