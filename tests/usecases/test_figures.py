"""The yearly figures, applied once they were read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.models.journal import JournalEntry
from booking.models.organizations import Adhesion, Organization
from booking.models.reservations import Reservation
from booking.queries import figures as reads
from booking.queries.figures import Figures
from booking.rules.access import SERVICE, Actor
from booking.rules.figures import Commune
from booking.usecases import figures
from booking.vocabulary import OrganizationKind, Role
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    count_rows,
    make_actor,
    make_commune,
    make_scene,
)

pytestmark = pytest.mark.usefixtures("base")
ON = date(2027, 1, 1)
BEFORE = ON - timedelta(days=1)


def official(scene: Scene, *communes: Commune, gone: str = "") -> Figures:
    """Return figures that say what is kept, then some more, without one commune perhaps."""
    rows = [_row(each) for each in (scene.maing, scene.querenaing) if each.name != gone]
    return Figures(
        siren=scene.territory.siren,
        on=ON,
        department="59",
        epci=Commune("", scene.territory.siren, scene.territory.name, 2_000),
        communes=(*rows, *communes),
        codes=frozenset({"59000"}),
    )


def _row(each: Organization) -> Commune:
    return Commune(each.insee_code or "", str(each.siren), each.name, each.population or 0)


def with_population(found: Figures, name: str, population: int) -> Figures:
    """Return the figures with another population of one commune."""
    communes = [
        replace(each, population=population) if each.name == name else each
        for each in found.communes
    ]
    return replace(found, communes=tuple(communes))


def scene_of_communes() -> Scene:
    """Return the usual scene, its communes known by their codes."""
    scene = make_scene()
    scene.maing.insee_code, scene.querenaing.insee_code = "59369", "59479"
    db.session.commit()
    return scene


def make_office(scene: Scene) -> Actor:
    epci = make_commune(
        scene.territory,
        scene.territory.name,
        kind=OrganizationKind.EPCI,
        siren=scene.territory.siren,
        population=2_000,
    )
    return make_actor(epci, Role.ADMINISTRATOR)


def place(organization: Organization) -> Adhesion:
    """Return the only place of an organization in the EPCI."""
    found = select(Adhesion).filter_by(organization_id=organization.id, pool_id=None)
    return db.session.scalars(found).one()


def test_a_population_changes_and_loans_keep_theirs() -> None:
    scene = scene_of_communes()
    (loan,) = ask(scene.secretary, (scene.chairs, 5))
    found = with_population(official(scene), "Quérénaing", 5_200)

    figures.refresh(make_office(scene), found)

    mine = db.session.get_one(Organization, scene.querenaing.id)
    assert (mine.population, mine.figures_year) == (5_200, 2027)
    assert db.session.get_one(Reservation, loan).borrower_population == 873
    (entry,) = journal.entries("organization", mine.id)
    assert entry.facts["changes"] == {"population": [873, 5_200]}


def test_a_name_and_a_number_change() -> None:
    scene = scene_of_communes()
    found = official(scene)
    communes = [
        replace(each, name="Quérénaing-le-Neuf", siren="200099999")
        if each.name == "Quérénaing"
        else each
        for each in found.communes
    ]

    figures.refresh(SERVICE, replace(found, communes=tuple(communes)))

    mine = db.session.get_one(Organization, scene.querenaing.id)
    assert (mine.name, mine.siren) == ("Quérénaing-le-Neuf", "200099999")


def test_who_is_no_longer_inside_left_the_day_before() -> None:
    scene = scene_of_communes()

    figures.refresh(SERVICE, official(scene, gone="Quérénaing"))

    row = place(scene.querenaing)
    assert (row.starts_on, row.ends_on) == (LONG_AGO, BEFORE)
    assert row.leaving_act == "Périmètre officiel 2027"
    assert place(scene.maing).ends_on is None


def test_an_unknown_commune_joins_with_its_figures() -> None:
    scene = scene_of_communes()
    artres = Commune("59019", "215900192", "Artres", 1_050, "59269")

    figures.refresh(SERVICE, official(scene, artres))

    made = db.session.scalars(select(Organization).filter_by(name="Artres")).one()
    assert (made.population, made.postal_code, made.figures_year) == (1_050, "59269", 2027)
    assert place(made).starts_on == ON


def test_a_commune_that_left_comes_back_in_a_new_row() -> None:
    scene = scene_of_communes()
    place(scene.querenaing).ends_on = date(2024, 12, 31)
    db.session.commit()

    figures.refresh(SERVICE, official(scene))

    found = select(Adhesion).filter_by(organization_id=scene.querenaing.id, pool_id=None)
    rows = db.session.scalars(found.order_by(Adhesion.starts_on)).all()
    spans = [(each.starts_on, each.ends_on) for each in rows]
    assert spans == [(LONG_AGO, date(2024, 12, 31)), (ON, None)]


def test_a_commune_kept_elsewhere_is_left_alone() -> None:
    scene = scene_of_communes()
    other = make_scene().maing
    rows = count_rows(Organization)

    figures.refresh(SERVICE, official(scene, _row(other)))

    assert count_rows(Organization) == rows


def test_twice_changes_nothing_more() -> None:
    scene = scene_of_communes()
    artres = Commune("59019", "215900192", "Artres", 1_050, "59269")
    found = with_population(official(scene, artres), "Maing", 4_100)
    who = make_office(scene)
    assert reads.review(who, found).is_news

    figures.refresh(who, found)
    review = reads.review(who, found)
    before = [count_rows(each) for each in (Organization, Adhesion, JournalEntry)]
    figures.refresh(who, found)

    assert (review.differences, review.is_news) == ((), False)
    assert [count_rows(each) for each in (Organization, Adhesion, JournalEntry)] == before


def test_only_what_was_read_is_applied() -> None:
    scene = scene_of_communes()
    who, found = make_office(scene), with_population(official(scene), "Maing", 4_100)
    seen = reads.review(who, found).mark
    place(scene.maing).ends_on = date(2026, 6, 30)
    db.session.commit()

    with pytest.raises(WrongMoment) as refusal:
        figures.refresh(who, found, seen)
    assert refusal.value.code == "figures_changed"
    assert db.session.get_one(Organization, scene.maing.id).population == 873

    figures.refresh(who, found, reads.review(who, found).mark)
    assert db.session.get_one(Organization, scene.maing.id).population == 4_100


def test_the_figures_are_the_offices() -> None:
    scene = scene_of_communes()
    found = official(scene)
    epci = make_office(scene).organization_id
    secretary = make_actor(db.session.get_one(Organization, epci), Role.SECRETARY)

    for who in (scene.manager, secretary):
        with pytest.raises((NotFound, NotAllowed)):
            figures.refresh(who, found)
    with pytest.raises(NotFound):
        figures.refresh(SERVICE, replace(found, siren="000000000"))
