"""The register of qualifications: what its employer reads, and what judges a loan."""

from datetime import timedelta

import pytest

from booking import clock
from booking.errors import NotFound
from booking.queries import qualifications
from booking.rules.asking import Moved
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
