"""Depots: described, closed for a while; what they refuse."""

from datetime import date, time, timedelta

import pytest

from booking import clock
from booking.db import db
from booking.errors import Invalid, NotAllowed, WrongMoment
from booking.models.catalogue import Depot
from booking.queries import depots as reads
from booking.queries import history
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.rules.opening import Slot
from booking.usecases import changes, depots, reservations
from booking.usecases.depots import Described
from booking.vocabulary import Role, SchoolRule
from tests.factories import (
    Scene,
    add_stock,
    ask,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
)

pytestmark = pytest.mark.usefixtures("base")
MORNING = Slot(0, time(8), time(12))


def first_day(scene: Scene) -> date:
    return next_weekend().starts_at.astimezone(scene.secretary.zone).date()


def close(scene: Scene, first: date, last: date) -> int:
    return depots.close(scene.manager, scene.stock.depot_id, first, last, "inventaire")


def keeper(scene: Scene) -> Actor:
    return make_actor(scene.maing, Role.TECHNICIAN)


def test_a_depot_is_opened_then_described_and_its_history_kept() -> None:
    scene = make_scene()
    made = depots.add(scene.manager, Described("Maing – annexe", "Maing", slots=(MORNING,)))

    depots.describe(scene.manager, made, Described("Maing – annexe", "Maing", contact="Atelier"))

    view = reads.show(scene.secretary, made)
    assert (view.contact, view.week, view.custodian) == ("Atelier", [], "Maing")
    said = [
        change for event in history.of(scene.manager, "depot", made) for change in event.changes
    ]
    assert ("horaires", "lundi\u00a0: 8 h – 12 h", "rien") in said
    assert ("contact", "rien", "Atelier") in said


def test_saving_the_same_again_is_no_event() -> None:
    scene = make_scene()
    same = Described("Maing – annexe", "Maing", slots=(MORNING,))
    made = depots.add(scene.manager, same)

    depots.describe(scene.manager, made, same)

    assert [event.sentence for event in history.of(scene.manager, "depot", made)] == ["a ajouté"]


def test_two_depots_never_bear_one_name() -> None:
    scene = make_scene()
    taken = db.session.get_one(Depot, scene.stock.depot_id).name
    other = depots.add(scene.manager, Described("Annexe", "Maing"))

    for act in (
        lambda: depots.add(scene.manager, Described(taken, "Maing")),
        lambda: depots.describe(scene.manager, other, Described(taken, "Maing")),
    ):
        with pytest.raises(Invalid) as refusal:
            act()
        assert "name" in refusal.value.facts["errors"]  # type: ignore[operator]


def test_a_depot_is_told_by_who_keeps_it_or_manages_what_lies_there() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    kept = depots.add(make_actor(artres, Role.SECRETARY), Described("Artres – hangar", "Artres"))
    depots.describe(make_actor(artres, Role.TECHNICIAN), kept, Described("Artres – hangar", ""))

    with pytest.raises(NotAllowed):
        depots.describe(scene.manager, kept, Described("Artres – hangar", ""))
    stock = add_stock(scene.chairs, 3)
    stock.depot_id = kept
    db.session.commit()
    depots.describe(scene.manager, kept, Described("Artres – grange", ""))

    with pytest.raises(NotAllowed):
        depots.describe(make_actor(artres, Role.ELECTED), kept, Described("Artres", ""))


@pytest.mark.parametrize("days", [0, 3])
def test_a_closed_depot_neither_lends_out_nor_takes_back(days: int) -> None:
    scene = make_scene()
    day = first_day(scene) + timedelta(days=days)
    closure = close(scene, day, day)

    with pytest.raises(WrongMoment) as refusal:
        ask(scene.secretary, (scene.chairs, 1))
    assert refusal.value.code == "depot_closed"
    assert refusal.value.facts["day"] == day

    depots.reopen(keeper(scene), closure)
    assert ask(scene.secretary, (scene.chairs, 1))


def test_a_closure_between_pick_up_and_return_hinders_nobody() -> None:
    scene = make_scene()
    day = first_day(scene) + timedelta(days=1)
    close(scene, day, day)

    assert ask(scene.secretary, (scene.chairs, 1))


def test_a_loan_moved_onto_a_closed_day_is_refused_and_stays_as_it_was() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    day = first_day(scene) + timedelta(days=4)
    close(scene, day, day)
    agreed = row(mine).period

    with pytest.raises(WrongMoment) as refusal:
        changes.edit(scene.secretary, mine, Edited(ends_at=agreed.ends_at + timedelta(days=1)))

    assert refusal.value.code == "depot_closed"
    assert row(mine).period == agreed


def test_a_whole_pool_may_close() -> None:
    scene = make_scene()
    day = first_day(scene)
    closure = depots.close_pool(scene.manager, scene.pool.id, day, day)

    assert [each.id for each in reads.closures_of_pool(scene.manager, scene.pool.id)] == [closure]
    with pytest.raises(WrongMoment):
        ask(scene.secretary, (scene.chairs, 1))
    assert depots.reopen(scene.manager, closure) == scene.pool.id


def test_hours_warn_unless_the_pool_refuses() -> None:
    scene = make_scene()
    depots.describe(
        scene.manager,
        scene.stock.depot_id,
        Described(db.session.get_one(Depot, scene.stock.depot_id).name, "", slots=(MORNING,)),
    )
    assert ask(scene.secretary, (scene.chairs, 1))

    scene.pool.slots_block = scene.pool.open_on_holidays = True
    db.session.commit()
    with pytest.raises(WrongMoment) as refusal:
        ask(scene.secretary, (scene.chairs, 1))
    assert refusal.value.code == "outside_hours"


def test_a_pool_may_lend_in_school_holidays_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, clock.now().replace(year=2026, month=11, day=2))
    scene = make_scene()
    scene.territory.school_zone = "B"
    scene.pool.school_rule = SchoolRule.HOLIDAYS
    db.session.commit()

    with pytest.raises(WrongMoment) as refusal:
        ask(scene.secretary, (scene.chairs, 1))
    assert refusal.value.code == "school_calendar"

    scene.pool.school_rule = SchoolRule.TERM
    db.session.commit()
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    assert reservations.approve(scene.manager, mine) == mine
