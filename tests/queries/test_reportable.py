"""What one may tell of: the things of a loan, of an item, or all that one tends."""

import pytest

from booking.db import db
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.models.catalogue import Unit
from booking.queries import reportable
from booking.vocabulary import STAFF, Role
from tests.factories import add_stock, keep, make_actor, make_commune, make_item, make_scene
from tests.usecases.tending import agree, hand_over, make_numbered, named, numbers

pytestmark = pytest.mark.usefixtures("base")


def test_a_loan_offers_what_left_copy_by_copy() -> None:
    scene = make_numbered(3)
    mine = hand_over(scene, 2)

    found = reportable.of_reservation(scene.secretary, mine)

    assert sorted(each.unit for each in found.things) == sorted(named(mine))
    assert found.things[0].value == (
        f"{scene.stock.depot_id}|{found.things[0].unit}|{scene.chairs.reference}"
    )
    assert not found.may_withhold
    assert reportable.of_reservation(scene.manager, mine).may_withhold
    assert found.depot == scene.stock.depot.name


def test_a_loan_offers_the_depot_it_was_served_from() -> None:
    scene = make_scene(10)
    add_stock(scene.chairs, 5)
    mine = hand_over(scene, 2)

    (thing,) = reportable.of_reservation(scene.secretary, mine).things

    assert (thing.depot, thing.many) == (scene.stock.depot.name, True)


def test_nothing_is_told_of_a_loan_too_early_nor_by_those_it_does_not_concern() -> None:
    scene = make_scene(10)
    with pytest.raises(WrongMoment, match="incident_too_early"):
        reportable.of_reservation(scene.secretary, agree(scene, 1))
    mine = hand_over(scene, 2)
    with pytest.raises(NotAllowed):
        reportable.of_reservation(make_actor(scene.querenaing, Role.ELECTED), mine)
    with pytest.raises(NotFound):
        reportable.of_reservation(make_actor(make_commune(scene.territory, "Artres")), mine)


def test_an_item_offers_each_depot_and_each_copy_that_is_left() -> None:
    scene = make_numbered(2)
    add_stock(scene.chairs, 0)

    found = reportable.of_item(scene.manager, scene.chairs.id)

    assert [each.unit for each in found.things] == sorted(numbers(scene))
    assert found.about == scene.chairs.name
    with pytest.raises(NotAllowed):
        reportable.of_item(scene.secretary, scene.chairs.id)
    with pytest.raises(NotFound):
        reportable.of_item(scene.manager, scene.chairs.id + 1)


def test_all_that_one_tends_is_offered() -> None:
    scene = make_scene(10)
    other = make_item(scene.pool, 3, name="Banc")
    estreux = make_commune(scene.territory, "Estreux")
    scene.stock.depot.custodian = estreux

    found = reportable.everything(scene.manager)

    assert [each.value.rpartition("|")[2] for each in found.things] == [
        other.reference,
        scene.chairs.reference,
    ]
    assert len(reportable.everything(make_actor(estreux, Role.TECHNICIAN)).things) == 1
    with pytest.raises(NotAllowed):
        reportable.everything(scene.secretary)


def test_the_stocks_one_may_tell_of_are_those_that_one_tends() -> None:
    scene = make_scene(10)
    other = add_stock(scene.chairs, 5)
    keeper = make_actor(other.depot.custodian, Role.TECHNICIAN)

    assert reportable.stocks_of(scene.manager, scene.chairs.id) == {scene.stock.id, other.id}
    assert other.id in reportable.stocks_of(keeper, scene.chairs.id)
    assert reportable.stocks_of(scene.secretary, scene.chairs.id) == frozenset()


def test_nothing_is_told_of_a_person_as_of_a_thing() -> None:
    scene = make_scene(1)
    person = make_item(scene.chairs.pool, 1, name="Agent", reference="AGT", family=STAFF)

    assert reportable.stocks_of(scene.manager, person.id) == frozenset()


def test_copies_come_by_number_whatever_their_depot() -> None:
    scene = make_numbered(2)
    elsewhere = add_stock(scene.chairs, 0)
    both = sorted(numbers(scene))
    first = db.session.query(Unit).filter_by(number=both[0]).one()
    first.stock_id = elsewhere.id  # whose name comes last
    keep(first)

    found = reportable.of_item(scene.manager, scene.chairs.id)

    assert [each.unit for each in found.things] == both


def test_things_of_several_depots_are_of_none() -> None:
    scene = make_scene(10)
    assert reportable.everything(scene.manager).depot == scene.stock.depot.name

    add_stock(scene.chairs, 5)

    assert reportable.everything(scene.manager).depot == ""
