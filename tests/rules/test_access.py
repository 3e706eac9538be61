"""One table of rights: each role, each act, each thing."""

from dataclasses import replace
from itertools import product

import pytest

from booking.errors import NotAllowed, NotFound
from booking.rules.access import ACTS, SERVICE, VISITOR, Actor, Parties, may, require
from booking.vocabulary import OrganizationKind, Role

HOME, ELSEWHERE = 1, 2
QUERENAING, MAING, EPCI, QUAROUBLE, ARTRES = range(11, 16)
LOAN = Parties(
    HOME,
    borrower_id=QUERENAING,
    manager_id=MAING,
    owner_id=EPCI,
    custodian_ids=frozenset({QUAROUBLE}),
)
READ = "reservation.read"
PARTIES = {"borrower": QUERENAING, "manager": MAING, "owner": EPCI, "custodian": QUAROUBLE}
S, M, T, A = Role.SECRETARY, Role.MANAGER, Role.TECHNICIAN, Role.ADMINISTRATOR
EVERYONE = set(Role)

RIGHTS: dict[str, dict[str, set[Role]]] = {
    READ: {"borrower": EVERYONE, "manager": EVERYONE, "owner": EVERYONE, "custodian": {T}},
    "reservation.request": {"borrower": {S, M}},
    "reservation.approve": {"manager": {M}},
    "reservation.refuse": {"manager": {M}},
    "reservation.cancel": {"borrower": {S, M}, "manager": {M}},
    "reservation.hand_over": {"manager": {M, T}, "custodian": {T}},
    "reservation.take_back": {"manager": {M, T}, "custodian": {T}},
    "reservation.overbook": {"manager": {M}},
    "reservation.override": {"manager": {M}},
    "reservation.see_people": {"borrower": EVERYONE, "manager": {M, T}, "custodian": {T}},
    "reservation.see_paper": {"manager": {M, T}, "custodian": {T}},
    "reservation.edit": {"borrower": {S, M}, "manager": {M}},
    "reservation.swap": {"manager": {M}},
    "reservation.name_copies": {"manager": {M, T}},
    "reservation.lapse": {},
}
STOCK_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "stock.change": {"manager": {M}},
    "stock.withhold": {"manager": {M, T}, "owner": {M}, "custodian": {T}},
    "kit.make": {"manager": {M}},
    "file.change": {"manager": {M}, "owner": {M}},
    "pool.edit": {"manager": {M}},
    "pool.fill": {"owner": {M}},
    "label.print": {"manager": {M, T}, "owner": {M}, "custodian": {T}},
}
DEPOT_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "depot.add": {"custodian": {S, M, A}},
    "depot.edit": {"custodian": {S, M, T, A}, "manager": {M}},
    "pool.close": {"manager": {M}},
    "campaign.read": {"manager": EVERYONE, "custodian": EVERYONE},
    "campaign.run": {"manager": {M, T}, "custodian": {M, T}},
}
ITEM_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "item.add": {"manager": {M}, "owner": {M}},
    "item.edit": {"manager": {M}, "owner": {M}},
    "item.set_stage": {"manager": {M}, "owner": {M}},
    "item.see_costs": {"manager": EVERYONE, "owner": EVERYONE},
}
INSPECTION_RIGHTS: dict[str, dict[str, set[Role]]] = {
    "inspection.read": {"manager": EVERYONE, "owner": EVERYONE, "custodian": EVERYONE},
    "inspection.record": {"manager": {M, T}, "owner": {M}, "custodian": {T}},
    "inspection.remind": {},
}
FOR_THE_SERVICE = {
    "inspection.read",
    "inspection.remind",
    "access.read",
    "access.invite",
    "access.change",
    "access.end",
    "access.issue_token",
    "access.forget",
    "territory.load",
    "inventory.load",
    "reservation.lapse",
    "reservation.read",
    "feed.read",
    "outbox.read",
    "outbox.send",
    "reminder.send",
    "figures.refresh",
}
FOR_ANYONE = {"session.open"}


def person(organization_id: int, *roles: Role, territory_id: int = HOME) -> Actor:
    """Return somebody acting for an organization."""
    return Actor(
        7, "Nadia", "n@mairie.example", organization_id, "", territory_id, roles=frozenset(roles)
    )


def test_the_table_names_every_act_on_a_reservation() -> None:
    assert set(RIGHTS) == {act for act in ACTS if act.startswith("reservation.")}


ALL_RIGHTS = RIGHTS | STOCK_RIGHTS | DEPOT_RIGHTS | ITEM_RIGHTS | INSPECTION_RIGHTS


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
