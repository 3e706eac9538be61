"""A departure beside its return, line by line, copy by copy."""

from typing import Any

import pytest

from booking.db import db
from booking.errors import NotFound
from booking.handling import Wear
from booking.models.loans import Passage
from booking.queries import returning
from booking.rules.passages import Counted, Passing, Signed
from booking.usecases import loans
from tests.factories import make_actor, make_commune, make_scene, row
from tests.usecases.tending import hand_over, make_numbered, numbers


def test_each_copy_has_its_row(base: Any) -> None:
    scene = make_numbered(3)
    mine = hand_over(scene, 3)
    (line,) = row(mine).lines
    one, two, three = numbers(scene)
    told = (Counted(line.id, 1, two, damaged=1, wear=Wear.TO_REPAIR),)
    loans.take_back(scene.manager, mine, Passing((*told, Counted(line.id, 0, three, missing=1))))

    rows = returning.show(scene.secretary, mine).rows

    assert [(each.unit, each.awaited) for each in rows] == [(one, 1), (two, 0), (three, 0)]
    assert [(each.back.quantity, each.back.damaged) for each in rows] == [(0, 0), (1, 1), (0, 0)]
    assert (rows[1].back.wear, rows[2].back.missing) == (Wear.TO_REPAIR, 1)


def test_several_returns_of_a_line_are_one_row_and_meters_differ(base: Any) -> None:
    scene = make_scene(40)
    mine = hand_over(scene, 40)
    (line,) = row(mine).lines
    departure = db.session.query(Passage).one()
    departure.lines[0].hours = 100
    departure.lines[0].accessories = [{"name": "Housse", "expected": 40, "counted": 40}]
    db.session.commit()
    for quantity, hours, covers in ((10, 110, 10), (20, 125, 19)):
        counted = Counted(line.id, quantity, hours=hours, accessories=(("Housse", covers),))
        loans.take_back(scene.manager, mine, Passing((counted,)))

    (found,) = returning.show(scene.manager, mine).rows

    assert (found.out.quantity, found.back.quantity, found.awaited) == (40, 30, 10)
    assert found.run == {"hours": 25}
    assert found.lost == (("Housse", 11),)


def test_who_did_not_sign_may_contest_and_strangers_see_nothing(base: Any) -> None:
    scene = make_scene(40)
    mine = hand_over(scene, 40)
    passing = Passing(signed=Signed(unsigned="Déposé le soir."))
    loans.take_back(scene.manager, mine, passing)

    for who, expected in ((scene.secretary, [False, True]), (scene.manager, [False, False])):
        assert [each.may_contest for each in returning.show(who, mine).passages] == expected
    assert returning.show(scene.manager, mine).may_close
    with pytest.raises(NotFound):
        returning.show(make_actor(make_commune(scene.territory, "Anzin")), mine)
