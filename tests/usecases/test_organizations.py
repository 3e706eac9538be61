"""Territories and their communes, from the official figures."""

from typing import Any

import pytest
from sqlalchemy import func, select

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound
from booking.models.journal import JournalEntry
from booking.models.organizations import Adhesion, Organization, Territory
from booking.queries import territories
from booking.queries.territories import Summary
from booking.rules.access import SERVICE, VISITOR, Actor
from booking.rules.organizations import Described
from booking.usecases import organizations
from booking.usecases.organizations import load_territory
from booking.vocabulary import OrganizationKind, Role
from tests.factories import Scene, count_rows, make_actor, make_commune, make_scene

pytestmark = pytest.mark.usefixtures("base")
VALENCIENNES, DOLE, CINOR = "245901160", "200010650", "249740119"
ASSOCIATION = OrganizationKind.ASSOCIATION


@pytest.mark.parametrize(
    ("siren", "name", "communes", "small"),
    [
        (VALENCIENNES, "CA Valenciennes Métropole", 35, 22),
        (DOLE, "CA du Grand Dole", 47, None),
    ],
)
def test_an_epci_comes_with_its_communes(
    siren: str, name: str, communes: int, small: int | None
) -> None:
    load_territory(SERVICE, siren)

    found = territories.summary(siren)
    assert found == Summary(name, communes, small if small is not None else found.small)


def test_every_commune_adheres_and_the_epci_is_an_organization_too() -> None:
    territory_id = load_territory(SERVICE, VALENCIENNES)

    kinds = db.session.execute(
        select(Organization.kind, func.count())
        .filter_by(territory_id=territory_id)
        .group_by(Organization.kind)
    )
    assert {kind: found for kind, found in kinds} == {
        OrganizationKind.COMMUNE: 35,
        OrganizationKind.EPCI: 1,
    }
    assert count_rows(Adhesion) == 35


def test_the_figures_are_the_official_ones() -> None:
    load_territory(SERVICE, VALENCIENNES)

    known = {
        each.name: each
        for each in db.session.scalars(
            select(Organization).where(Organization.name.in_(("Anzin", "Quérénaing")))
        )
    }
    assert known["Anzin"].population == 13_511
    assert known["Quérénaing"].population
    assert known["Quérénaing"].population < 5_000
    assert known["Quérénaing"].postal_code == "59269"


def test_twice_changes_nothing() -> None:
    tables = (Territory, Organization, Adhesion, JournalEntry)
    first = load_territory(SERVICE, VALENCIENNES)
    before = [count_rows(table) for table in tables]

    assert load_territory(SERVICE, VALENCIENNES) == first
    assert [count_rows(table) for table in tables] == before


def test_what_is_missing_is_added() -> None:
    load_territory(SERVICE, VALENCIENNES)
    artres = db.session.scalars(select(Organization).filter_by(name="Artres")).one()
    db.session.delete(
        db.session.scalars(select(Adhesion).filter_by(organization_id=artres.id)).one()
    )
    db.session.flush()  # what refers to it goes first
    db.session.delete(artres)
    db.session.commit()

    load_territory(SERVICE, VALENCIENNES)

    assert territories.summary(VALENCIENNES).communes == 35
    assert count_rows(Adhesion) == 35


def test_overseas_clocks_are_their_own() -> None:
    territory_id = load_territory(SERVICE, CINOR)

    assert db.session.get_one(Territory, territory_id).time_zone == "Indian/Reunion"


@pytest.mark.parametrize("siren", ["000000000", "", "245901160 "])
def test_an_unknown_siren_stores_nothing(siren: str) -> None:
    with pytest.raises(NotFound) as refusal:
        load_territory(SERVICE, siren)

    assert (refusal.value.code, refusal.value.facts) == ("epci_not_found", {"siren": siren})
    assert count_rows(Territory) == 0


def test_only_the_operator_brings_territories_in() -> None:
    for actor in (make_scene().manager, VISITOR):
        with pytest.raises(NotFound):
            load_territory(actor, VALENCIENNES)


def add(scene: Scene, kind: OrganizationKind = ASSOCIATION, **facts: Any) -> int:
    """Add a body that Quérénaing answers for, as its secretary."""
    facts = {"name": "Comité des fêtes", "answerable_id": scene.querenaing.id} | facts
    return organizations.add(scene.secretary, kind, Described(**facts))


def office(scene: Scene) -> Actor:
    """Return an administrator of the EPCI."""
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, Role.ADMINISTRATOR)


def faults(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return list(refusal.value.facts["errors"])  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", [ASSOCIATION, OrganizationKind.CCAS])
def test_a_commune_adds_what_it_answers_for(kind: OrganizationKind) -> None:
    scene = make_scene()

    made = db.session.get_one(Organization, add(scene, kind, rna="W595012345"))

    assert (made.kind, made.answerable_id) == (kind, scene.querenaing.id)
    assert (made.rna, made.siren) == ("W595012345", None)
    assert [each.act for each in journal.entries("organization", made.id)] == ["add"]


@pytest.mark.parametrize("kind", [OrganizationKind.SYNDICATE, OrganizationKind.PROVIDER])
def test_any_other_body_is_added_by_the_office(kind: OrganizationKind) -> None:
    scene = make_scene()

    with pytest.raises(NotAllowed):
        add(scene, kind, name="SIVOM du Val")
    made = organizations.add(office(scene), kind, Described(name="SIVOM du Val"))

    assert db.session.get_one(Organization, made).answerable_id is None


@pytest.mark.parametrize("kind", [OrganizationKind.EPCI, OrganizationKind.COMMUNE])
def test_nobody_adds_what_comes_with_the_official_figures(kind: OrganizationKind) -> None:
    scene = make_scene()

    with pytest.raises(Invalid) as refusal:
        organizations.add(office(scene), kind, Described(name="CC d’à côté"))

    assert faults(refusal) == ["kind"]


def test_a_neighbour_adds_nothing_in_the_name_of_another() -> None:
    scene = make_scene()

    with pytest.raises(NotAllowed):
        add(scene, answerable_id=scene.maing.id)
    for answerable_id in (make_scene().querenaing.id, 999_999):
        with pytest.raises(NotFound):
            add(scene, answerable_id=answerable_id)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Club"}, "name"),
        ({"siren": "732829320"}, "siren"),
        ({"answerable_id": None}, "answerable_id"),
    ],
)
def test_what_is_taken_or_missing_is_named(facts: dict[str, Any], field: str) -> None:
    scene = make_scene()
    add(scene, name="Club", siren="732829320")
    before = count_rows(Organization)
    who = office(scene)
    facts = {"name": "Autre club", "answerable_id": scene.querenaing.id} | facts

    with pytest.raises(Invalid) as refusal:
        organizations.add(who, ASSOCIATION, Described(**facts))

    assert faults(refusal) == [field]
    assert count_rows(Organization) == before + 1  # the office itself


def test_two_communes_may_have_a_club_of_the_same_name() -> None:
    scene = make_scene()
    add(scene)

    maing = Described(name="Comité des fêtes", answerable_id=scene.maing.id)
    organizations.add(office(scene), ASSOCIATION, maing)


def test_a_commune_keeps_its_official_name_and_number() -> None:
    scene = make_scene()
    name, siren = scene.querenaing.name, scene.querenaing.siren

    told = Described(name="Autre", siren="732829320", address="1 place", mention="Mention")
    organizations.edit(scene.secretary, scene.querenaing.id, told)

    mine = db.session.get_one(Organization, scene.querenaing.id)
    assert (mine.name, mine.siren) == (name, siren)
    assert (mine.address, mine.mention) == ("1 place", "Mention")
    (entry,) = journal.entries("organization", mine.id)
    assert entry.facts["changes"]["address"] == ["", "1 place"]


def test_who_answers_edits_and_the_office_may_give_it_another_commune() -> None:
    scene = make_scene()
    made = add(scene)
    moved = Described(name="Comité", answerable_id=scene.maing.id)

    organizations.edit(scene.secretary, made, Described(name="Comité"))
    with pytest.raises(NotAllowed):
        organizations.edit(scene.secretary, made, moved)
    with pytest.raises(NotAllowed):
        organizations.edit(scene.manager, made, moved)
    organizations.edit(office(scene), made, moved)

    mine = db.session.get_one(Organization, made)
    assert (mine.name, mine.answerable_id) == ("Comité", scene.maing.id)


@pytest.mark.parametrize(
    ("siren", "zone", "region"),
    [(VALENCIENNES, "B", ""), (DOLE, "A", ""), (CINOR, "", "974"), ("246700488", "B", "6AE")],
)
def test_a_territory_has_the_holidays_of_its_department(siren: str, zone: str, region: str) -> None:
    territory = db.session.get_one(Territory, load_territory(SERVICE, siren))

    assert (territory.school_zone, territory.holiday_region) == (zone, region)


def test_what_an_older_version_left_out_is_added() -> None:
    territory = db.session.get_one(Territory, load_territory(SERVICE, DOLE))
    territory.school_zone = ""
    db.session.commit()

    load_territory(SERVICE, DOLE)

    assert territory.school_zone == "A"
