"""Who reads papers and takes them away."""

from dataclasses import replace

import pytest

from booking.errors import NotFound
from booking.rules.access import ACTS, SERVICE, may, require
from booking.rules.rights_of_papers import PAPERS
from booking.vocabulary import Role
from tests.rules.rights import ARTRES, EVERYONE, LOAN, PARTIES, M, S, T, person

READING: dict[str, dict[str, set[Role]]] = {
    "convention.read": {
        "borrower": EVERYONE,
        "manager": EVERYONE,
        "owner": EVERYONE,
        "custodian": {T},
    },
    "convention.read_incident": {"borrower": {S, M}, "manager": {M, T}, "owner": {M}},
    "convention.export": {"borrower": EVERYONE, "manager": EVERYONE, "owner": EVERYONE},
}


def test_the_papers_are_in_the_one_table() -> None:
    assert PAPERS.items() <= ACTS.items()


@pytest.mark.parametrize("act", READING)
@pytest.mark.parametrize("part", PARTIES)
@pytest.mark.parametrize("role", Role)
def test_a_role_reads_papers_as_its_part_allows(act: str, part: str, role: Role) -> None:
    actor = person(PARTIES[part], role)

    assert may(actor, act, LOAN) is (role in READING[act].get(part, set()))


@pytest.mark.parametrize("act", READING)
def test_a_commune_that_has_no_part_finds_no_paper(act: str) -> None:
    with pytest.raises(NotFound) as refusal:
        require(person(ARTRES, *Role), act, LOAN)
    assert refusal.value.code == "convention_not_found"


@pytest.mark.parametrize("act", ["convention.read", "convention.export"])
def test_a_co_owner_reads_what_is_issued(act: str) -> None:
    shared = replace(LOAN, co_owner_ids=frozenset({ARTRES}))

    assert may(person(ARTRES, Role.SECRETARY), act, shared)


def test_who_holds_a_mandate_reads_what_it_is_asked_to_sign() -> None:
    mayor = replace(person(ARTRES), email="Maire@Artres.example")
    asked = replace(LOAN, signers=frozenset({(ARTRES, "maire@artres.example")}))

    assert may(mayor, "convention.read", asked)
    assert not may(replace(mayor, email="autre@artres.example"), "convention.read", asked)


def test_the_service_reads_papers_and_takes_none_away() -> None:
    assert may(SERVICE, "convention.read", LOAN)
    assert not may(SERVICE, "convention.export", LOAN)
