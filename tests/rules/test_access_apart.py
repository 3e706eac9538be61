"""The rights on what is no loan: queues, papers, accesses, pools, figures."""

from dataclasses import replace

import pytest

from booking.rules.access import Parties, may
from booking.vocabulary import OrganizationKind, Role
from tests.rules.rights import (
    ARTRES,
    ELSEWHERE,
    EPCI,
    HOME,
    LOAN,
    MAING,
    QUERENAING,
    A,
    M,
    S,
    person,
)


@pytest.mark.parametrize(
    ("organization_id", "role", "reads"), [(MAING, M, True), (MAING, S, False), (EPCI, M, False)]
)
def test_the_queue_is_for_managers_of_the_house(
    organization_id: int, role: Role, reads: bool
) -> None:
    queue = Parties(HOME, organization_id=MAING)

    assert may(person(organization_id, role), "queue.read", queue) is reads


@pytest.mark.parametrize("role", Role)
def test_papers_are_for_their_organization_its_lenders_and_the_epci(role: Role) -> None:
    papers = Parties(HOME, organization_id=QUERENAING, lender_ids=frozenset({MAING}))
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(QUERENAING, role), "paper.read", papers)
    assert may(person(MAING, role), "paper.read", papers) is (role is M)
    assert may(office, "paper.read", papers) is (role in {M, A})
    assert not may(person(ARTRES, role), "paper.read", papers)
    assert may(person(QUERENAING, role), "paper.change", papers) is (role in {S, A})
    assert not may(person(MAING, role), "paper.change", papers)


@pytest.mark.parametrize("role", Role)
def test_ones_own_list_is_for_those_who_keep_it(role: Role) -> None:
    own = Parties(HOME, organization_id=MAING)

    assert may(person(MAING, role), "item.list", own) is (role in {S, M, A})
    assert not may(person(ARTRES, role), "item.list", own)


@pytest.mark.parametrize("role", Role)
def test_co_owners_see_what_their_thing_cost(role: Role) -> None:
    shared = replace(LOAN, co_owner_ids=frozenset({ARTRES}))

    assert may(person(ARTRES, role), "item.see_costs", shared)
    assert not may(person(ARTRES, role), "item.edit", shared)


@pytest.mark.parametrize("role", Role)
def test_the_outbox_is_for_administrators(role: Role) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)
    assert may(office, "outbox.read", Parties(HOME)) is (role is A)
    assert not may(person(MAING, role), "outbox.read", Parties(HOME))


@pytest.mark.parametrize("role", Role)
def test_the_catalogue_is_for_the_whole_territory(role: Role) -> None:
    assert may(person(ARTRES, role), "catalogue.read", Parties(HOME))


@pytest.mark.parametrize("role", Role)
def test_inventories_are_for_managers_in_their_pools_and_for_the_epci(role: Role) -> None:
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)
    assert may(office, "inventory.load", LOAN) is (role is A)
    assert may(person(MAING, role), "inventory.load", LOAN) is (role is M)
    assert not may(person(ARTRES, role), "inventory.load", LOAN)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", ["access.read", "access.invite", "access.change", "access.end"])
def test_accesses_are_for_the_administrators_of_the_house_and_of_the_office(
    act: str, role: Role
) -> None:
    of_maing = Parties(HOME, organization_id=MAING)
    office = replace(person(EPCI, role), kind=OrganizationKind.EPCI)

    assert may(person(MAING, role), act, of_maing) is (role is A)
    assert may(office, act, of_maing) is (role is A)
    for stranger in (person(ARTRES, *Role), replace(office, territory_id=ELSEWHERE)):
        assert not may(stranger, act, of_maing)


def test_what_a_commune_needs_is_read_by_it_and_by_the_office() -> None:
    of_maing = Parties(HOME, organization_id=MAING)

    assert may(person(MAING, S), "readiness.read", of_maing)
    assert may(replace(person(EPCI, S), kind=OrganizationKind.EPCI), "readiness.read", of_maing)
    assert not may(person(ARTRES, *Role), "readiness.read", of_maing)


@pytest.mark.parametrize("kind", OrganizationKind)
@pytest.mark.parametrize("role", Role)
def test_communes_open_pools_by_those_who_run_the_house(role: Role, kind: OrganizationKind) -> None:
    actor = replace(person(MAING, role), kind=kind)
    opens = role in {S, M, A} and kind is OrganizationKind.COMMUNE

    assert may(actor, "pool.open", Parties(HOME, organization_id=MAING)) is opens
    assert not may(actor, "pool.open", Parties(HOME, organization_id=ARTRES))
