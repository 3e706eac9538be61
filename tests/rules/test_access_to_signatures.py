"""Who signs, refuses, passes on, brings a scan and reminds."""

from dataclasses import replace

import pytest

from booking.rules.access import SERVICE, may
from booking.vocabulary import Role
from tests.rules.rights import ARTRES, LOAN, PARTIES, QUERENAING, M, S, person

SIGNERS = frozenset({(QUERENAING, "n@mairie.example"), (ARTRES, "n@mairie.example")})
ASKED = replace(LOAN, signers=SIGNERS, co_owner_ids=frozenset({ARTRES}))
RIGHTS: dict[str, dict[str, set[Role]]] = {
    "convention.deposit": {"borrower": {S, M}, "manager": {M}, "owner": {M}},
    "convention.forward": {"borrower": {S}, "manager": {M}, "owner": {M}},
    "convention.remind": {"manager": {M}, "owner": {M}},
    "convention.sign": {},
    "convention.refuse_to_sign": {},
}


@pytest.mark.parametrize("act", RIGHTS)
@pytest.mark.parametrize("part", PARTIES)
@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_its_part_allows(act: str, part: str, role: Role) -> None:
    assert may(person(PARTIES[part], role), act, LOAN) is (role in RIGHTS[act].get(part, set()))


@pytest.mark.parametrize("act", ["sign", "refuse_to_sign", "forward", "remind"])
@pytest.mark.parametrize("organization_id", [QUERENAING, ARTRES])
def test_who_holds_a_mandate_signs_without_any_role(act: str, organization_id: int) -> None:
    mayor = person(organization_id)

    assert may(mayor, f"convention.{act}", ASKED) is (act != "remind")
    shouted = replace(mayor, email="N@Mairie.example")
    assert may(shouted, f"convention.{act}", ASKED) is (act != "remind")
    assert not may(replace(mayor, email="autre@mairie.example"), f"convention.{act}", ASKED)
    assert not may(replace(mayor, territory_id=99), f"convention.{act}", ASKED)


def test_a_co_owner_brings_its_own_scan() -> None:
    assert may(person(ARTRES, S), "convention.deposit", ASKED)
    assert not may(person(ARTRES, Role.ELECTED), "convention.deposit", ASKED)


def test_the_clock_reminds_and_signs_nothing() -> None:
    assert may(SERVICE, "convention.remind", ASKED)
    assert not may(SERVICE, "convention.sign", ASKED)
