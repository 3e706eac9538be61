"""The stocks of an item as those who tend them read it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.errors import NotAllowed, NotFound
from booking.period import OPEN_ENDED, Period
from booking.queries import stocks
from booking.queries.stocks import State
from booking.rules.asking import Moved, Withheld
from booking.usecases import loans
from booking.usecases import reservations as answers
from booking.usecases import stocks as acts
from booking.vocabulary import HoldReason, Movement, Role, Tracking
from tests.factories import Scene, ask, make_actor, make_commune, make_scene, next_weekend

DAY = timedelta(days=1)


@pytest.fixture
def scene(base: Connection) -> Scene:
    """Give two numbered copies at a depot."""
    scene = make_scene(0, tracking=Tracking.NUMBERED)
    depot = str(scene.stock.depot_id)
    acts.move(scene.manager, Moved(scene.chairs.reference, depot, Movement.PURCHASE, 2))
    return scene


def withhold(scene: Scene, *periods: Period, number: int = 1) -> int:
    item = scene.chairs.reference
    what = Withheld(
        item,
        str(scene.stock.depot_id),
        HoldReason.BREAKDOWN,
        periods,
        units=(f"{item}-{number:02d}",),
        note="Roue",
    )
    return acts.withhold(scene.manager, what)


def shown(scene: Scene) -> stocks.StockView:
    return stocks.show(scene.manager, scene.chairs.id).stocks[0]


def test_copies_say_where_they_are(scene: Scene) -> None:
    now = clock.now()
    withhold(scene, Period(now, OPEN_ENDED), number=1)
    weekend = Period(now + timedelta(days=10), now + timedelta(days=11))
    mine = ask(scene.secretary, (scene.chairs, 1), period=weekend)[0]
    answers.approve(scene.manager, mine)
    loans.hand_over(scene.manager, mine)

    first, second = shown(scene).units

    assert (first.state, first.note, first.until) == (State.WITHHELD, "panne", None)
    assert (second.state, second.note) == (State.OUT, "Quérénaing")


def test_what_is_withheld_is_listed_with_its_series_folded(scene: Scene) -> None:
    weekend = next_weekend()
    first = withhold(scene, *(weekend.shifted(7 * rank, scene.manager.zone) for rank in range(3)))

    (each,) = shown(scene).withheld

    assert (each.id, each.unit, each.note) == (first, f"{scene.chairs.reference}-01", "Roue")
    assert [later.starts_at for later in each.later] == [
        weekend.shifted(days, scene.manager.zone).starts_at for days in (7, 14)
    ]
    assert len(stocks.withheld(scene.manager, scene.chairs.id)) == 3
    assert len(stocks.made_with(scene.manager, first)) == 3
    assert stocks.item_of_hold(scene.manager, first) == scene.chairs.id


def test_movements_come_latest_first(scene: Scene) -> None:
    lost = f"{scene.chairs.reference}-02"
    depot = str(scene.stock.depot_id)
    gone = Moved(scene.chairs.reference, depot, Movement.LOSS, -1, units=(lost,), note="Volée")
    acts.move(scene.manager, gone)

    view = shown(scene)

    assert (view.movements[0].quantity, view.movements[0].note) == (-1, "Volée")
    assert view.quantity == 1
    assert [unit.number for unit in view.units] == [f"{scene.chairs.reference}-01"]


def test_only_those_who_tend_the_stock_read_it(scene: Scene) -> None:
    keeper = make_actor(scene.maing, Role.TECHNICIAN)

    assert not stocks.show(keeper, scene.chairs.id).may_change
    assert stocks.show(keeper, scene.chairs.id).stocks[0].may_withhold
    assert stocks.may_tend(scene.manager, scene.chairs.id)
    assert not stocks.may_tend(scene.secretary, scene.chairs.id)
    with pytest.raises(NotAllowed):
        stocks.show(scene.secretary, scene.chairs.id)


def test_other_territories_see_nothing(scene: Scene) -> None:
    hold = withhold(scene, next_weekend())
    stranger = make_actor(make_commune(make_scene().territory), *Role)

    for read in (stocks.show, stocks.may_tend):
        with pytest.raises(NotFound):
            read(stranger, scene.chairs.id)
    with pytest.raises(NotFound):
        stocks.item_of_hold(stranger, hold)
