"""Who waits for what, in which order, and who reads it."""

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.queries import waiting
from booking.vocabulary import Role
from tests.factories import (
    Scene,
    ask,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def queued() -> tuple[Scene, int, list[int]]:
    """Return a scene in which the chairs are taken on two weekends, and who waits for them."""
    scene = make_scene(10)
    later = next_weekend(6)
    (first,) = ask(scene.secretary, (scene.chairs, 10))
    ask(scene.secretary, (scene.chairs, 10), period=later)
    other = make_actor(make_commune(scene.territory, "Artres"))
    waits = [
        *ask(scene.secretary, (scene.chairs, 3), if_short="waitlist"),
        *ask(other, (scene.chairs, 4), if_short="waitlist", period=later),
        *ask(other, (scene.chairs, 5), if_short="waitlist"),
    ]
    return scene, first, waits


def test_one_competes_for_the_same_things_at_the_same_dates() -> None:
    scene, _, waits = queued()
    tents = make_item(scene.pool, 1)
    ask(scene.secretary, (tents, 1))
    (tented,) = ask(scene.secretary, (tents, 1), if_short="waitlist")

    assert [waiting.rank(each) for each in waits] == [1, 1, 2]
    assert waiting.rank(tented) == 1


def test_the_clock_and_the_engine_read_them_in_order_of_asking() -> None:
    scene, first, waits = queued()
    row(waits[0]).request.asked_at = clock.now()  # asked last, whatever its number
    db.session.commit()

    assert waiting.all_of(clock.now()) == [*waits[1:], waits[0]]
    found = waiting.for_items([scene.chairs.id], clock.now())
    assert [each.id for each in found] == [*waits[1:], waits[0]]
    assert waiting.for_items([scene.chairs.id], row(waits[2]).ends_at) == [row(waits[1])]
    assert waiting.all_of(row(waits[1]).starts_at) == []
    assert first not in waiting.all_of(clock.now())


def test_who_waits_is_looked_for_in_the_territory_alone(base: Connection) -> None:
    scene, *_ = queued()
    chairs = [scene.chairs.id]

    with counting(base) as asked:
        waiting.behind(chairs)
        waiting.for_items(chairs, clock.now())

    by_index = [each for each in asked if "status = 'waitlisted'" in each]
    assert len(by_index) == 2
    assert all("reservations.territory_id IN" in each for each in by_index)


def test_the_borrower_reads_its_rank_and_the_manager_the_whole_list() -> None:
    scene, first, waits = queued()

    assert waiting.of_reservation(scene.secretary, waits[0]) == waiting.Queue(1)
    assert waiting.of_reservation(scene.secretary, first) == waiting.Queue(0)
    read = waiting.of_reservation(scene.manager, first)
    ((name, waiters),) = read.waiters
    assert (read.rank, name) == (0, scene.chairs.name)
    assert [(each.borrower, each.quantity) for each in waiters] == [
        ("Quérénaing", 3),
        ("Artres", 4),
        ("Artres", 5),
    ]
    with pytest.raises(NotFound):
        waiting.of_reservation(make_actor(scene.querenaing, Role.MANAGER), 0)
