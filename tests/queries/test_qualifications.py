"""The register of qualifications: what its employer reads, and what judges a loan."""

from datetime import date, timedelta

import pytest

from booking import clock
from booking.errors import NotFound
from booking.fitness import Skill
from booking.queries import qualifications
from booking.rules.asking import Moved
from booking.rules.requirements import Paper
from booking.usecases import stocks
from booking.vocabulary import Movement, Role, Standing
from tests.factories import make_actor, make_scene
from tests.staff import make_pilots, qualify

pytestmark = pytest.mark.usefixtures("base")


def test_the_register_begins_with_what_ends_first_and_says_where_it_stands() -> None:
    scene = make_scene()
    today = clock.today(scene.manager.zone)
    ends = {"Sans fin": None, "Passé": -1, "Aujourd’hui": 0, "Bientôt": 60, "Plus tard": 61}
    for holder, days in ends.items():
        ends_on = None if days is None else today + timedelta(days=days)
        qualify(scene.maing, holder, ends_on=ends_on)

    found = qualifications.of_organization(scene.manager)

    assert [(each.holder, each.standing) for each in found] == [
        ("Passé", Standing.OVER),
        ("Aujourd’hui", Standing.ENDING),
        ("Bientôt", Standing.ENDING),
        ("Plus tard", Standing.CURRENT),
        ("Sans fin", Standing.CURRENT),
    ]


def test_a_register_is_read_by_its_employer_alone() -> None:
    scene, abroad = make_scene(), make_scene()
    line = qualify(scene.maing, "Luc Wattiez")

    for stranger in (scene.secretary, abroad.manager, make_actor(scene.querenaing, *Role)):
        assert qualifications.of_organization(stranger) == []
        with pytest.raises(NotFound):
            qualifications.show(stranger, line)
    assert qualifications.show(scene.manager, line).holder == "Luc Wattiez"
    with pytest.raises(NotFound):
        qualifications.show(scene.manager, line + 1)


def test_the_papers_of_an_organization_are_given_by_skill() -> None:
    scene = make_scene()
    last = date(2027, 6, 30)
    qualify(scene.maing, "Luc", Skill.PILOT, ends_on=last)
    qualify(scene.maing, "Léa", Skill.CACES_R486)
    qualify(scene.maing, "Max", Skill.LICENCE_B)
    qualify(scene.querenaing, "Zoé", Skill.PILOT)

    found = qualifications.papers(scene.maing.id, [Skill.PILOT, Skill.CACES_R486, Skill.MEDICAL])

    assert found == {
        Skill.PILOT: [Paper("Luc", last)],
        Skill.CACES_R486: [Paper("Léa", None)],
        Skill.MEDICAL: [],
    }


def test_the_papers_of_those_who_operate_are_given_by_person() -> None:
    scene = make_scene()
    _, (first, second) = make_pilots(scene.pool, scene.manager)
    qualify(scene.maing, "Luc", unit_id=first.id)
    qualify(scene.maing, "Luc", Skill.LICENCE_B, unit_id=first.id)
    qualify(scene.maing, "Léa")

    found = qualifications.papers_of_units([first.id, second.id], [Skill.PILOT])

    assert found == {
        first.id: {Skill.PILOT: [Paper("Luc", None)]},
        second.id: {Skill.PILOT: []},
    }


def test_those_who_operate_are_the_copies_of_the_staff_of_their_employer() -> None:
    scene = make_scene()
    _, pilots = make_pilots(scene.pool, scene.manager, 3)
    stocks.move(
        scene.manager,
        Moved(
            "TELE",
            pilots[0].stock.depot.name,
            Movement.LOSS,
            -1,
            units=(pilots[2].number,),
        ),
    )

    assert qualifications.operators(scene.manager) == pilots[:2]
    assert qualifications.operators(scene.secretary) == []
