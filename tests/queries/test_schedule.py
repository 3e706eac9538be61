"""What is to be controlled, and by when: what is urgent first, for whom it concerns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Connection

from booking.errors import NotFound
from booking.fitness import Equipment, Finding, Scope, Standing
from booking.models.catalogue import Item
from booking.models.requirements import Requirement
from booking.queries import catalogue, inspections, schedule
from booking.queries.schedule import Told, Wanted
from booking.rules.access import Actor
from booking.vocabulary import LifeStage, Role
from tests.factories import (
    Scene,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    set_clock,
)
from tests.fitness import CHECK, day, inspect, make_platform, units_of
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def standings(actor: Actor, wanted: Wanted | None = None) -> list[tuple[str, Standing]]:
    return [(each.name, each.standing) for each in schedule.schedule(actor, wanted).rows]


def never(item: Item) -> None:
    """Leave a platform without a control."""


MADE: dict[str, tuple[Callable[[Item], object], Standing]] = {
    "A failed": (lambda item: inspect(item, None), Standing.FAILED),
    "B overdue": (lambda item: inspect(item, day(-1)), Standing.OVERDUE),
    "C never": (never, Standing.NEVER),
    "D due": (lambda item: inspect(item, day(60)), Standing.DUE),
    "E planned": (
        lambda item: inspect(item, day(180), day=day(9), finding=None, provider="Apave"),
        Standing.PLANNED,
    ),
    "F valid": (lambda item: inspect(item, day(61)), Standing.VALID),
}


@pytest.fixture
def scene() -> Scene:
    """Give one platform of each standing, made the calm ones first, and chairs that need none."""
    scene = make_scene()
    for name, (act, _) in reversed(MADE.items()):
        act(make_platform(scene, name=name))
    return scene


def test_what_is_urgent_comes_first(scene: Scene) -> None:
    found = schedule.schedule(scene.manager)

    assert [(each.name, each.standing) for each in found.rows] == [
        (name, expected) for name, (_, expected) in MADE.items()
    ]
    assert found.counts == dict.fromkeys(Standing, 1)
    planned = next(each for each in found.rows if each.standing is Standing.PLANNED)
    assert (planned.planned_on, planned.provider, planned.last) == (day(9), "Apave", None)
    assert planned.planned_id
    failed = found.rows[0]
    assert (failed.last, failed.until, failed.control) == (day(-30), None, CHECK)


def test_one_reads_a_standing_a_depot_or_a_family_and_the_counts_stay(scene: Scene) -> None:
    other = make_platform(scene, name="G elsewhere", family="Voirie")
    depot = other.stocks[0].depot_id

    overdue = schedule.schedule(scene.manager, Wanted(standing="overdue"))
    assert [each.name for each in overdue.rows] == ["B overdue"]
    assert overdue.counts[Standing.NEVER] == 2
    for wanted in (Wanted(depot_id=depot), Wanted(family="Voirie"), Wanted(item_id=other.id)):
        assert standings(scene.manager, wanted) == [("G elsewhere", Standing.NEVER)]
    assert (depot, other.stocks[0].depot.name) in overdue.depots
    assert "Voirie" in overdue.families


def test_each_copy_has_its_line_and_a_bulk_stock_one(scene: Scene) -> None:
    twice = make_platform(scene, 2, name="Twice")
    tent = make_item(scene.pool, 4, name="Tente", equipment=Equipment.TENT, people=80)
    make_item(scene.pool, 4, name="Petite tente", equipment=Equipment.TENT, people=19)
    make_item(scene.pool, 4, name="Tente sans mesure", equipment=Equipment.TENT)
    inspect(twice, day(200), 1)

    found = schedule.schedule(scene.manager).rows

    copies = {each.unit: each.standing for each in found if each.name == "Twice"}
    assert copies == {
        units_of(twice)[0].number: Standing.NEVER,
        units_of(twice)[1].number: Standing.VALID,
    }
    (only,) = (each for each in found if "ente" in each.name)
    assert (only.unit, only.control) == ("", "tent_check")
    assert only.thing == f"{tent.stocks[0].depot_id}:"


def test_a_control_that_a_territory_adds_to_one_item_is_scheduled(scene: Scene) -> None:
    own = Requirement(
        territory_id=scene.territory.id,
        item_id=scene.chairs.id,
        scope=Scope.ITEM,
        label="contrôle annuel",
        months=12,
    )
    keep(own)

    found = schedule.schedule(scene.manager, Wanted(item_id=scene.chairs.id)).rows

    assert [(each.control, each.label) for each in found] == [(str(own.id), "contrôle annuel")]


def test_what_is_retired_is_not_scheduled(scene: Scene) -> None:
    for each in schedule.schedule(scene.manager).rows:
        item = catalogue.by_id(scene.manager, each.item_id)
        item.stage = LifeStage.RETIRED
        keep(item)

    assert standings(scene.manager) == []


def test_it_is_for_those_who_manage_own_or_store_it(scene: Scene) -> None:
    owner, keeper = make_commune(scene.territory, "Artres"), make_commune(scene.territory, "Famars")
    owned = make_platform(scene, name="Owned", owner=owner)
    stored = make_platform(scene, name="Stored")
    stored.stocks[0].depot.custodian = keeper
    keep(stored)

    assert standings(make_actor(owner, Role.MANAGER)) == [("Owned", Standing.NEVER)]
    assert standings(make_actor(keeper, Role.TECHNICIAN)) == [("Stored", Standing.NEVER)]
    assert standings(scene.secretary) == []
    assert standings(make_actor(make_commune(make_scene().territory), *Role)) == []
    assert schedule.schedule(make_actor(owner, Role.MANAGER)).rows[0].may_record
    assert not schedule.schedule(make_actor(owner, Role.SECRETARY)).rows[0].may_record
    assert inspections.register(make_actor(keeper), stored.id).name == "Stored"
    with pytest.raises(NotFound):
        inspections.register(make_actor(keeper), owned.id)


def test_the_queries_are_as_many_whatever_the_number_of_things(base: Connection) -> None:
    few, many = make_scene(), make_scene()
    for scene, count in ((few, 1), (many, 6)):
        for _ in range(count):
            inspect(make_platform(scene, count), day(100))

    counts = []
    for actor in (few.manager, many.manager):
        with counting(base) as asked:
            schedule.schedule(actor)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 10


def test_a_member_reads_until_when_an_item_is_good() -> None:
    scene = make_scene()
    platform = make_platform(scene, 2)
    label = "vérification générale périodique"

    def told() -> list[Told]:
        return schedule.told(scene.secretary, platform.id)

    assert told() == [Told(label, None, 0, 2)]
    inspect(platform, day(90), 0)
    assert told() == [Told(label, None, 1, 2)]
    inspect(platform, day(30), 1)
    assert told() == [Told(label, day(30), 2, 2)]
    assert schedule.told(scene.secretary, scene.chairs.id) == []
    stranger = make_actor(make_commune(make_scene().territory))
    assert schedule.told(stranger, platform.id) == []


def test_what_a_member_reads_ends_with_the_day_where_they_live(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(5))
    reader = replace(scene.secretary, time_zone="Pacific/Noumea")
    at_noon_there = datetime.combine(day(5), time(12), reader.zone).astimezone(UTC)

    for later, valid in ((timedelta(0), 1), (timedelta(hours=13), 0)):
        set_clock(monkeypatch, at_noon_there + later)
        (told,) = schedule.told(reader, platform.id)
        assert told.valid == valid


def test_the_register_tells_all_controls_the_newest_first() -> None:
    scene = make_scene()
    platform = make_platform(scene, 2)
    inspect(platform, day(-100), day=day(-300), finding=Finding.REMARKS, note="Pneu usé")
    inspect(platform, day(80), 1, day=day(-100))
    inspect(platform, day(180), day=day(5), finding=None)
    inspect(platform, day(180), day=day(-5), finding=None)

    found = inspections.register(scene.manager, platform.id)

    assert [each.day for each in found.done] == [day(-100), day(-300)]
    assert (found.done[1].note, found.done[1].finding) == ("Pneu usé", Finding.REMARKS)
    assert [(each.day, each.missed) for each in found.planned] == [(day(-5), True), (day(5), False)]
    assert [code for code, _ in found.controls] == [CHECK, "condition"]
    assert len(found.things) == 2
    reader = inspections.register(make_actor(scene.maing), platform.id)
    assert (reader.things, reader.done[0].may_record) == ((), False)
