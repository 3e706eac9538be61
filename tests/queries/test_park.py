"""The whole park over some days: the numbers of the catalogue, in few statements."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, KitPart, Pool
from booking.period import Period
from booking.queries import catalogue, park
from booking.queries.park import RowView
from booking.queries.search import Search
from booking.rules.access import Actor
from booking.rules.planning import Column, Grouping, Scale, columns
from booking.usecases import loans, reservations
from booking.vocabulary import Tracking
from tests.factories import (
    Scene,
    add_stock,
    ask,
    keep,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    set_clock,
    take,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def shown(who: Actor, scale: Scale = Scale.MONTH) -> tuple[Column, ...]:
    """Return the columns around the usual weekend."""
    return columns(scale, next_weekend().starts_at.astimezone(who.zone).date(), who.zone)


def rows(who: Actor, asked: Search | None = None, scale: Scale = Scale.MONTH) -> list[RowView]:
    """Return every item of the planning around the usual weekend."""
    found = park.groups(who, asked or Search(), shown(who, scale), Grouping.FAMILY)
    return [row for group in found for row in group.rows]


def busy_park() -> Scene:
    """Make things of every kind, taken in every way."""
    scene = make_scene(40, preparation_before_hours=2, preparation_after_hours=48)
    second = add_stock(scene.chairs, 7)
    ask(scene.secretary, (scene.chairs, 42))
    take(second, 3, next_weekend().shifted(3, scene.manager.zone))
    lose(scene.stock, 5, next_weekend().ends_at + 4 * DAY)
    tents = make_item(scene.pool, 3, name="Tente", tracking=Tracking.NUMBERED)
    ask(scene.secretary, (tents, 2), period=next_weekend().shifted(-2, scene.manager.zone))
    kit = keep(
        Item(
            territory_id=scene.territory.id,
            pool=scene.pool,
            reference="LOT-1",
            name="Lot",
            family="Événementiel",
            tracking=Tracking.KIT,
            owner=scene.maing,
        )
    )
    parts = ((scene.chairs, 10), (tents, 1))
    keep(*(KitPart(kit_id=kit.id, item=item, quantity=many) for item, many in parts))
    return scene


@pytest.mark.parametrize("scale", [Scale.WEEK, Scale.MONTH])
def test_each_day_has_the_number_of_the_catalogue_on_that_day(scale: Scale) -> None:
    scene = busy_park()

    found = rows(scene.secretary, scale=scale)

    days = shown(scene.secretary, scale)
    assert len(found) == 3
    assert len({number for row in found for number in row.free}) > 3
    for row in found:
        for number, day in zip(row.free, days, strict=True):
            if number is not None:
                seen = catalogue.show(scene.secretary, row.item_id, day.period)
                assert number == seen.available, (row.name, day.key)


def test_it_stays_so_when_something_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40, preparation_after_hours=24)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))
    reservations.approve(scene.manager, mine)
    loan = next_weekend()
    set_clock(monkeypatch, loan.starts_at)
    loans.hand_over(scene.manager, mine)
    set_clock(monkeypatch, loan.ends_at + 10 * DAY)
    zone = scene.secretary.zone
    days = columns(Scale.WEEK, clock.today(zone), zone)

    (group,) = park.groups(scene.secretary, Search(), days, Grouping.FAMILY)

    coming = [
        (number, catalogue.show(scene.secretary, scene.chairs.id, day.period).available)
        for number, day in zip(group.rows[0].free, days, strict=True)
        if number is not None
    ]
    assert all(one == two for one, two in coming)
    assert coming[0][0] == 25


def test_days_that_are_past_have_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    days = shown(scene.secretary)
    set_clock(monkeypatch, days[9].period.starts_at + DAY / 2)

    (group,) = park.groups(scene.secretary, Search(), days, Grouping.FAMILY)
    assert group.rows[0].free == (*[None] * 9, *[40] * (len(days) - 9))

    set_clock(monkeypatch, days[-1].period.ends_at)
    (group,) = park.groups(scene.secretary, Search(), days, Grouping.FAMILY)
    assert set(group.rows[0].free) == {None}
    assert group.rows[0].quantity == 40


def test_items_stand_by_family_pool_or_depot() -> None:
    scene = make_scene(40)
    other = make_pool(make_commune(scene.territory, "Artres"), name="Autre parc")
    cone = make_item(other, 4, name="Cône", family="Voirie")
    depot = cone.stocks[0].depot.name
    second = add_stock(cone, 2)
    take(second, 1, next_weekend())

    def grouped(grouping: Grouping) -> dict[str, list[RowView]]:
        found = park.groups(scene.secretary, Search(), shown(scene.secretary), grouping)
        return {group.name: list(group.rows) for group in found}

    assert set(grouped(Grouping.FAMILY)) == {"Voirie", "Événementiel"}
    assert list(grouped(Grouping.POOL)) == ["Autre parc", scene.pool.name]
    kept = grouped(Grouping.DEPOT)
    assert set(kept) == {scene.stock.depot.name, depot, second.depot.name}
    whole, part = kept[depot][0], kept[second.depot.name][0]
    assert (whole.quantity, part.quantity) == (4, 2)
    assert (min(filter(None, whole.free)), min(filter(None, part.free))) == (4, 1)
    assert (len(whole.bars), len(part.bars)) == (0, 1)


def test_a_depot_or_a_commune_has_the_numbers_of_what_it_keeps() -> None:
    scene = make_scene(40)
    second = add_stock(scene.chairs, 7)
    take(second, 5, next_weekend())

    for asked in (
        Search(depot_id=second.depot_id),
        Search(custodian_id=second.depot.custodian_id, depot_id=second.depot_id),
    ):
        (found,) = rows(scene.secretary, asked)
        assert (found.quantity, min(filter(None, found.free)), len(found.bars)) == (7, 2, 1)
    (found,) = rows(scene.secretary, Search(depot_id=scene.stock.depot_id))
    assert (found.quantity, min(filter(None, found.free)), found.bars) == (40, 40, ())


def test_what_is_promised_too_many_is_told_to_who_tends_it() -> None:
    scene = make_scene(40)
    take(scene.stock, 30, next_weekend())
    lose(scene.stock, 13, next_weekend().starts_at - DAY)

    (mine,) = rows(scene.manager)
    (others,) = rows(scene.secretary)

    assert max(mine.short) == 3
    assert set(others.short) == {0}
    assert mine.free == others.free


def test_today_is_counted_from_now_on(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    loan = next_weekend()
    take(scene.stock, 15, loan)
    set_clock(monkeypatch, loan.ends_at + timedelta(minutes=1))

    (found,) = rows(scene.secretary)

    assert next(number for number in found.free if number is not None) == 40


def test_it_is_narrowed_to_a_pool_a_depot_a_family_a_commune() -> None:
    scene = make_scene(40)
    artres = make_commune(scene.territory, "Artres")
    cone = make_item(make_pool(artres), 4, name="Cône", family="Voirie")

    for asked in (
        Search(pool_id=cone.pool_id),
        Search(depot_id=cone.stocks[0].depot_id),
        Search(family="Voirie"),
        Search(custodian_id=artres.id),
    ):
        assert [row.name for row in rows(scene.secretary, asked)] == ["Cône"]

    offered = park.choices(scene.secretary)
    assert [name for _, name in offered.communes] == ["Artres", "Maing"]
    assert {number for number, _ in offered.pools} == {scene.pool.id, cone.pool_id}
    assert len(offered.depots) == 2
    assert set(offered.families) == {"Voirie", "Événementiel"}


def test_what_is_hidden_is_not_there() -> None:
    scene = make_scene(40)
    hidden: Pool = make_pool(make_commune(scene.territory, "Artres"), hidden=True)
    make_item(hidden, 4, name="Cône")

    assert [row.name for row in rows(scene.secretary)] == ["Chaise pliante"]
    assert [name for _, name in park.choices(scene.secretary).communes] == ["Maing"]
    assert rows(make_actor(make_scene().querenaing)) != rows(scene.secretary)


def test_the_calendar_says_which_days_are_holidays() -> None:
    scene = make_scene(40)
    scene.territory.school_zone = "B"
    keep(scene.territory)
    month = columns(Scale.MONTH, date(2027, 5, 4), scene.secretary.zone)

    found = park.days(scene.secretary, month)

    assert [(each.column.day.day, each.holiday) for each in found if each.holiday] == [
        (1, "Fête du Travail"),
        (6, "Ascension"),
        (8, "Fête de la Victoire"),
        (17, "Lundi de Pentecôte"),
    ]
    schooldays = {each.column.day.day for each in found if each.school}
    assert 0 < len(schooldays) < 31


def test_the_present_day_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    zone = scene.secretary.zone
    set_clock(monkeypatch, datetime(2027, 5, 4, 23, 30, tzinfo=zone))

    month = columns(Scale.MONTH, date(2027, 5, 1), zone)
    assert [each.column.day.day for each in park.days(scene.secretary, month) if each.today] == [4]


def test_the_statements_do_not_grow_with_the_park(base: Connection) -> None:
    scene = busy_park()
    pool_id = scene.pool.id

    def statements() -> int:
        with counting(base) as asked:
            rows(scene.manager)
        return len(asked)

    before = statements()
    pool = keep(db.session.get_one(Pool, pool_id))
    for rank in range(6):
        item = make_item(make_pool(pool.manager), 9, name=f"Table {rank}")
        period = next_weekend()
        ask(
            scene.secretary, (item, 2), period=Period(period.starts_at, period.ends_at + rank * DAY)
        )
        take(item.stocks[0], 1, next_weekend())

    assert statements() == before < 30
