"""From what is asked to lines, when asking and when changing."""

from typing import Any

import pytest

from booking.db import db
from booking.errors import Invalid, NotEnoughAvailable, NotFound
from booking.models.catalogue import Companion, Item
from booking.models.reservations import Hold, Line
from booking.rules.asking import AskedKit, AskedLine, Edited
from booking.usecases import changes, kits, reservations
from booking.usecases.lines import expand, new_line
from tests.factories import (
    Scene,
    add_stock,
    ask,
    count_rows,
    holds_of,
    keep,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    row,
)
from tests.usecases.tending import agree, excesses, free

pytestmark = pytest.mark.usefixtures("base")


def asked_for(item: Item, quantity: int, rank: int | None = None) -> AskedLine:
    """Return so many of an item, at one of its depots if told."""
    depot = "" if rank is None else item.stocks[rank].depot.name
    return AskedLine(item.reference, quantity, depot)


def change(scene: Scene, reservation_id: int, *lines: AskedLine, **facts: Any) -> None:
    """Give a reservation other lines, as its borrower."""
    actor = facts.pop("actor", scene.secretary)
    changes.edit(actor, reservation_id, Edited(lines=lines, **facts))


def lines_of(reservation_id: int) -> list[tuple[str, int]]:
    """Return how many of each item a reservation has, line by line."""
    return [(line.item.reference, line.quantity) for line in row(reservation_id).lines]


def test_the_same_item_at_two_depots_is_two_lines() -> None:
    scene = make_scene(6)
    add_stock(scene.chairs, 4)
    db.session.refresh(scene.chairs)
    first, second = (stock.depot_id for stock in scene.chairs.stocks)
    wanted = [asked_for(scene.chairs, 2, 0), asked_for(scene.chairs, 3, 1)]

    places = expand(scene.secretary, [*wanted, asked_for(scene.chairs, 1, 0)])

    assert places == {(scene.chairs, first): 3, (scene.chairs, second): 3}


def test_an_optional_companion_stays_and_a_mandatory_one_comes_once() -> None:
    scene = make_scene(3)
    pilot, trailer = make_item(scene.pool, 3), make_item(scene.pool, 3)
    keep(Companion(item_id=scene.chairs.id, companion_id=pilot.id))
    keep(Companion(item_id=scene.chairs.id, companion_id=trailer.id, mandatory=False))

    places = expand(scene.secretary, [asked_for(scene.chairs, 3), asked_for(pilot, 1, 0)])

    assert places == {
        (scene.chairs, None): 3,
        (pilot, pilot.stocks[0].depot_id): 1,
        (pilot, None): 2,
    }


def test_what_is_unknown_is_not_found() -> None:
    scene, abroad = make_scene(), make_scene()

    for line in (
        AskedLine("NUL-01", 1),
        AskedLine(abroad.chairs.reference, 1),
        AskedLine(scene.chairs.reference, 1, abroad.stock.depot.name),
    ):
        with pytest.raises(NotFound):
            expand(scene.secretary, [line])


def test_a_new_line_holds_nothing_yet() -> None:
    scene = make_scene()

    line = new_line(scene.chairs, scene.stock.depot_id, 3)

    assert (line.item_id, line.quantity, line.holds) == (scene.chairs.id, 3, [])


def test_a_line_is_split_over_two_depots() -> None:
    scene = make_scene(30)
    add_stock(scene.chairs, 10)
    db.session.refresh(scene.chairs)
    first, second = scene.chairs.stocks
    (asked_id,) = ask(scene.secretary, (scene.chairs, 30))

    change(scene, asked_id, asked_for(scene.chairs, 22, 0), asked_for(scene.chairs, 8, 1))

    assert lines_of(asked_id) == [(scene.chairs.reference, 22), (scene.chairs.reference, 8)]
    assert [(stock, held) for stock, held, _ in holds_of(asked_id)] == [
        (first.id, 22),
        (second.id, 8),
    ]
    assert (free(scene.chairs), excesses()) == (10, [])


def test_lines_are_added_and_removed() -> None:
    scene = make_scene(40)
    tables, tents = make_item(scene.pool, 9), make_item(scene.pool, 2)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40), (tables, 9))
    kept = row(asked_id).lines[1].id

    change(scene, asked_id, asked_for(tables, 8), asked_for(tents, 2))

    assert lines_of(asked_id) == [(tables.reference, 8), (tents.reference, 2)]
    assert row(asked_id).lines[0].id == kept
    assert [free(item) for item in (scene.chairs, tables, tents)] == [40, 1, 0]
    assert (count_rows(Line), count_rows(Hold)) == (2, 2)


def test_one_line_that_does_not_fit_leaves_them_all() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    held = holds_of(asked_id)

    with pytest.raises(NotEnoughAvailable):
        change(scene, asked_id, asked_for(scene.chairs, 10), asked_for(tables, 10))

    assert (lines_of(asked_id), holds_of(asked_id)) == ([(scene.chairs.reference, 40)], held)


@pytest.mark.parametrize("other", ["pool", "owner"])
def test_another_lender_has_to_be_asked_apart(other: str) -> None:
    scene = make_scene(40)
    epci = make_commune(scene.territory, "CA du Val")
    item = make_item(make_pool(epci)) if other == "pool" else make_item(scene.pool, owner=epci)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))

    for actor in (scene.secretary, scene.manager):
        with pytest.raises(Invalid) as refusal:
            change(scene, asked_id, asked_for(scene.chairs, 4), asked_for(item, 1), actor=actor)
        assert "lines" in refusal.value.facts["errors"]  # type: ignore[operator]


def test_what_goes_with_the_companion_of_another_lender_may_be_lowered() -> None:
    scene = make_scene(3)
    epci = make_commune(scene.territory, "CA du Val")
    pilot = make_item(scene.pool, 3, owner=epci)
    keep(Companion(item_id=scene.chairs.id, companion_id=pilot.id))
    asked_id, _ = ask(scene.secretary, (scene.chairs, 3))

    change(scene, asked_id, asked_for(scene.chairs, 2))

    assert lines_of(asked_id) == [(scene.chairs.reference, 2)]


def test_a_kit_is_added_by_its_parts() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    parts = (AskedLine(scene.chairs.reference, 6), AskedLine(tables.reference, 1))
    kits.make(scene.manager, AskedKit("LOT-1", "Lot", "Fête", parts))
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))

    change(scene, asked_id, asked_for(scene.chairs, 10), AskedLine("LOT-1", 2))

    assert lines_of(asked_id) == [(scene.chairs.reference, 22), (tables.reference, 2)]


def test_after_the_answer_a_companion_comes_without_being_more() -> None:
    scene = make_scene(3)
    pilot = make_item(scene.pool, 3)
    keep(Companion(item_id=scene.chairs.id, companion_id=pilot.id))
    agreed_id = agree(scene, 3)

    change(scene, agreed_id, asked_for(scene.chairs, 2), asked_for(pilot, 2))

    assert lines_of(agreed_id) == [(scene.chairs.reference, 2), (pilot.reference, 2)]


def test_after_the_answer_fewer_is_less_whatever_the_depot() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    change(scene, asked_id, asked_for(scene.chairs, 40, 0))
    reservations.approve(scene.manager, asked_id)

    change(scene, asked_id, asked_for(scene.chairs, 30))

    assert lines_of(asked_id) == [(scene.chairs.reference, 30)]


def test_after_the_answer_another_item_is_asked_of_the_manager() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    agreed_id = agree(scene, 10)

    change(scene, agreed_id, asked_for(tables, 1))

    assert lines_of(agreed_id) == [(scene.chairs.reference, 10)]
