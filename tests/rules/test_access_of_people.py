"""The rights on people: what they may do, and when they are away."""

from dataclasses import replace
from itertools import product

import pytest

from booking.rules.access import Parties, may
from booking.vocabulary import OrganizationKind, Role
from tests.rules.rights import (
    ARTRES,
    EPCI,
    EVERYONE,
    HOME,
    LOAN,
    MAING,
    PARTIES,
    A,
    M,
    S,
    person,
)

ABSENCE_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "absence.read": {"manager": EVERYONE, "owner": EVERYONE},
    "absence.declare": {"manager": {M}, "owner": {S, M}},
}


@pytest.mark.parametrize(("act", "part", "role"), list(product(ABSENCE_RIGHTS, PARTIES, Role)))
def test_absences_are_for_the_employer_and_the_manager_of_the_pool(
    act: str, part: str, role: Role
) -> None:
    allowed = role in ABSENCE_RIGHTS[act].get(part, set())

    assert may(person(PARTIES[part], role), act, LOAN) is allowed


@pytest.mark.parametrize("role", Role)
def test_a_register_of_qualifications_is_for_its_employer_alone(role: Role) -> None:
    register = Parties(HOME, organization_id=MAING)
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(MAING, role), "qualification.read", register)
    assert may(person(MAING, role), "qualification.change", register) is (role in {S, M, A})
    for stranger in (person(ARTRES, role), office):
        assert not may(stranger, "qualification.read", register)
        assert not may(stranger, "qualification.change", register)
