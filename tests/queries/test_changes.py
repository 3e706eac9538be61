"""What a reservation may become, and with which others it may be exchanged."""

from sqlalchemy import Connection

from booking.queries import changes, reservations
from booking.usecases import reservations as acts
from tests.factories import ask, make_item, make_pool, make_scene


def test_a_change_knows_the_lines_the_depots_and_what_may_be_added(base: Connection) -> None:
    scene = make_scene()
    tents = make_item(scene.pool, name="Tente")
    make_item(make_pool(scene.querenaing), name="Broyeur")
    mine = ask(scene.secretary, (scene.chairs, 10))[0]

    found = changes.show(scene.secretary, mine)

    assert [(line.item, line.quantity, line.depot) for line in found.lines] == [
        (scene.chairs.reference, 10, "")
    ]
    assert {reference for reference, _ in found.items} == {scene.chairs.reference, tents.reference}
    assert len(found.depots) == 2
    assert not found.may_overbook


def test_after_the_answer_the_borrower_asks_for_more(base: Connection) -> None:
    scene = make_scene()
    mine = ask(scene.secretary, (scene.chairs, 10))[0]
    assert not changes.show(scene.secretary, mine).asks

    acts.approve(scene.manager, mine)

    assert changes.show(scene.secretary, mine).asks
    assert not changes.show(scene.manager, mine).asks


def test_partners_are_of_the_same_pool_and_may_be_exchanged(base: Connection) -> None:
    scene = make_scene()
    first, second, third = (ask(scene.secretary, (scene.chairs, 5))[0] for _ in range(3))
    acts.refuse(scene.manager, third, "Non.")
    seen = reservations.show(scene.manager, first)

    assert [each.id for each in changes.partners(scene.manager, seen)] == [second]
    assert changes.partners(scene.secretary, reservations.show(scene.secretary, first)) == []
