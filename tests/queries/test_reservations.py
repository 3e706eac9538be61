"""Reservations in the actor's view: one, a town hall's own, a manager's queue."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.errors import NotFound
from booking.queries import reservations as reads
from booking.rules.access import SERVICE
from booking.usecases import loans, reservations
from booking.vocabulary import Derived, Role, Status
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
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def test_its_parties_see_a_reservation_and_nobody_else() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CA du Val")
    quarouble = make_commune(scene.territory, "Quarouble")
    benches = make_item(scene.pool, owner=epci)
    benches.stocks[0].depot.custodian = quarouble
    keep(benches)
    (asked_id,) = ask(scene.secretary, (benches, 4))
    artres = make_commune(scene.territory, "Artres")

    for actor in (
        scene.secretary,
        scene.manager,
        make_actor(scene.querenaing, Role.ELECTED),
        make_actor(epci, Role.OBSERVER),
        make_actor(quarouble, Role.TECHNICIAN),
        SERVICE,
    ):
        assert reads.show(actor, asked_id).id == asked_id
        assert reads.show_request(actor, row(asked_id).request_id).reservations
    for stranger in (
        make_actor(quarouble, Role.SECRETARY, Role.MANAGER),
        make_actor(artres, *Role),
        make_scene().manager,
    ):
        for read, thing_id, code in (
            (reads.show, asked_id, "reservation_not_found"),
            (reads.show_request, row(asked_id).request_id, "request_not_found"),
        ):
            with pytest.raises(NotFound) as refusal:
                read(stranger, thing_id)
            assert refusal.value.code == code


def test_of_a_shared_request_each_lender_sees_its_part() -> None:
    scene = make_scene()
    anzin = make_commune(scene.territory, "Anzin")
    benches = make_item(scene.pool, owner=anzin)
    mine, theirs = ask(scene.secretary, (scene.chairs, 1), (benches, 1))
    request_id = row(mine).request_id

    def seen(actor: reads.Actor) -> list[int]:
        return [part.id for part in reads.show_request(actor, request_id).reservations]

    assert seen(scene.secretary) == [mine, theirs]
    assert seen(make_actor(anzin)) == [theirs]


def test_a_reservation_is_read_with_all_that_people_ask() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4), place="Salle des fêtes")

    view = reads.show(scene.manager, asked_id)

    assert (view.borrower, view.manager, view.owner, view.pool) == (
        "Quérénaing",
        "Maing",
        "Maing",
        scene.pool.name,
    )
    assert (view.purpose, view.place, view.asked_by) == (
        "Fête de la Saint-Jean",
        "Salle des fêtes",
        scene.secretary.name,
    )
    (line,) = view.lines
    assert (line.item, line.quantity) == (scene.chairs.reference, 4)
    assert line.depots == ((scene.stock.depot.name, 4),)
    assert view.period == next_weekend()
    assert (view.convention, view.handed_over_at, view.for_itself) == (None, None, False)
    assert view.reference == f"R-{asked_id:05d}"


def test_what_is_possible_depends_on_who_reads() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    assert set(reads.show(scene.manager, asked_id).possible) == {
        *("approve", "refuse", "ask_details", "propose", "cancel"),
        *("edit", "swap", "name_copies"),
    }
    assert reads.show(scene.secretary, asked_id).possible == ("cancel", "edit")
    assert reads.show(make_actor(scene.maing, Role.OBSERVER), asked_id).possible == ()


def test_a_manager_deciding_for_its_own_commune_is_told_so() -> None:
    scene = make_scene()
    (asked_id,) = ask(make_actor(scene.maing), (scene.chairs, 4))

    assert reads.show(scene.manager, asked_id).for_itself


def test_late_says_more_than_out(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)
    end = row(asked_id).ends_at
    set_clock(monkeypatch, row(asked_id).starts_at)
    loans.hand_over(scene.manager, asked_id)

    for instant, label in ((end, Status.OUT), (end + timedelta(seconds=1), Derived.LATE)):
        set_clock(monkeypatch, instant)
        view = reads.show(scene.secretary, asked_id)
        assert (view.status, view.label) == (Status.OUT, label)


def test_a_town_hall_reads_its_own_the_latest_first() -> None:
    scene = make_scene()
    ids = [
        ask(scene.secretary, (scene.chairs, 1), period=next_weekend(week))[0] for week in (4, 6, 5)
    ]
    ask(make_actor(make_commune(scene.territory, "Artres")), (scene.chairs, 1))

    assert [view.id for view in reads.of_borrower(scene.secretary)] == [ids[1], ids[2], ids[0]]
    assert reads.of_borrower(scene.manager) == []


def test_the_queue_holds_what_waits_the_most_urgent_first() -> None:
    scene = make_scene()
    far, near, refused, approved = (
        ask(scene.secretary, (scene.chairs, 1), period=next_weekend(week))[0]
        for week in (8, 4, 5, 6)
    )
    row(near).answer_due_at = row(far).answer_due_at - timedelta(days=1)
    db.session.commit()
    reservations.refuse(scene.manager, refused, "Non.")
    reservations.approve(scene.manager, approved)

    assert [view.id for view in reads.to_answer(scene.manager)] == [near, far]
    assert reads.count_to_answer(scene.manager) == 2
    assert reads.count_to_answer(make_actor(scene.maing, Role.TECHNICIAN)) == 0
    with pytest.raises(NotFound):
        reads.to_answer(scene.secretary)


def test_what_is_under_way_is_seen_by_all_who_have_a_part_until_it_is_over() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    scene.stock.depot.custodian = quarouble
    keep(scene.stock)
    out, agreed, asked_id, over = (
        ask(scene.secretary, (scene.chairs, 1), period=next_weekend(week))[0]
        for week in (6, 4, 5, 7)
    )
    for each in (out, agreed):
        reservations.approve(scene.manager, each)
    loans.hand_over(scene.manager, out)
    reservations.refuse(scene.manager, over, "Non.")

    for actor in (scene.manager, scene.secretary, make_actor(quarouble, Role.TECHNICIAN)):
        assert [view.id for view in reads.under_way(actor)] == [out, agreed, asked_id]
    assert reads.under_way(make_actor(quarouble, Role.SECRETARY)) == []


@pytest.mark.parametrize("read", [reads.to_answer, reads.of_borrower, reads.under_way])
def test_the_number_of_queries_does_not_grow_with_the_reservations(
    base: Connection, read: Callable[[reads.Actor], list[reads.ReservationView]]
) -> None:
    def count(times: int) -> int:
        scene = make_scene()
        people = make_actor(scene.maing, *Role)  # lends to itself: on every list
        for _ in range(times):
            lines = [(make_item(scene.pool), 1) for _ in range(times)]
            (asked_id,) = ask(people, *lines)
            if read is reads.under_way:
                reservations.approve(people, asked_id)
        with counting(base) as asked:
            found = read(people)
        assert len(found) == times
        return len(asked)

    few = count(1)

    assert count(6) == few < 12
