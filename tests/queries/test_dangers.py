"""Which reservations lack what was promised them."""

from datetime import timedelta

import pytest

from booking import journal
from booking.errors import NotEnoughAvailable
from booking.period import Period
from booking.queries import dangers
from booking.queries import reservations as reads
from booking.usecases import loans, reservations
from booking.vocabulary import Role, Status
from tests.factories import (
    add_stock,
    ask,
    keep,
    lose,
    make_actor,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)
from tests.usecases.tending import (
    DAY,
    agree,
    endangered,
    excesses,
    hand_over,
    make_numbered,
    numbers,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def test_nothing_is_in_danger_while_all_is_there() -> None:
    scene = make_scene(40)
    agree(scene, 40)

    assert dangers.of_manager(scene.manager) == []
    assert dangers.of_stock(scene.stock, []) == []


def test_a_danger_says_who_lacks_what_where_and_when() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 40)
    lose(scene.stock, 3)

    (danger,) = dangers.of_manager(scene.manager)

    assert (danger.reservation_id, danger.reference) == (agreed_id, f"R-{agreed_id:05d}")
    assert (danger.borrower, danger.purpose) == ("Quérénaing", "Fête de la Saint-Jean")
    assert Period(danger.starts_at, danger.ends_at) == next_weekend()
    assert (danger.status, danger.missing) == (Status.APPROVED, 3)
    assert (danger.item, danger.depot) == (scene.chairs.name, scene.stock.depot.name)
    fact = danger.as_fact()
    assert (fact["id"], fact["reference"], fact["missing"]) == (agreed_id, danger.reference, 3)


def test_only_those_at_the_dates_and_the_depot_that_lacks_are_in_danger() -> None:
    scene = make_scene(40)
    second = add_stock(scene.chairs, 10)
    (wide,) = ask(scene.secretary, (scene.chairs, 30))
    agree(scene, 30, next_weekend(6))
    take(scene.stock, 10, next_weekend())
    ask(scene.secretary, (scene.chairs, 10))  # from the second depot
    lose(scene.stock, 8, next_weekend().starts_at + DAY)

    assert endangered(scene) == [(wide, 8)]
    assert dangers.of_stock(second, [(next_weekend(6), 1)]) == []


def test_what_fits_between_two_dangers_is_in_none() -> None:
    scene = make_scene(40)
    before, _, after = (
        agree(scene, quantity, next_weekend(weeks))
        for quantity, weeks in ((40, 4), (20, 6), (40, 8))
    )
    lose(scene.stock, 3)

    assert endangered(scene) == [(before, 3), (after, 3)]


def test_a_reservation_lacks_no_more_than_it_wants() -> None:
    scene = make_scene(40)
    first, second = agree(scene, 38), agree(scene, 2)
    lose(scene.stock, 30)

    assert endangered(scene) == [(first, 30), (second, 2)]


def test_the_past_is_in_danger_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    agree(scene, 40)
    lose(scene.stock, 3)
    set_clock(monkeypatch, next_weekend().ends_at)

    assert endangered(scene) == []


def test_what_is_still_out_endangers_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    late_id = hand_over(scene, 30)
    next_id = agree(scene, 20, Period(end + HOUR, end + DAY))
    agree(scene, 20, Period(end + 10 * DAY, end + 11 * DAY))
    assert endangered(scene) == []

    set_clock(monkeypatch, end + 30 * timedelta(minutes=1))

    assert endangered(scene) == [(next_id, 10)]
    assert excesses() == [(10, "retard")]
    loans.take_back(scene.manager, late_id)
    assert (endangered(scene), excesses()) == ([], [])


def test_what_came_back_lacks_nothing() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    loans.take_back(scene.manager, hand_over(scene, 40))
    lose(scene.stock, 3)

    assert endangered(scene) == []


def test_a_manager_reads_the_dangers_of_its_own_pools() -> None:
    scene, abroad = make_scene(40), make_scene(40)
    mine = make_item(make_pool(scene.querenaing), 5)
    (asked_id,) = ask(scene.secretary, (mine, 5), (scene.chairs, 40))[:1]
    for stock in (mine.stocks[0], scene.stock):
        lose(stock, 1)

    querenaing = make_actor(scene.querenaing, Role.MANAGER)
    assert [each.item for each in dangers.of_manager(querenaing)] == [mine.name]
    assert [each.reservation_id for each in dangers.of_manager(querenaing)] == [asked_id]
    assert dangers.of_manager(abroad.manager) == []


def test_what_lacks_is_agreed_knowingly_or_not_at_all() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    lose(scene.stock, 3)

    with pytest.raises(NotEnoughAvailable):
        reservations.approve(scene.manager, asked_id)
    assert excesses() == [(3, "")]
    reservations.approve(scene.manager, asked_id, "Trois chaises de la mairie.")

    seen = reads.show(scene.secretary, asked_id)
    assert (seen.status, seen.despite) == (Status.APPROVED, "Trois chaises de la mairie.")
    entry = journal.entries("reservation", asked_id)[-1]
    assert (entry.facts["beyond"], entry.facts["despite"]) == (3, "Trois chaises de la mairie.")
    assert excesses() == [(3, "dérogation : Trois chaises de la mairie.")]
    assert endangered(scene) == [(asked_id, 3)]


@pytest.mark.parametrize("approved", [False, True])
def test_a_danger_ends_with_its_reservation(approved: bool) -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    if approved:
        reservations.approve(scene.manager, asked_id)
    lose(scene.stock, 3)
    assert endangered(scene) == [(asked_id, 3)]

    reservations.cancel(scene.secretary, asked_id)

    assert endangered(scene) == []


def test_those_who_count_on_a_copy_may_be_given_it_and_have_not_left() -> None:
    scene = make_numbered(3)
    first, second = numbers(scene)[:2]
    named_first, named_second, any_copy, gone = (
        agree(scene, 1, next_weekend(weeks)) for weeks in (5, 6, 4, 3)
    )
    copies = {unit.number: unit.id for unit in scene.stock.units}
    for reservation_id, number in ((named_first, first), (named_second, second)):
        for hold in row(reservation_id).lines[0].holds:
            hold.unit_id = copies[number]
            keep(hold)
    reservations.cancel(scene.secretary, gone)
    hand_over(scene, 1, next_weekend(2))

    def counting(unit_id: int | None = None) -> list[int]:
        return [each.reservation_id for each in dangers.counting_on(scene.stock, unit_id)]

    assert counting() == [any_copy, named_first, named_second]
    assert counting(copies[first]) == [any_copy, named_first]
