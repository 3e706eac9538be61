"""The year of an item, day by day."""

from datetime import date

import pytest
from sqlalchemy import Connection

from booking.errors import NotFound
from booking.models.catalogue import Item, KitPart
from booking.queries import catalogue, years
from booking.rules.planning import Heat, column
from booking.vocabulary import Tracking
from tests.factories import ask, keep, make_actor, make_scene, next_weekend, set_clock
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def test_each_day_has_the_number_of_the_catalogue() -> None:
    scene = make_scene(40, preparation_after_hours=24)
    ask(scene.secretary, (scene.chairs, 30))
    friday = next_weekend().starts_at.astimezone(scene.secretary.zone).date()

    found = years.of_item(scene.secretary, scene.chairs.id, friday.year)

    days = {each.day: each for month in found.months for each in month}
    taken = column(f"{friday}", scene.secretary.zone)
    assert taken
    seen = catalogue.show(scene.secretary, scene.chairs.id, taken.period)
    assert (days[friday].free, days[friday].heat) == (seen.available, Heat.MUCH) == (10, Heat.MUCH)
    assert (found.quantity, found.lacking) == (40, 0)
    assert [len(month) for month in found.months][3:7] == [30, 31, 30, 31]


def test_days_that_are_past_keep_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    ask(scene.secretary, (scene.chairs, 40))
    loan = next_weekend()
    set_clock(monkeypatch, loan.shifted(300, scene.secretary.zone).starts_at)

    found = years.of_item(scene.secretary, scene.chairs.id, loan.starts_at.year)

    first = loan.starts_at.astimezone(scene.secretary.zone).date()
    lacking = [each.day for month in found.months for each in month if each.heat is Heat.ALL]
    assert lacking[0] == first
    assert found.lacking == len(lacking) >= (1 if first == date(first.year, 12, 31) else 2)


def test_before_it_came_nothing_is_said_to_lack() -> None:
    scene = make_scene(40)  # since 2020

    before = years.of_item(scene.secretary, scene.chairs.id, 2019)

    assert {each.heat for month in before.months for each in month} == {Heat.ABSENT}
    assert before.lacking == 0


def test_a_kit_has_a_year_too() -> None:
    scene = make_scene(40)
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
    keep(KitPart(kit_id=kit.id, item=scene.chairs, quantity=12))

    assert years.of_item(scene.secretary, kit.id, 2028).quantity == 3


def test_what_is_not_in_view_has_none() -> None:
    scene = make_scene(40)
    with pytest.raises(NotFound):
        years.of_item(make_actor(make_scene().querenaing), scene.chairs.id, 2027)


def test_a_year_costs_few_statements(base: Connection) -> None:
    scene = make_scene(40)
    who, item_id = scene.secretary, scene.chairs.id
    with counting(base) as asked:
        years.of_item(who, item_id, 2027)

    assert len(asked) <= 6
