"""Who is away when, as the person, the employer and the manager read it."""

import pytest
from sqlalchemy import Connection

from booking.models.catalogue import Unit
from booking.queries import absences, accounts
from booking.rules.access import Actor
from booking.rules.asking import Absent
from booking.usecases import absences as acts
from booking.vocabulary import Role
from tests.factories import Scene, ask, make_actor, make_commune, make_scene, next_weekend
from tests.queries.counting import counting
from tests.staff import make_drone, make_pilots

pytestmark = pytest.mark.usefixtures("base")


def away(scene: Scene, unit: Unit, weeks: int = 4) -> int:
    """Note that a pilot is away over a weekend."""
    return acts.declare(scene.manager, Absent("TELE", unit.number, next_weekend(weeks)))


def make_linked(scene: Scene, unit: Unit) -> Actor:
    """Give a pilot an account of the employer."""
    pilot = make_actor(scene.maing, Role.OBSERVER)
    acts.link(scene.manager, unit.id, pilot.email)
    return pilot


def test_the_employer_reads_each_person_and_oneself_comes_first() -> None:
    scene = make_scene()
    _, (first, second) = make_pilots(scene.pool, scene.manager)
    pilot = make_linked(scene, second)
    away(scene, first, 6)
    away(scene, first, 4)

    manager, mine = absences.of_actor(scene.manager), absences.of_actor(pilot)

    assert [(each.number, len(each.absences)) for each in manager] == [
        (first.number, 2),
        (second.number, 0),
    ]
    assert manager[0].absences[0].starts_at < manager[0].absences[1].starts_at
    assert [each.account for each in manager] == ["", pilot.email]
    assert [(each.number, each.mine, each.may_declare, each.may_link) for each in mine] == [
        (second.number, True, True, False),
        (first.number, False, False, False),
    ]
    assert {each.account for each in mine} == {""}


def test_each_absence_names_the_reservations_that_find_nobody() -> None:
    scene = make_scene()
    pilots, (only,) = make_pilots(scene.pool, scene.manager, 1)
    drone = make_drone(scene.pool, pilots)
    (promised,) = ask(scene.secretary, (drone, 1))
    away(scene, only)
    away(scene, only, 6)

    ((person),) = absences.of_actor(scene.manager)

    assert [[d.reservation_id for d in each.dangers] for each in person.absences] == [
        [promised],
        [],
    ]


def test_who_has_no_part_in_it_reads_nothing() -> None:
    scene, abroad = make_scene(), make_scene()
    make_pilots(scene.pool, scene.manager)
    neighbour = make_actor(make_commune(scene.territory, "Artres"), *Role)

    for actor in (scene.secretary, neighbour, abroad.manager):
        assert not absences.concerned(actor)
    assert absences.concerned(scene.manager)


def test_an_account_knows_whether_its_person_operates() -> None:
    scene = make_scene()
    _, (first, _) = make_pilots(scene.pool, scene.manager)
    pilot = make_linked(scene, first)

    known = {who.user_id: accounts.account(who.user_id) for who in (pilot, scene.manager)}

    assert [accounts.operates(found, pilot) for found in known.values() if found] == [True, False]


def test_the_page_asks_as_many_questions_for_many_as_for_one(base: Connection) -> None:
    scene = make_scene()
    _, units = make_pilots(scene.pool, scene.manager, 6)
    numbers = [unit.number for unit in units]
    away(scene, units[0])
    with counting(base) as few:
        absences.of_actor(scene.manager)
    for number in numbers[1:]:
        acts.declare(scene.manager, Absent("TELE", number, next_weekend()))

    with counting(base) as many:
        absences.of_actor(scene.manager)

    assert len(many) == len(few)
