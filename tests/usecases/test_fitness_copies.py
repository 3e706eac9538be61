"""Each copy that leaves is judged, each who operates it, and what was waived is that alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import WrongMoment
from booking.fitness import Equipment, Moment, Skill
from booking.models.catalogue import Companion, Depot, Item
from booking.models.inspections import Clearance
from booking.models.reservations import Request
from booking.queries import fitness as reads
from booking.rules.asking import AskedLine, Edited, Moved
from booking.usecases import asking, changes, fitness, loans, reservations, stocks
from booking.vocabulary import Movement, Role
from tests.factories import (
    Scene,
    ask,
    asked,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    row,
    set_clock,
)
from tests.fitness import CHECK, day, inspect, loan, make_platform, qualify, ready_scene, units_of
from tests.staff import make_pilots

pytestmark = pytest.mark.usefixtures("base")


def agreed(scene: Scene, item: Item, first: int, last: int, quantity: int = 1) -> int:
    """Return a loan agreed, for whole days counted from today."""
    (made,) = ask(scene.secretary, (item, quantity), period=loan(scene.secretary, first, last))
    reservations.approve(scene.manager, made)
    return made


def fleet(*until: int | None) -> tuple[Scene, Item]:
    """Set the scene with a platform for each day until which its control is good."""
    scene = ready_scene()
    platform = make_platform(scene, len(until))
    qualify(scene.querenaing, Skill.DRIVING)
    for rank, each in enumerate(until):
        inspect(platform, None if each is None else day(each), rank)
    return scene, platform


def test_copies_that_are_out_late_answer_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, platform = fleet(200, 200, None)
    loans.hand_over(scene.manager, agreed(scene, platform, 1, 1, 2))
    later = agreed(scene, platform, 3, 3, 2)
    set_clock(monkeypatch, row(later).starts_at + timedelta(hours=8))

    with pytest.raises(WrongMoment, match="unfit"):
        loans.hand_over(scene.manager, later)


def test_a_copy_that_nobody_named_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, platform = fleet(200)
    loans.hand_over(scene.manager, agreed(scene, platform, 1, 1))
    later = agreed(scene, platform, 3, 3)
    set_clock(monkeypatch, row(later).starts_at + timedelta(hours=8))

    with pytest.raises(WrongMoment):
        loans.hand_over(scene.manager, later)


def test_the_same_thing_at_two_depots_is_judged_at_both() -> None:
    scene, platform = fleet(None)
    other = keep(Depot(territory_id=scene.territory.id, name="Autre", custodian_id=scene.maing.id))
    stocks.move(scene.manager, Moved(platform.reference, other.name, Movement.PURCHASE, 1))
    first, second = sorted(row_of(platform).stocks, key=lambda each: each.id)
    inspect(platform, day(200), None, stock_id=second.id, unit_id=second.units[0].id)
    lines = [AskedLine(platform.reference, 1, each.depot.name) for each in (first, second)]
    wanted = replace(asked(period=loan(scene.secretary, 1, 2)), lines=tuple(lines))
    request_id = asking.request(scene.secretary, wanted)
    (mine,) = parts(request_id)
    reservations.approve(scene.manager, mine)

    with pytest.raises(WrongMoment, match="unfit"):
        loans.hand_over(scene.manager, mine)


def row_of(item: Item) -> Item:
    """Return an item as the base has it now."""
    db.session.expire_all()
    return db.session.get_one(Item, item.id)


def parts(request_id: int) -> list[int]:
    """Return the reservations of a request."""
    return [each.id for each in db.session.get_one(Request, request_id).reservations]


def level(reservation_id: int, moment: Moment = Moment.APPROVAL) -> str:
    """Return how the control of the platform stands for a loan."""
    mine = row(reservation_id)
    judged = reads.judged(mine, moment, make_actor(mine.owner).zone)
    return next(each.level for each in judged if each.facts.get("requirement") == CHECK)


def test_a_copy_that_another_loan_names_answers_for_that_one() -> None:
    scene, platform = fleet(200, None)
    first = agreed(scene, platform, 5, 6)
    changes.name_copies(
        scene.manager, first, row(first).lines[0].id, [units_of(platform)[0].number]
    )

    second = agreed(scene, platform, 5, 6)

    assert (level(first), level(second)) == ("ok", "owed")


def test_a_control_planned_soon_refuses_no_loan_of_next_year() -> None:
    scene, platform = fleet(40)
    inspect(platform, day(190), day=day(10), finding=None)

    assert level(agreed(scene, platform, 310, 311)) == "owed"


def test_nobody_keeps_driving_after_the_end_of_a_right() -> None:
    scene = ready_scene()
    platform = make_platform(scene)
    inspect(platform, day(200))
    qualify(scene.querenaing, Skill.DRIVING, day(3))
    mine = agreed(scene, platform, 1, 2)
    loans.hand_over(scene.manager, mine)

    with pytest.raises(WrongMoment, match="unfit"):
        changes.edit(scene.manager, mine, Edited(ends_at=loan(scene.manager, 1, 9).ends_at))


def test_what_is_in_order_cannot_be_waived_in_advance() -> None:
    scene, platform = fleet(5)
    mine = agreed(scene, platform, 1, 2)

    with pytest.raises(WrongMoment, match="not_asked"):
        fitness.override(scene.manager, mine, CHECK, "par avance")


def test_a_failure_that_comes_after_an_override_is_not_waived() -> None:
    scene, platform = fleet(-3)
    mine = agreed(scene, platform, 1, 2)
    fitness.override(scene.manager, mine, CHECK, "rendez-vous manqué")

    inspect(platform, None, day=day(0))

    with pytest.raises(WrongMoment, match="unfit"):
        loans.hand_over(scene.manager, mine)


def test_an_override_does_not_follow_the_loan_to_other_dates() -> None:
    scene, platform = fleet(-3)
    mine = agreed(scene, platform, 2, 3)
    fitness.override(scene.manager, mine, CHECK, "deux jours seulement")
    period = loan(scene.manager, 20, 40)
    assert level(mine, Moment.HAND_OVER) == "overridden"

    changes.edit(scene.manager, mine, Edited(period.starts_at, period.ends_at))

    assert level(mine, Moment.HAND_OVER) == "block"


def drone_of_another() -> tuple[Scene, int, int]:
    """Ask for a drone whose pilot another commune lends: return both reservations."""
    scene = ready_scene()
    other = make_commune(scene.territory, "Verchain-Maugré")
    pool = make_pool(other, notice_days=0)
    manager = make_actor(other, Role.MANAGER)
    pilot, units = make_pilots(pool, manager, 1)
    qualify(other, Skill.PILOT, None, units[0])
    drone = make_item(scene.pool, 1, name="Drone", equipment=Equipment.DRONE)
    keep(Companion(item_id=drone.id, companion_id=pilot.id, mandatory=True))
    wanted = asked((drone, 1), period=loan(scene.secretary, 1, 2))
    ids = parts(asking.request(scene.secretary, wanted))
    mine = next(each for each in ids if row(each).pool_id == scene.pool.id)
    (his,) = (each for each in ids if each != mine)
    reservations.approve(scene.manager, mine)
    reservations.refuse(manager, his, "Personne n’est disponible.")
    return scene, mine, his


def test_a_pilot_who_will_not_come_flies_nothing() -> None:
    scene, mine, _ = drone_of_another()

    with pytest.raises(WrongMoment, match="unfit"):
        loans.hand_over(scene.manager, mine)


def test_a_manager_who_also_keeps_the_secretariat_waives_as_manager() -> None:
    scene, platform = fleet(11)
    both = make_actor(scene.maing, Role.SECRETARY, Role.MANAGER)
    (made,) = ask(both, (platform, 1), period=loan(both, 10, 12), despite="contrôle le 11")

    kept = db.session.scalars(select(Clearance).filter_by(reservation_id=made)).one()
    assert (kept.role, kept.note) == (Role.MANAGER, "contrôle le 11")
