"""How many exist and are free, kits by their parts."""

from datetime import timedelta

import pytest

from booking.models.catalogue import Item, KitPart
from booking.period import Period
from booking.queries.counts import Count, count, expanded, runs, want
from booking.vocabulary import Tracking
from tests.factories import (
    Scene,
    add_stock,
    ask,
    keep,
    lose,
    make_item,
    make_scene,
    next_weekend,
    take,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def make_kit(scene: Scene, *parts: tuple[Item, int]) -> Item:
    """Make a kit of some parts."""
    kit = make_item(scene.pool, 0, tracking=Tracking.KIT)
    keep(*(KitPart(kit_id=kit.id, item_id=item.id, quantity=many) for item, many in parts))
    return kit


def counted(item: Item, period: Period | None = None) -> tuple[int, int]:
    """Return how many of an item exist and are free."""
    found = count(item.territory_id, [item], period or next_weekend())[item.id]
    return found.quantity, found.free


def test_an_item_is_counted_over_all_its_depots() -> None:
    scene = make_scene(40)
    second = add_stock(scene.chairs, 7)
    take(second, 5, next_weekend())

    found = count(scene.territory.id, [scene.chairs], next_weekend())

    assert found == {
        scene.chairs.id: Count(47, 42, {scene.stock.id: Count(40, 40), second.id: Count(7, 2)})
    }


def test_what_exists_is_what_is_there_when_the_loan_begins() -> None:
    scene = make_scene(40)
    lose(scene.stock, 10, next_weekend().starts_at + HOUR)

    assert counted(scene.chairs) == (40, 30)
    assert counted(scene.chairs, next_weekend(5)) == (30, 30)


@pytest.mark.parametrize(("before", "after"), [(3, 0), (0, 48)])
def test_the_preparation_has_to_be_free_too(before: int, after: int) -> None:
    scene = make_scene(40, preparation_before_hours=before, preparation_after_hours=after)
    weekend = next_weekend()
    take(scene.stock, 1, Period(weekend.starts_at - 2 * HOUR, weekend.starts_at))
    take(scene.stock, 2, Period(weekend.ends_at, weekend.ends_at + HOUR))

    assert counted(scene.chairs) == (40, 39 if before else 38)


def test_each_item_keeps_to_its_own_preparation() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    tables = make_item(scene.pool, 9)
    end = next_weekend().ends_at
    for stock in (scene.stock, tables.stocks[0]):
        take(stock, 1, Period(end, end + HOUR))

    found = count(scene.territory.id, [scene.chairs, tables], next_weekend())

    assert (found[scene.chairs.id].free, found[tables.id].free) == (39, 9)


def test_a_kit_is_counted_by_the_part_that_is_scarcest() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    kit = make_kit(scene, (scene.chairs, 12), (tables, 2))
    assert counted(kit) == (3, 3)

    ask(scene.secretary, (tables, 6))
    assert counted(kit) == (3, 1)
    ask(scene.secretary, (tables, 2))
    assert counted(kit) == (3, 0)


def test_a_kit_counts_the_preparation_of_its_parts() -> None:
    scene = make_scene(12, preparation_after_hours=48)
    kit = make_kit(scene, (scene.chairs, 12))
    ask(scene.secretary, (scene.chairs, 12))
    end = next_weekend().ends_at

    assert counted(kit, Period(end + HOUR, end + 2 * HOUR)) == (1, 0)
    assert counted(kit, Period(end + 48 * HOUR, end + 50 * HOUR)) == (1, 1)


def test_what_is_taken_beyond_the_stock_leaves_none_and_never_less() -> None:
    scene = make_scene(40)
    add_stock(scene.chairs, 7)
    take(scene.stock, 45, next_weekend())

    assert counted(scene.chairs) == (47, 7)


def test_nothing_to_count_is_no_count() -> None:
    assert count(make_scene().territory.id, [], next_weekend()) == {}


def test_kits_are_replaced_by_their_parts_summed_with_the_others() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    kit = make_kit(scene, (scene.chairs, 12), (tables, 2))

    assert expanded({kit: 2, scene.chairs: 5}) == {scene.chairs: 29, tables: 4}
    assert expanded({tables: 3}) == {tables: 3}


def test_a_want_is_held_with_its_preparation() -> None:
    scene = make_scene(preparation_before_hours=3, preparation_after_hours=48)

    wanted = want(scene.chairs, 4, next_weekend(), scene.stock.id)

    assert wanted.held == next_weekend().widened(3 * HOUR, 48 * HOUR)
    assert (wanted.item_id, wanted.quantity, wanted.stock_id) == (
        scene.chairs.id,
        4,
        scene.stock.id,
    )


def test_a_run_of_periods_finds_what_each_alone_does() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    add_stock(scene.chairs, 7)
    kit = make_kit(scene, (scene.chairs, 3))
    take(scene.stock, 35, next_weekend())
    lose(scene.stock, 6, next_weekend().ends_at + HOUR)
    periods = [next_weekend().shifted(rank, scene.manager.zone) for rank in range(-8, 9, 2)]

    found = runs(scene.territory.id, [scene.chairs, kit], periods)

    for item in (scene.chairs, kit):
        alone = [counted(item, period) for period in periods]
        both = zip(found.of(item).exist, found.of(item).free, strict=True)
        assert list(both) == alone
        assert len(set(alone)) > 2
    assert found.of(scene.chairs).quantity == 47
    assert found.of(scene.chairs, {scene.stock.id}).exist[0] == 40


def test_a_run_tells_how_many_are_promised_too_many_on_the_day_itself() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    add_stock(scene.chairs, 7)
    kit = make_kit(scene, (scene.chairs, 3))
    take(scene.stock, 30, next_weekend())
    lose(scene.stock, 13, next_weekend().starts_at - timedelta(days=1))
    periods = [next_weekend().shifted(rank, scene.manager.zone) for rank in (-7, -3, 0, 4)]

    found = runs(scene.territory.id, [scene.chairs, kit], periods)

    assert found.of(scene.chairs).short == (0, 0, 3, 0)
    assert found.of(scene.chairs).free[2] == 7
    assert found.of(kit).short == (0, 0, 0, 0)
