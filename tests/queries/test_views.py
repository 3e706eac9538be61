"""A reservation as its parties read it."""

import pytest

from booking.queries import reservations as reads
from booking.queries.views import parties, reference
from booking.usecases import changes, loans, reservations
from booking.vocabulary import Role, Status
from tests.factories import (
    add_stock,
    ask,
    make_actor,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.tending import agree, hand_over, make_numbered, named, numbers

ANSWERS = ("approve", "refuse", "ask_details", "propose", "cancel", "edit", "swap", "name_copies")
pytestmark = pytest.mark.usefixtures("base")


def test_a_reference_is_short_enough_for_the_telephone() -> None:
    assert [reference(each) for each in (7, 123_456)] == ["R-00007", "R-123456"]


def test_a_view_says_what_was_asked_of_whom_for_when() -> None:
    scene = make_scene()

    (asked_id,) = ask(scene.secretary, (scene.chairs, 4), place="Salle des fêtes", note="Merci.")

    seen = reads.show(scene.secretary, asked_id)
    assert (seen.borrower, seen.manager, seen.owner) == ("Quérénaing", "Maing", "Maing")
    assert (seen.purpose, seen.place, seen.note) == (
        "Fête de la Saint-Jean",
        "Salle des fêtes",
        "Merci.",
    )
    assert (seen.period, seen.status, seen.label) == (
        next_weekend(),
        Status.REQUESTED,
        Status.REQUESTED,
    )
    assert (seen.despite, seen.decided_at, seen.handed_over_at) == ("", None, None)
    assert (seen.reference, seen.asked_by) == (reference(asked_id), scene.secretary.name)


def test_a_line_says_its_depots_and_its_copies() -> None:
    scene = make_numbered(3)
    second = add_stock(scene.chairs, 0)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 2))
    (line,) = row(asked_id).lines

    changes.name_copies(scene.manager, asked_id, line.id, numbers(scene)[1:2])

    (seen,) = reads.show(scene.secretary, asked_id).lines
    assert (seen.id, seen.item, seen.quantity) == (line.id, scene.chairs.reference, 2)
    assert seen.depots == ((scene.stock.depot.name, 2),)
    assert (seen.units, seen.beyond, second.units) == (tuple(named(asked_id)), 0, [])


def test_a_line_over_two_depots_says_how_many_from_each() -> None:
    scene = make_scene(40)
    second = add_stock(scene.chairs, 20)

    (asked_id,) = ask(scene.secretary, (scene.chairs, 50))

    (seen,) = reads.show(scene.secretary, asked_id).lines
    assert dict(seen.depots) == {scene.stock.depot.name: 40, second.depot.name: 10}


@pytest.mark.parametrize(
    ("who", "possible"),
    [
        ("borrower", ("cancel", "edit")),
        ("manager", ANSWERS),
        ("technician", ("name_copies",)),
        ("reader", ()),
    ],
)
def test_each_reads_the_acts_that_are_theirs_now(who: str, possible: tuple[str, ...]) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    actors = {
        "borrower": scene.secretary,
        "manager": scene.manager,
        "technician": make_actor(scene.maing, Role.TECHNICIAN),
        "reader": make_actor(scene.querenaing, Role.ELECTED),
    }

    assert reads.show(actors[who], asked_id).possible == possible


def test_once_out_it_comes_back_or_stays_longer() -> None:
    scene = make_scene()
    out_id = hand_over(scene, 4)

    assert reads.show(scene.manager, out_id).possible == ("take_back", "edit", "extend")
    assert reads.show(scene.secretary, out_id).possible == ("edit", "extend")
    loans.take_back(scene.manager, out_id)
    assert reads.show(scene.manager, out_id).possible == ("close",)


def test_the_reason_of_what_goes_beyond_is_read_by_both() -> None:
    scene = make_scene(40)
    (mine,) = ask(scene.manager, (scene.chairs, 45), despite="Cinq viennent d’Artres.")

    seen = reads.show(scene.manager, mine)
    assert (seen.despite, seen.for_itself) == ("Cinq viennent d’Artres.", True)
    assert seen.lines[0].beyond == 5
    reservations.cancel(scene.manager, mine)
    assert reads.show(scene.manager, mine).despite == ""


def test_a_manager_who_lends_to_others_does_not_decide_for_itself() -> None:
    scene = make_scene()

    assert reads.show(scene.manager, agree(scene, 4)).for_itself is False


def test_the_parties_are_those_who_ask_manage_own_and_store() -> None:
    scene = make_scene()
    tents = make_item(make_pool(scene.maing), 3, owner=scene.querenaing)
    (asked_id,) = ask(scene.secretary, (tents, 2))

    found = parties(row(asked_id))

    assert (found.borrower_id, found.owner_id) == (scene.querenaing.id, scene.querenaing.id)
    assert (found.manager_id, found.custodian_ids) == (scene.maing.id, {scene.maing.id})
