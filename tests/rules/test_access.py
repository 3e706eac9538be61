"""One table of rights: each role, each act on a loan."""

from dataclasses import replace
from itertools import product

import pytest

from booking.errors import NotAllowed, NotFound
from booking.rules.access import ACTS, SERVICE, VISITOR, Parties, may, require
from booking.vocabulary import Role
from tests.rules.rights import (
    ALL_RIGHTS,
    ARTRES,
    ELSEWHERE,
    FOR_ANYONE,
    FOR_THE_SERVICE,
    HOME,
    LOAN,
    PARTIES,
    QUAROUBLE,
    QUERENAING,
    RIGHTS,
    S,
    T,
    person,
)


def test_the_table_names_every_act_on_a_reservation() -> None:
    assert set(RIGHTS) == {act for act in ACTS if act.startswith("reservation.")}


@pytest.mark.parametrize(("act", "part", "role"), list(product(ALL_RIGHTS, PARTIES, Role)))
def test_a_role_does_what_its_part_in_the_loan_allows(act: str, part: str, role: Role) -> None:
    actor = person(PARTIES[part], role)

    assert may(actor, act, LOAN) is (role in ALL_RIGHTS[act].get(part, set()))


@pytest.mark.parametrize("act", RIGHTS)
@pytest.mark.parametrize("role", Role)
def test_a_commune_that_has_no_part_sees_nothing(act: str, role: Role) -> None:
    with pytest.raises(NotFound) as refusal:
        require(person(ARTRES, role), act, LOAN)
    assert refusal.value.code == "reservation_not_found"


@pytest.mark.parametrize("act", sorted(set(ACTS) - FOR_ANYONE))
@pytest.mark.parametrize("organization_id", [*PARTIES.values(), ARTRES])
def test_another_territory_sees_nothing(act: str, organization_id: int) -> None:
    stranger = person(organization_id, *Role, territory_id=ELSEWHERE)
    thing = replace(LOAN, organization_id=organization_id, user_id=stranger.user_id)

    with pytest.raises(NotFound):
        require(stranger, act, thing)


@pytest.mark.parametrize("act", ACTS)
def test_the_service_does_its_own_acts_and_no_others(act: str) -> None:
    assert may(SERVICE, act, LOAN) is (act in FOR_THE_SERVICE | FOR_ANYONE)


@pytest.mark.parametrize("act", sorted(set(ACTS) - FOR_ANYONE))
def test_a_visitor_may_only_sign_in(act: str) -> None:
    assert not may(VISITOR, act, LOAN)
    assert may(VISITOR, "session.open", Parties(0))


@pytest.mark.parametrize("act", ["approve", "refuse", "hand_over", "take_back", "lapse"])
def test_ones_own_reservation_is_seen_but_anothers_act_is_refused(act: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(person(QUERENAING, *Role), f"reservation.{act}", LOAN)
    assert (refusal.value.code, refusal.value.facts) == (
        "not_allowed",
        {"act": f"reservation.{act}"},
    )


def test_out_of_view_comes_before_not_allowed() -> None:
    with pytest.raises(NotFound):
        require(person(QUAROUBLE, S), "reservation.approve", LOAN)
    with pytest.raises(NotAllowed):
        require(person(QUAROUBLE, T), "reservation.approve", LOAN)


@pytest.mark.parametrize(
    "act",
    [
        "account.read",
        "account.change_password",
        "account.dismiss",
        "feed.create",
        "feed.read",
        "feed.revoke",
        "absence.read",
        "absence.declare",
    ],
)
def test_what_is_personal_is_for_its_person_alone(act: str) -> None:
    nadia = person(QUERENAING, S)

    assert may(nadia, act, Parties(HOME, user_id=nadia.user_id))
    assert not may(nadia, act, Parties(HOME, user_id=nadia.user_id + 1))
    assert not may(nadia, act, Parties(HOME))
