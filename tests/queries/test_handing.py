"""What is about to leave, as the counter reads it."""

import pytest

from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.fitness import Equipment
from booking.handling import Meter
from booking.models.catalogue import Accessory
from booking.queries import handing
from booking.rules.handing import Goes
from booking.usecases import changes, loans
from booking.vocabulary import Role
from tests.factories import keep, make_actor, make_commune, make_scene, row
from tests.usecases.tending import agree, hand_over, make_numbered, named, numbers

pytestmark = pytest.mark.usefixtures("base")


def test_a_line_says_what_leaves_what_more_is_free_and_what_is_read() -> None:
    facts = {"pack_quantity": 20, "pack_name": "rack", "equipment": Equipment.CAR}
    scene = make_scene(40, **facts, instructions="Doucement.")
    keep(Accessory(item_id=scene.chairs.id, name="Clé", quantity=2))
    mine, _ = agree(scene, 10), agree(scene, 25)

    form = handing.show(scene.manager, mine)

    (line,) = form.lines
    assert (line.quantity, line.more, line.numbered, line.pack) == (10, 5, False, (20, "rack"))
    assert (line.meters, line.accessories) == ((Meter.KM, Meter.ENERGY), (Goes("Clé", 2),))
    assert (form.rest, form.instructions) == (False, "Chaise pliante : Doucement.")
    assert form.depots == (scene.stock.depot.name,)


def test_the_copies_that_may_leave_are_proposed_those_named_first() -> None:
    scene = make_numbered(4)
    (out,) = named(hand_over(scene))
    home = [each for each in numbers(scene) if each != out]
    theirs, mine = agree(scene, 1), agree(scene, 1)
    changes.name_copies(scene.manager, theirs, row(theirs).lines[0].id, [home[0]])
    changes.name_copies(scene.manager, mine, row(mine).lines[0].id, [home[2]])

    (line,) = handing.show(scene.manager, mine).lines

    assert [number for number, _ in line.copies] == [home[1], home[2]]
    assert line.proposed == (home[2],)


def test_only_what_may_leave_is_shown_and_only_at_the_counter() -> None:
    scene = make_scene(40)
    mine = agree(scene, 1)
    with pytest.raises(NotAllowed):
        handing.show(scene.secretary, mine)
    with pytest.raises(NotFound):
        handing.show(make_actor(make_commune(scene.territory, "Artres"), Role.TECHNICIAN), mine)
    loans.hand_over(scene.manager, mine)

    with pytest.raises(WrongMoment):
        handing.show(scene.manager, mine)
