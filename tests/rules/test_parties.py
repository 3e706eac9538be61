"""Who has which part in a thing."""

from dataclasses import replace

import pytest

from booking.rules import parties
from booking.rules.parties import Actor, Parties, Predicate
from booking.vocabulary import OrganizationKind, Role

MINE, OTHER = 11, 12
ACTOR = Actor(7, "Nadia", "n@mairie.example", MINE, "Quérénaing", 1)
NOBODY = Parties(1)


@pytest.mark.parametrize(
    ("predicate", "thing"),
    [
        (parties.for_borrower, Parties(1, borrower_id=MINE)),
        (parties.for_manager, Parties(1, manager_id=MINE)),
        (parties.for_owner, Parties(1, owner_id=MINE)),
        (parties.for_co_owner, Parties(1, co_owner_ids=frozenset({OTHER, MINE}))),
        (parties.for_custodian, Parties(1, custodian_ids=frozenset({MINE}))),
        (parties.for_lender, Parties(1, lender_ids=frozenset({MINE}))),
        (parties.for_organization, Parties(1, organization_id=MINE)),
        (parties.for_answerable, Parties(1, answerable_id=MINE)),
        (parties.own, Parties(1, user_id=7)),
        (parties.same_territory, NOBODY),
    ],
)
def test_a_part_is_had_in_one_s_own_territory_alone(predicate: Predicate, thing: Parties) -> None:
    assert predicate(ACTOR, thing)
    assert not predicate(ACTOR, replace(thing, territory_id=2))
    assert predicate is parties.same_territory or not predicate(ACTOR, NOBODY)


@pytest.mark.parametrize(
    ("predicate", "role"),
    [
        (parties.secretary, Role.SECRETARY),
        (parties.manager, Role.MANAGER),
        (parties.technician, Role.TECHNICIAN),
        (parties.administrator, Role.ADMINISTRATOR),
    ],
)
def test_a_role_is_that_role_and_no_other(predicate: Predicate, role: Role) -> None:
    assert predicate(replace(ACTOR, roles=frozenset({role})), NOBODY)
    assert not predicate(replace(ACTOR, roles=frozenset(set(Role) - {role})), NOBODY)


def test_the_kind_of_organization_counts() -> None:
    epci = replace(ACTOR, kind=OrganizationKind.EPCI)

    assert (parties.of_epci(epci, NOBODY), parties.of_commune(epci, NOBODY)) == (True, False)
    assert (parties.of_epci(ACTOR, NOBODY), parties.of_commune(ACTOR, NOBODY)) == (False, True)
    assert parties.service(parties.SERVICE, NOBODY)
    assert not parties.service(ACTOR, NOBODY)
    assert parties.anyone(parties.VISITOR, NOBODY)
