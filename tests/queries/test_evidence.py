"""Which copies a loan may still get, and who may operate."""

import pytest

from booking.queries import evidence
from booking.usecases import reservations
from booking.vocabulary import STAFF
from tests.factories import ask, make_scene, row
from tests.fitness import loan, make_platform, units_of

pytestmark = pytest.mark.usefixtures("base")


def test_a_copy_named_for_another_loan_is_not_free_meanwhile() -> None:
    scene = make_scene()
    platform = make_platform(scene, 2)
    first, second = (
        ask(scene.secretary, (platform, 1), period=loan(scene.secretary, *days))[0]
        for days in ((10, 12), (12, 14))
    )
    (line,) = row(first).lines
    line.holds[0].unit_id = units_of(platform)[0].id
    mine = row(second)

    known = evidence.gather(scene.territory.id, [mine, row(first)])

    assert known.free(mine.lines[0], mine) == [units_of(platform)[1]]
    assert known.free(line, row(first)) == units_of(platform)


def test_what_was_refused_stands_no_more() -> None:
    scene = make_scene()
    (made,) = ask(scene.secretary, (scene.chairs, 2))
    mine = row(made)
    assert [line.id for line in evidence.together(mine)] == [mine.lines[0].id]

    reservations.refuse(scene.manager, made, "Non.")

    assert evidence.units_of(row(made).lines[0]) == []


def test_only_people_operate() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    pilots = make_platform(scene, 2, name="Télépilote", equipment=None, family=STAFF)
    made = ask(scene.secretary, (platform, 1), (pilots, 1), period=loan(scene.secretary, 10, 12))
    mine = row(made[0])
    known = evidence.gather(scene.territory.id, [mine])

    operating = [unit for line in mine.lines for unit in known.operating(line, mine)]

    assert operating == units_of(pilots)
