"""Stocks that grow and shrink, copies that come and go."""

import pytest

from booking import clock, journal
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.catalogue import Unit
from booking.models.reservations import Hold
from booking.queries import search
from booking.queries.search import Search
from booking.rules.asking import AskedKit, AskedLine, Moved
from booking.usecases import changes, kits, stocks
from booking.vocabulary import HoldReason, Movement, Role, Tracking
from tests.factories import (
    count_rows,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.tending import (
    DAY,
    agree,
    endangered,
    excesses,
    free,
    hand_over,
    make_numbered,
    move,
    named,
    numbers,
    retire,
    withhold,
)

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize(
    ("quantity", "kind"),
    [(10, Movement.PURCHASE), (-10, Movement.LOSS), (3, Movement.COUNT), (-40, Movement.COUNT)],
)
def test_what_comes_and_what_goes_changes_what_is_free(quantity: int, kind: Movement) -> None:
    scene = make_scene(40)

    stock_id = move(scene, quantity, kind=kind, note="Inventaire de printemps")

    assert stock_id == scene.stock.id
    assert free(scene.chairs) == 40 + quantity
    (entry,) = journal.entries("stock", stock_id)
    assert (entry.act, entry.facts["kind"], entry.facts["quantity"]) == ("move", kind, quantity)


@pytest.mark.parametrize("quantity", [10, -10])
def test_what_is_announced_counts_from_its_day_on(quantity: int) -> None:
    scene = make_scene(40)

    move(scene, quantity, at=next_weekend(4).ends_at)

    assert free(scene.chairs, next_weekend(4)) == 40
    assert free(scene.chairs, next_weekend(5)) == 40 + quantity


def test_the_first_ones_at_a_depot_make_its_stock() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 6)

    stock_id = move(scene, 5, depot=tables.stocks[0].depot.name)

    assert [stock.id for stock in scene.chairs.stocks] == [scene.stock.id, stock_id]
    assert free(scene.chairs) == 45


@pytest.mark.parametrize("quantity", [1, -1])
def test_an_unknown_depot_is_not_found(quantity: int) -> None:
    scene, abroad = make_scene(), make_scene()

    for depot in ("Nulle part", abroad.stock.depot.name, str(abroad.stock.depot_id)):
        with pytest.raises(NotFound):
            move(scene, quantity, depot=depot)
    with pytest.raises(NotFound):
        move(scene, -1, depot=make_item(scene.pool, 6).stocks[0].depot.name)


def test_nobody_takes_out_more_than_there_is() -> None:
    scene = make_scene(40)

    with pytest.raises(Invalid):
        move(scene, -41, despite="Tout a disparu.")

    assert free(scene.chairs) == 40


def test_nobody_takes_out_what_is_announced_to_go() -> None:
    scene = make_scene(40)
    move(scene, -30, at=clock.now() + 90 * DAY)

    with pytest.raises(Invalid):
        move(scene, -20, despite="Tout a disparu.")


def test_a_kit_has_no_stock_of_its_own() -> None:
    scene = make_scene()
    part = AskedLine(scene.chairs.reference, 4)
    kits.make(scene.manager, AskedKit("LOT-1", "Lot", "Événementiel", (part,)))

    with pytest.raises(Invalid):
        stocks.move(scene.manager, Moved("LOT-1", scene.stock.depot.name, Movement.PURCHASE, 2))
    assert len(search.every(scene.secretary, Search())) == 2


def test_copies_come_with_their_numbers_or_get_the_next_ones() -> None:
    scene = make_numbered(2)
    known = scene.chairs.reference

    move(scene, 2, units=("PAR-A", f"{known}-04"))
    move(scene, 2)

    assert numbers(scene) == [
        f"{known}-{end}" if end.isdecimal() else end
        for end in ("01", "02", "PAR-A", "04", "03", "05")
    ]
    assert free(scene.chairs) == 6


def test_a_number_already_borne_is_refused() -> None:
    scene = make_numbered(2)

    with pytest.raises(Invalid):
        move(scene, 1, units=(numbers(scene)[0],))


def test_the_next_number_is_one_that_nobody_bears() -> None:
    scene = make_numbered(1)
    tents = make_item(scene.pool, 0, tracking=Tracking.NUMBERED)
    depot = tents.stocks[0].depot.name
    move(scene, 1, units=(f"{tents.reference}-01",))

    stocks.move(scene.manager, Moved(tents.reference, depot, Movement.PURCHASE, 1))

    assert count_rows(Unit) == 3


def test_a_copy_that_goes_is_no_longer_there() -> None:
    scene = make_numbered(2)
    first, second = numbers(scene)

    retire(scene, first)

    assert free(scene.chairs) == 1
    with pytest.raises(NotFound) as refusal:
        retire(scene, first)
    assert refusal.value.facts == {"unit": first}
    with pytest.raises(NotFound):
        withhold(scene, units=(first,))
    assert named(hand_over(scene)) == [second]


def test_copies_that_go_are_named() -> None:
    scene = make_numbered(2)

    with pytest.raises(Invalid):
        move(scene, -1)


def test_a_copy_announced_is_given_up_at_the_instant_it_should_come() -> None:
    scene, coming = make_numbered(1), next_weekend(6).starts_at
    move(scene, 1, units=("PAR-B",), at=coming)

    with pytest.raises(NotFound):
        retire(scene, "PAR-B")
    retire(scene, "PAR-B", at=coming)

    assert [free(scene.chairs, next_weekend(weeks)) for weeks in (4, 8)] == [1, 1]


def test_a_copy_that_is_out_does_not_go() -> None:
    scene = make_numbered(2)
    (number,) = named(hand_over(scene))

    with pytest.raises(WrongMoment) as refusal:
        retire(scene, number, despite="Perdu.")

    assert (refusal.value.code, refusal.value.facts) == ("unit_out", {"unit": number})


def test_what_withholds_a_copy_ends_with_it() -> None:
    scene = make_numbered(2)
    number = numbers(scene)[0]
    withhold(scene, next_weekend(3), units=(number,), reason=HoldReason.MAINTENANCE)

    retire(scene, number)

    assert count_rows(Hold) == 0
    assert (free(scene.chairs, next_weekend(3)), excesses()) == (1, [])


def test_another_copy_stands_in_for_the_one_that_goes() -> None:
    scene = make_numbered(2)
    agreed_id = agree(scene)
    (line,), gone = row(agreed_id).lines, numbers(scene)[0]
    changes.name_copies(scene.manager, agreed_id, line.id, (gone,))

    retire(scene, gone)

    assert (named(agreed_id), excesses(), endangered(scene)) == ([], [], [])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_only_the_manager_of_the_pool_writes_what_comes_and_goes(role: Role) -> None:
    scene = make_scene()
    owner = make_actor(make_commune(scene.territory, "Artres"), Role.MANAGER)

    for actor in (make_actor(scene.maing, role), scene.secretary, owner):
        with pytest.raises(NotAllowed):
            move(scene, 1, actor=actor)
    with pytest.raises(NotFound):
        move(scene, 1, actor=make_scene().manager)


def test_a_double_click_buys_once() -> None:
    scene = make_scene(40)
    bought = Moved(scene.chairs.reference, scene.stock.depot.name, Movement.PURCHASE, 5)

    for _ in range(2):
        stocks.move(scene.manager, bought, key="clic")

    assert free(scene.chairs) == 45
