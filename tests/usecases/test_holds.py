"""The one place that writes holds."""

from datetime import timedelta

import pytest

from booking import clock
from booking.db import db
from booking.errors import NotEnoughAvailable
from booking.models.catalogue import Item
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.asking import Asked, AskedLine
from booking.usecases import asking, holds, reservations
from tests.factories import (
    add_stock,
    ask,
    count_rows,
    holds_of,
    lose,
    make_item,
    make_scene,
    next_weekend,
    row,
    take,
)

pytestmark = pytest.mark.usefixtures("base")


def prefer(item: Item, quantity: int, rank: int) -> Asked:
    """Return a request for some of an item at one of its depots."""
    depot = item.stocks[rank].depot.name
    weekend = next_weekend()
    line = AskedLine(item.reference, quantity, depot)
    return Asked(weekend.starts_at, weekend.ends_at, "Fête", (line,))


def test_a_hold_includes_the_preparation_and_the_loan_does_not() -> None:
    scene = make_scene(preparation_before_hours=3, preparation_after_hours=48)

    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    weekend = next_weekend()
    assert [period for _, _, period in holds_of(asked_id)] == [
        weekend.widened(timedelta(hours=3), timedelta(hours=48))
    ]
    assert row(asked_id).period == weekend


def test_preparation_is_frozen_when_written() -> None:
    scene = make_scene(preparation_after_hours=48)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    written = holds_of(asked_id)
    scene.chairs.preparation_after_hours = 0
    db.session.commit()

    reservations.approve(scene.manager, asked_id)

    assert holds_of(asked_id) == written


@pytest.mark.parametrize(
    ("quantity", "rank", "taken"),
    [(3, 0, {0: 3}), (3, 1, {1: 3}), (5, 1, {0: 5}), (9, 1, {1: 4, 0: 5})],
)
def test_a_line_comes_from_the_fewest_depots_then_the_preferred(
    quantity: int, rank: int, taken: dict[int, int]
) -> None:
    scene = make_scene(6)
    add_stock(scene.chairs, 4)
    db.session.refresh(scene.chairs)
    ranks = {stock.id: place for place, stock in enumerate(scene.chairs.stocks)}

    request_id = asking.request(scene.secretary, prefer(scene.chairs, quantity, rank))

    (part,) = reads.show_request(scene.secretary, request_id).reservations
    assert {ranks[stock]: held for stock, held, _ in holds_of(part.id)} == taken


def test_every_kind_of_hold_counts() -> None:
    scene = make_scene(40)
    take(scene.stock, 39, next_weekend())

    ask(scene.secretary, (scene.chairs, 1))
    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1))


def test_loans_that_touch_do_not_conflict() -> None:
    scene = make_scene(40)
    weekend = next_weekend()
    ask(scene.secretary, (scene.chairs, 40), period=weekend)

    after = Period(weekend.ends_at, weekend.ends_at + timedelta(hours=4))
    before = Period(weekend.starts_at - timedelta(hours=4), weekend.starts_at)
    ask(scene.secretary, (scene.chairs, 40), period=after)
    ask(scene.secretary, (scene.chairs, 40), period=before)


def test_what_is_not_yet_bought_cannot_be_lent() -> None:
    scene = make_scene(40)
    lose(scene.stock, 40)
    lose(scene.stock, -40, clock.now() + timedelta(days=60))

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=next_weekend(4))
    ask(scene.secretary, (scene.chairs, 40), period=next_weekend(10))


def test_placing_again_does_not_count_what_the_lines_held_before() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    lines = row(asked_id).lines
    later = next_weekend(5)

    holds.lock([scene.chairs.id])
    holds.place(lines, later)
    db.session.commit()

    assert holds_of(asked_id) == [(scene.stock.id, 40, later)]
    assert count_rows(Hold) == 1


def test_a_refused_placing_leaves_what_was_held() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    (other_id,) = ask(scene.secretary, (scene.chairs, 1), period=next_weekend(5))
    written = holds_of(asked_id)

    with pytest.raises(NotEnoughAvailable):
        holds.place(row(asked_id).lines, next_weekend(5))

    assert holds_of(asked_id) == written
    assert len(holds_of(other_id)) == 1


def test_an_item_without_stock_is_a_shortage_not_a_failure() -> None:
    scene = make_scene()
    nothing = make_item(scene.pool, 0)

    with pytest.raises(NotEnoughAvailable) as refusal:
        ask(scene.secretary, (nothing, 1))

    assert refusal.value.facts["alternatives"] == []
