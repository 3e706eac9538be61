"""What is under way for an organization, whoever asked it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.models.catalogue import Depot, Item
from booking.period import Period
from booking.queries import paper_search, work
from booking.rules.access import Actor
from booking.rules.glance import Glance
from booking.rules.passages import Counted, Passing
from booking.usecases import loans, reservations
from booking.vocabulary import Role
from tests.factories import (
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.issued import paper_of, sign
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def told(actor: Actor) -> list[tuple[str, bool]]:
    """Return what is next on each reservation, and whether it is the actor's side's turn."""
    return [(each.act, each.mine) for each in work.under_way(actor)]


def test_work_belongs_to_the_commune_not_to_who_asked() -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 4))
    colleague = make_actor(scene.querenaing, Role.ELECTED)

    assert told(scene.secretary) == told(colleague) == [("answer", False)]
    assert told(scene.manager) == told(make_actor(scene.maing, Role.TECHNICIAN))
    assert told(scene.manager) == [("answer", True)]
    assert told(make_actor(make_commune(scene.territory, "Artres"), *Role)) == []


def test_the_turn_follows_the_life_of_a_reservation() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))

    reservations.approve(scene.manager, mine)
    assert told(scene.secretary) == told(scene.manager) == [("hand_over", True)]
    loans.hand_over(scene.manager, mine)
    assert told(scene.secretary) == told(scene.manager) == [("take_back", True)]
    loans.take_back(scene.manager, mine)
    assert told(scene.secretary) == told(scene.manager) == []


def test_what_remains_out_is_what_is_said_of_a_loan_that_is_back_in_part() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 10), (make_item(scene.pool, 5), 2))
    reservations.approve(scene.manager, mine)
    loans.hand_over(scene.manager, mine)
    chairs = next(each for each in row(mine).lines if each.quantity == 10)

    loans.take_back(scene.manager, mine, Passing((Counted(chairs.id, 4),)))

    (task,) = work.under_way(scene.secretary)
    assert sorted(each.quantity for each in task.things) == [2, 6]


def test_the_nearest_term_comes_first() -> None:
    scene = make_scene()
    (late,) = ask(scene.secretary, (scene.chairs, 4), period=next_weekend(9))
    (soon,) = ask(scene.secretary, (scene.chairs, 4), period=next_weekend(5))
    for each in (late, soon):
        reservations.approve(scene.manager, each)

    assert [each.reservation.id for each in work.under_way(scene.secretary)] == [soon, late]


def test_what_is_due_at_midnight_is_due_on_the_day_that_ends_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    zone = scene.manager.zone
    midnight = next_weekend().ends_at.astimezone(zone).replace(hour=0)
    loan = Period(next_weekend().starts_at, midnight)
    (mine,) = ask(scene.secretary, (scene.chairs, 4), period=loan)
    reservations.approve(scene.manager, mine)
    loans.hand_over(scene.manager, mine)
    set_clock(monkeypatch, midnight - timedelta(hours=5))

    (task,) = work.under_way(scene.manager)

    assert (task.when, task.glances) == ("today", {Glance.RETURNING})


def test_a_task_is_seen_by_who_looks_after_it() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, mine)
    seen = {
        role: [each.concerns for each in work.under_way(make_actor(commune, role))]
        for commune, role in (
            (scene.querenaing, Role.SECRETARY),
            (scene.querenaing, Role.ELECTED),
            (scene.maing, Role.TECHNICIAN),
        )
    }

    assert seen == {Role.SECRETARY: [True], Role.ELECTED: [True], Role.TECHNICIAN: [True]}
    assert not any(each.concerns for each in work.under_way(make_actor(scene.maing)))


def test_more_tasks_take_no_more_statements(base: Connection) -> None:
    scene = make_scene()
    item_id = scene.chairs.id

    def statements() -> int:
        with counting(base) as asked:
            assert work.under_way(scene.manager)
        return len(asked)

    ask(scene.secretary, (scene.chairs, 4))
    before = statements()
    for _ in range(4):
        ask(scene.secretary, (db.session.get_one(Item, item_id), 1))

    assert statements() == before


def test_who_only_stores_hands_over_but_does_not_answer() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    depot: Depot = scene.stock.depot
    depot.custodian = quarouble
    keep(depot)
    technician = make_actor(quarouble, Role.TECHNICIAN)
    (mine,) = ask(scene.secretary, (scene.chairs, 4))

    assert told(technician) == [("answer", False)]
    reservations.approve(scene.manager, mine)
    assert told(technician) == [("hand_over", True)]


def test_a_commune_that_borrows_from_itself_answers_itself() -> None:
    scene = make_scene()
    ask(make_actor(scene.maing), (scene.chairs, 4))

    assert told(scene.manager) == [("answer", True)]


def test_a_paper_to_sign_is_the_work_of_who_signs() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, mine)

    def to_sign() -> tuple[list[bool], list[bool]]:
        sides = (work.under_way(scene.secretary), work.under_way(scene.manager))
        borrower, lender = ([each.to_sign for each in side] for side in sides)
        return borrower, lender

    assert to_sign() == ([True], [False])
    sign(paper_of(mine), 1)
    assert to_sign() == ([False], [True])
    sign(paper_of(mine))
    assert to_sign() == ([False], [False])


def test_an_owner_who_signs_has_work_though_another_manages() -> None:
    scene = make_scene()
    anzin = make_commune(scene.territory, "Anzin")
    benches = make_item(scene.pool, owner=anzin)
    (mine,) = ask(scene.secretary, (benches, 4))
    reservations.approve(scene.manager, mine)
    sign(paper_of(mine), 2)

    assert [each.id for each in paper_search.to_sign(make_actor(anzin))] == [paper_of(mine).id]
