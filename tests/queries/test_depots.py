"""Depots in the actor's view, and whether dates suit them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Item
from booking.models.depots import Closure, OpeningSlot
from booking.period import Period
from booking.queries import depots, requirements
from tests.factories import add_stock, ask, keep, make_scene, next_weekend
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def test_a_depot_of_another_territory_is_out_of_view() -> None:
    scene, abroad = make_scene(), make_scene()

    assert [view.id for view in depots.of_territory(scene.secretary)] == [scene.stock.depot_id]
    with pytest.raises(NotFound):
        depots.show(scene.secretary, abroad.stock.depot_id)


def test_a_depot_tells_its_hours_its_closures_to_come_and_what_lies_there() -> None:
    scene = make_scene()
    own = {"territory_id": scene.territory.id, "depot_id": scene.stock.depot_id}
    today = clock.today(scene.secretary.zone)
    keep(
        OpeningSlot(depot_id=scene.stock.depot_id, weekday=1, opens_at=time(8), closes_at=time(12)),
        Closure(**own, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=2)),
        Closure(**own, starts_on=today, ends_on=today + timedelta(days=2), reason="congés"),
    )
    db.session.expire_all()

    view = depots.show(scene.secretary, scene.stock.depot_id)

    assert view.week == [("mardi", "8 h – 12 h")]
    assert [closure.reason for closure in view.closures] == ["congés"]
    assert (view.items, view.may_edit) == (1, False)
    assert depots.show(scene.manager, view.id).may_edit


def test_what_is_to_be_known_of_the_dates_is_said_once() -> None:
    scene = make_scene()
    keep(
        OpeningSlot(depot_id=scene.stock.depot_id, weekday=1, opens_at=time(8), closes_at=time(12))
    )
    weekend = next_weekend()
    scene.pool.open_on_holidays = True

    found = depots.notes(scene.secretary, [scene.chairs.reference], weekend)

    assert [verdict.code for verdict in found] == ["hours", "hours"]
    assert depots.notes(scene.secretary, ["INCONNU"], weekend) == []
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    judged = [verdict.code for verdict in requirements.verdicts(scene.manager, mine)]
    assert judged.count("hours") == 2


def test_a_closure_counts_by_the_days_of_the_territory() -> None:
    scene = make_scene()
    scene.territory.time_zone = "Indian/Reunion"
    day = datetime(2027, 3, 1, tzinfo=UTC)
    keep(
        Closure(
            territory_id=scene.territory.id,
            depot_id=scene.stock.depot_id,
            starts_on=day.date(),
            ends_on=day.date(),
        )
    )
    evening = Period(day - timedelta(hours=3), day + timedelta(days=3))  # 1 h on the day itself

    closing = depots.closing(scene.territory.id, evening)
    found = depots.refusing(
        scene.pool, [scene.stock.id], evening, ZoneInfo("Indian/Reunion"), closing=closing
    )

    assert [verdict.code for verdict in found] == ["closed"]
    assert (
        depots.refusing(scene.pool, [scene.stock.id], evening, ZoneInfo("UTC"), closing=closing)
        == []
    )


def test_more_depots_ask_no_more_of_the_database(base: Connection) -> None:
    scene = make_scene()
    who, chairs_id = scene.manager, scene.chairs.id

    def count() -> int:
        with counting(base) as asked:
            depots.of_territory(who)
        return len(asked)

    few = count()
    chairs = db.session.get_one(Item, chairs_id)
    for _ in range(3):
        stock = add_stock(chairs, 2)
        today = clock.today(who.zone)
        own = {"territory_id": stock.territory_id, "depot_id": stock.depot_id}
        keep(Closure(**own, starts_on=today, ends_on=today))

    assert count() == few


def test_loans_that_leave_or_come_back_on_closed_days_are_named() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    depot, pool = scene.stock.depot_id, scene.pool.id
    first = next_weekend().starts_at.astimezone(scene.manager.zone).date()
    day = timedelta(days=1)

    def named(start: int, end: int, **of: int) -> bool:
        days = first + start * day, first + end * day
        return bool(depots.concerned(scene.manager, *days, **of))

    assert depots.concerned(scene.manager, first, first, depot_id=depot) == [f"R-{mine:05d}"]
    assert named(3, 3, depot_id=depot)
    assert named(0, 9, pool_id=pool)
    assert not named(1, 2, depot_id=depot)
    assert not named(-2, -1, depot_id=depot)
    assert not named(0, 9, depot_id=depot + 1_000)
