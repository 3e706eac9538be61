"""Who reads and words the models of papers: the EPCI's own people, and owners where it is set."""

from dataclasses import replace

import pytest

from booking.rules.access import Parties, may
from booking.vocabulary import OrganizationKind, Role
from tests.rules.rights import ARTRES, ELSEWHERE, EPCI, HOME, MAING, A, M, person

CLOSED = Parties(HOME, organization_id=MAING)
OPEN = replace(CLOSED, owner_id=MAING)
OFFICE = Parties(HOME, organization_id=EPCI, owner_id=EPCI)


@pytest.mark.parametrize("role", Role)
def test_an_owner_words_its_papers_only_where_owners_may(role: Role) -> None:
    own = person(MAING, role)

    for models in (CLOSED, OPEN):
        assert may(own, "wording.read", models) is (role in {M, A})
    assert not may(own, "wording.change", CLOSED)
    assert may(own, "wording.change", OPEN) is (role in {M, A})


@pytest.mark.parametrize("role", Role)
def test_the_epci_words_its_own_models_and_only_reads_those_of_owners(role: Role) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(office, "wording.change", OFFICE) is (role in {M, A})
    assert may(office, "wording.change", replace(OFFICE, owner_id=None)) is (role in {M, A})
    assert may(office, "wording.read", OPEN) is (role in {M, A})
    assert not may(office, "wording.change", OPEN)


@pytest.mark.parametrize("act", ["wording.read", "wording.change"])
def test_others_have_no_part_in_them(act: str) -> None:
    assert not may(person(ARTRES, *Role), act, OPEN)
    assert not may(person(MAING, *Role, territory_id=ELSEWHERE), act, OPEN)
