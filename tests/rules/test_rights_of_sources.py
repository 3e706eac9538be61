"""Who follows an agenda of elsewhere, and who only reads that it is followed."""

import pytest

from booking.rules.access import ACTS, SERVICE, may
from booking.rules.rights_of_sources import SOURCES
from booking.vocabulary import Role
from tests.rules.rights import ARTRES, LOAN, PARTIES, person

FOLLOWS = {"manager": {Role.MANAGER}, "owner": {Role.MANAGER}}
TENDS = {
    "manager": {Role.MANAGER, Role.TECHNICIAN},
    "owner": {Role.MANAGER},
    "custodian": {Role.TECHNICIAN},
}


def test_the_acts_on_agendas_are_in_the_one_table() -> None:
    assert SOURCES.items() <= ACTS.items()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("act", "rights"),
    [
        ("stock.follow", FOLLOWS),
        ("source.stop", FOLLOWS),
        ("source.read", TENDS),
        ("source.refresh", TENDS),
    ],
)
def test_each_role_does_what_its_part_allows(
    act: str, rights: dict[str, set[Role]], role: Role
) -> None:
    for part, organization_id in PARTIES.items():
        allowed = may(person(organization_id, role), act, LOAN)
        assert allowed is (role in rights.get(part, set())), part
    assert not may(person(ARTRES, role), act, LOAN)


def test_the_service_reads_and_follows_nothing_by_itself() -> None:
    assert may(SERVICE, "source.refresh", LOAN)
    assert not may(SERVICE, "stock.follow", LOAN)
    assert not may(SERVICE, "source.stop", LOAN)
