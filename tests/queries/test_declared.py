"""For one loan, those who lend read who may use what they lend."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import NotFound
from booking.fitness import Equipment, Skill
from booking.models.catalogue import Companion
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.queries import declared
from booking.rules.access import Actor
from booking.usecases import reservations
from booking.vocabulary import Role
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
)
from tests.fitness import day, loan, make_platform, qualify, ready_scene
from tests.staff import make_pilots
from tests.staff import qualify as register

pytestmark = pytest.mark.usefixtures("base")


def asked(scene: Scene) -> int:
    """Ask for a platform, with people of both communes in the registers."""
    platform = make_platform(scene)
    qualify(scene.querenaing, Skill.DRIVING, day(60))
    qualify(scene.querenaing, Skill.ELECTRICAL)
    qualify(scene.maing, Skill.DRIVING)
    (made,) = ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 10, 12))
    return made


def read(actor: Actor, reservation_id: int) -> list[tuple[str, Skill]]:
    return [(each.holder, each.skill) for each in declared.for_loan(actor, reservation_id)]


def test_those_who_lend_read_what_the_loan_asks_for_and_no_more() -> None:
    scene = make_scene()
    mine = asked(scene)

    expected = [("Agent technique", Skill.DRIVING)]
    for actor in (scene.manager, scene.secretary, make_actor(scene.maing, Role.TECHNICIAN)):
        assert read(actor, mine) == expected
    assert read(make_actor(scene.maing, Role.OBSERVER), mine) == []


def test_others_read_nothing() -> None:
    scene = make_scene()
    mine = asked(scene)

    with pytest.raises(NotFound):
        read(make_actor(make_commune(scene.territory, "Artres"), *Role), mine)


def test_nothing_is_read_once_the_loan_is_over() -> None:
    scene = make_scene()
    mine = asked(scene)
    reservations.refuse(scene.manager, mine, "Non.")

    assert read(scene.manager, mine) == []


def test_chairs_ask_for_nobody() -> None:
    scene = make_scene()
    qualify(scene.querenaing, Skill.DRIVING)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))

    assert read(scene.manager, mine) == []


def with_pilot(scene: Scene) -> int:
    """Ask for a drone with a pilot of Maing; both are at depots of Artres."""
    artres = make_commune(scene.territory, "Artres")
    pilot, (unit,) = make_pilots(scene.pool, scene.manager, 1)
    drone = make_item(scene.pool, 1, name="Drone", equipment=Equipment.DRONE)
    for item in (pilot, drone):
        item.stocks[0].depot.custodian = artres
    keep(Companion(item_id=drone.id, companion_id=pilot.id, mandatory=True))
    qualify(scene.maing, Skill.PILOT, day(90), unit)
    register(scene.querenaing, "Secrétaire")
    (made,) = ask(scene.secretary, (drone, 1), period=loan(scene.secretary, 20, 21))
    db.session.commit()
    return made


def test_who_operates_is_named_to_the_lender_alone() -> None:
    scene = ready_scene()
    mine = with_pilot(scene)
    (artres,) = db.session.scalars(select(Organization).filter_by(name="Artres"))

    borrowers = ("Secrétaire", Skill.PILOT)
    assert read(scene.manager, mine) == [("Agent technique", Skill.PILOT), borrowers]
    assert read(scene.secretary, mine) == [borrowers]
    assert read(make_actor(artres, Role.TECHNICIAN), mine) == [borrowers]


def test_who_operates_for_another_lender_is_not_named_to_who_lends_the_rest() -> None:
    scene = ready_scene()
    pool = make_pool(make_commune(scene.territory, "Verchain"))
    pool.notice_days = 0
    pilot, (unit,) = make_pilots(pool, make_actor(pool.manager, Role.MANAGER), 1)
    drone = make_item(scene.pool, 1, name="Drone", equipment=Equipment.DRONE)
    keep(pool, Companion(item_id=drone.id, companion_id=pilot.id, mandatory=True))
    qualify(pool.manager, Skill.PILOT, day(90), unit)

    parts = ask(scene.secretary, (drone, 1), period=loan(scene.secretary, 20, 21))

    mine = next(each for each in parts if pool_of(each) == scene.pool.id)
    assert len(parts) == 2
    assert read(scene.manager, mine) == []
    pool.manager = scene.maing
    keep(pool)
    assert read(scene.manager, mine) == [("Agent technique", Skill.PILOT)]


def pool_of(reservation_id: int) -> int:
    return db.session.get_one(Reservation, reservation_id).pool_id
