"""What a phone keeps of a depot's day: the loans that pass its counter, and what its labels say."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.errors import NotFound
from booking.handling import Direction
from booking.models.reservations import Reservation
from booking.queries import offline
from booking.rules.access import Actor
from booking.rules.asking import Moved
from booking.rules.passages import Counted, Passing
from booking.usecases import loans, reservations, stocks
from booking.vocabulary import Movement, Role, Tracking
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    make_territory,
    row,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")
DAYS = timedelta(days=1)


def moved(reservation_id: int, starts: float, ends: float) -> Reservation:
    """Say that a loan begins and ends so many days from now."""
    mine = row(reservation_id)
    mine.starts_at, mine.ends_at = clock.now() + starts * DAYS, clock.now() + ends * DAYS
    kept: Reservation = keep(mine)
    return kept


def agreed(scene: Scene, quantity: int = 2) -> int:
    """Ask for chairs and agree; return the reservation."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def crossings(actor: Actor, depot_id: int | None = None) -> list[tuple[int, Direction]]:
    day = offline.day(actor, depot_id)
    return [(each.reservation_id, each.direction) for each in day.crossings]


@pytest.mark.parametrize(
    ("starts", "ends", "kept"),
    [(0, 3, True), (1, 3, True), (-1, 1, True), (3, 5, False)],
)
def test_what_leaves_today_tomorrow_and_overdue_is_kept(starts: int, ends: int, kept: bool) -> None:
    scene = make_scene()
    mine = moved(agreed(scene), starts, ends)

    found = [each for each in crossings(scene.manager) if each[1] is Direction.OUT]

    assert found == ([(mine.id, Direction.OUT)] if kept else [])


@pytest.mark.parametrize(("ends", "near"), [(-9, True), (0, True), (1, True), (3, False)])
def test_all_that_is_out_may_come_back_at_any_time(ends: int, near: bool) -> None:
    scene = make_scene()
    out = agreed(scene)
    loans.hand_over(scene.manager, out)
    moved(out, ends - 2, ends)

    (found,) = offline.day(scene.manager, None).crossings

    assert (found.reservation_id, found.direction, found.near) == (out, Direction.BACK, near)
    assert not found.ahead


@pytest.mark.parametrize(("ends", "ahead"), [(0.1, [True]), (1, [True]), (4, [])])
def test_what_leaves_and_comes_back_within_the_day_kept_has_both_forms(
    ends: float, ahead: list[bool]
) -> None:
    scene = make_scene()
    mine = moved(agreed(scene), 0, ends)

    found = offline.day(scene.manager, None).crossings

    assert {each.reservation_id for each in found} == {mine.id}
    assert [each.ahead for each in found if each.direction is Direction.BACK] == ahead


def test_the_rest_of_a_loan_may_leave_while_it_comes_back() -> None:
    scene = make_scene()
    mine = agreed(scene, 5)
    line = row(mine).lines[0].id
    some = Passing(counted=(Counted(line, 3),), kept=True)

    loans.hand_over(scene.manager, mine, some)
    assert crossings(scene.manager) == [(mine, Direction.OUT), (mine, Direction.BACK)]

    loans.hand_over_more(scene.manager, mine, Passing(counted=(Counted(line, 2),)))
    assert crossings(scene.manager) == [(mine, Direction.BACK)]


def test_a_day_is_kept_of_one_depot_or_of_all() -> None:
    scene = make_scene()
    mine = moved(agreed(scene), 0, 2)
    elsewhere = make_item(scene.pool, 4, name="Table", reference="TAB").stocks[0]
    here = offline.day(scene.manager, scene.stock.depot_id)

    assert [each.reservation_id for each in here.crossings] == [mine.id]
    assert here.depot == scene.stock.depot.name
    assert {each.item for each in here.tags} == {scene.chairs.reference}
    assert crossings(scene.manager, elsewhere.depot_id) == []
    assert offline.day(scene.manager, None).depot == offline.EVERYWHERE
    assert len(offline.day(scene.manager, None).tags) == 2


def test_a_copy_that_is_out_says_with_which_loan() -> None:
    scene = make_scene()
    tent = make_item(scene.pool, 0, name="Tente", reference="TEN", tracking=Tracking.NUMBERED)
    depot = tent.stocks[0].depot
    stocks.move(scene.manager, Moved("TEN", depot.name, Movement.PURCHASE, 2))
    (mine,) = ask(scene.secretary, (tent, 1))
    reservations.approve(scene.manager, mine)
    loans.hand_over(scene.manager, mine)

    tags = [each for each in offline.day(scene.manager, depot.id).tags if each.unit_id]

    assert sorted(each.out_with or 0 for each in tags) == [0, mine]
    assert [each.said for each in tags if each.out_with] == [f"R-{mine:05d}, Quérénaing"]


def test_only_who_is_at_the_counter_keeps_its_day() -> None:
    scene = make_scene()
    moved(agreed(scene), 0, 2)
    neighbour = make_actor(make_commune(scene.territory, "Artres"), Role.TECHNICIAN)
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), Role.TECHNICIAN)

    assert crossings(make_actor(scene.maing, Role.TECHNICIAN))
    assert offline.day(neighbour, None).crossings == ()
    assert offline.day(neighbour, scene.stock.depot_id).tags == ()
    with pytest.raises(NotFound):
        offline.day(scene.secretary, None)
    with pytest.raises(NotFound):
        offline.day(stranger, scene.stock.depot_id)


def test_many_loans_and_copies_ask_no_more_of_the_database(base: Connection) -> None:
    counts = []
    for many in (1, 4):
        scene = make_scene()
        for _ in range(many):
            moved(agreed(scene), 0, 2)
            make_item(scene.pool, 3)
        manager = scene.manager
        with counting(base) as asked:
            assert len(offline.day(manager, None).crossings) == many
        counts.append(len(asked))

    assert counts[0] == counts[1]
