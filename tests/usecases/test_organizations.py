"""Territories and their communes, from the official figures."""

import pytest
from sqlalchemy import func, select

from booking.db import db
from booking.errors import NotFound
from booking.models.journal import JournalEntry
from booking.models.organizations import Adhesion, Organization, Territory
from booking.queries import territories
from booking.queries.territories import Summary
from booking.rules.access import SERVICE, VISITOR
from booking.usecases.organizations import load_territory
from booking.vocabulary import OrganizationKind
from tests.factories import count_rows, make_scene

pytestmark = pytest.mark.usefixtures("base")
VALENCIENNES, DOLE, CINOR = "245901160", "200010650", "249740119"


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
