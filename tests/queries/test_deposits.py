"""The price and the deposit of a loan, and what each may do about them."""

import pytest

from booking.errors import NotFound
from booking.queries import deposits
from booking.rules.access import Actor
from booking.usecases import reservations
from booking.usecases.deposits import Priced, set_price
from booking.vocabulary import Role
from tests.factories import ask, make_actor, make_commune, make_scene

pytestmark = pytest.mark.usefixtures("base")


def may(actor: Actor, reservation_id: int) -> tuple[bool, bool, bool]:
    seen = deposits.of_reservation(actor, reservation_id)
    return seen.may_set, seen.may_take, seen.may_give_back


def test_each_sees_what_is_agreed_and_does_only_its_part() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 2))
    counter = make_actor(scene.maing, Role.TECHNICIAN)
    assert may(scene.manager, mine) == (True, False, False)
    assert may(scene.secretary, mine) == may(counter, mine) == (False, False, False)
    assert deposits.of_reservation(scene.secretary, mine).shown is False

    set_price(scene.manager, mine, Priced("25 €", "150 €", "chèque"))
    seen = deposits.of_reservation(scene.secretary, mine)
    assert (seen.price, seen.deposit, seen.means, seen.shown) == ("25 €", "150 €", "chèque", True)
    reservations.approve(scene.manager, mine)
    assert may(scene.manager, mine) == (False, True, False)
    assert may(counter, mine) == (False, True, False)
    assert may(scene.secretary, mine) == (False, False, False)


def test_a_neighbour_sees_nothing() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 2))

    with pytest.raises(NotFound):
        deposits.of_reservation(make_actor(make_commune(scene.territory, "Artres")), mine)
