"""What waits for an answer: how near, against what, with which rivals, in few statements."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from booking.dealings import Awaited
from booking.errors import NotFound
from booking.queries import queue, reservations
from booking.queries.queue import Waiting
from booking.vocabulary import Role, Status
from tests.factories import (
    Scene,
    ask,
    keep,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    row,
    set_clock,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def only(scene: Scene) -> Waiting:
    """Return the only request that waits."""
    (found,) = queue.awaiting_us(scene.manager)
    return found


def due(reservation_id: int, at: datetime) -> None:
    """Say when an answer is due."""
    mine = row(reservation_id)
    mine.answer_due_at = at
    keep(mine)


@pytest.mark.parametrize(
    ("day", "hour", "when", "days"),
    [
        (19, 12, "late", -1),
        (22, 8, "late", 0),
        (22, 16, "today", 0),
        (23, 12, "tomorrow", 1),
        (24, 12, "week", 2),
        (28, 12, "week", 4),  # a Sunday: the four working days before it
        (30, 12, "later", 5),  # the 29th is Easter Monday
    ],
)
def test_a_request_says_how_many_working_days_are_left(
    monkeypatch: pytest.MonkeyPatch, day: int, hour: int, when: str, days: int
) -> None:
    set_clock(monkeypatch, datetime(2027, 3, 22, 9, tzinfo=UTC))  # a Monday
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    due(asked_id, datetime(2027, 3, day, hour, tzinfo=UTC))

    assert (only(scene).when, only(scene).days) == (when, days)


def test_what_stops_it_is_said_before_what_is_owed() -> None:
    scene = make_scene(40)
    ask(scene.secretary, (scene.chairs, 40))
    assert (only(scene).blocking, only(scene).open) == ((), 1)  # its insurance is owed

    lose(scene.stock, 1)

    assert [each.code for each in only(scene).blocking] == ["available"]


def test_what_was_knowingly_taken_beyond_the_stock_stops_nothing() -> None:
    scene = make_scene(40)
    ask(scene.manager, (scene.chairs, 45), despite="On en prêtera d’autres.")

    assert only(scene).blocking == ()


def test_rivals_are_the_other_requests_without_an_answer() -> None:
    scene = make_scene()
    artres = make_actor(make_commune(scene.territory, "Artres"))
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    (other,) = ask(artres, (scene.chairs, 1))
    ask(artres, (make_item(scene.pool), 1))

    counted = {each.reservation.id: each.rivals for each in queue.awaiting_us(scene.manager)}
    assert (counted[mine], counted[other]) == (1, 1)

    rival = row(other)
    rival.status = Status.APPROVED
    keep(rival)
    counted = {each.reservation.id: each.rivals for each in queue.awaiting_us(scene.manager)}
    assert counted[mine] == 0


def test_what_awaits_the_borrower_is_apart_and_not_counted() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    mine = row(asked_id)
    mine.status, mine.awaited = Status.NEEDS_INFO, Awaited.DETAILS
    keep(mine)

    assert queue.awaiting_us(scene.manager) == []
    assert [each.id for each in queue.awaiting_borrowers(scene.manager)] == [asked_id]
    assert reservations.count_to_answer(scene.manager) == 0


def test_others_have_no_queue() -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 1))

    with pytest.raises(NotFound):
        queue.awaiting_us(scene.secretary)
    assert queue.awaiting_us(make_actor(scene.querenaing, Role.MANAGER)) == []


def test_the_number_of_statements_does_not_grow_with_the_requests(base: Connection) -> None:
    def count(times: int) -> int:
        scene = make_scene()
        for _ in range(times):
            ask(scene.secretary, (scene.chairs, 1), (make_item(scene.pool), 1))
        with counting(base) as asked:
            assert len(queue.awaiting_us(scene.manager)) == times
        return len(asked)

    assert count(2) == count(7) <= 40
