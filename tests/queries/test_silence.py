"""Who answers: the manager, the substitute of who is away or was silent, then the owner."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.queries import reservations as reads
from booking.queries import silence
from booking.rules import access
from booking.rules.delays import Step
from booking.vocabulary import Role
from tests.factories import ask, make_actor, make_commune, make_item, make_scene, row
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("away", "told", "owned", "answering"),
    [
        (None, False, False, {"manager"}),
        ((-1, 1), False, False, {"manager", "substitute"}),
        ((1, 2), False, False, {"manager"}),
        ((-2, -1), False, False, {"manager"}),
        (None, True, False, {"manager", "substitute"}),
        (None, True, True, {"manager", "substitute", "owner"}),
        (None, False, True, {"manager", "owner"}),
    ],
)
def test_lists_and_rights_agree_on_who_answers(
    away: tuple[int, int] | None, told: bool, owned: bool, answering: set[str]
) -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "CC du Val")
    people = {
        "manager": scene.manager,
        "substitute": make_actor(make_commune(scene.territory, "Artres")),
        "owner": make_actor(owner, Role.MANAGER),
        "technician": make_actor(scene.maing, Role.TECHNICIAN),
        "secretary": scene.secretary,
        "other": make_actor(make_commune(scene.territory, "Anzin"), Role.MANAGER),
        "stranger": make_scene().manager,
    }
    scene.pool.substitute_id = people["substitute"].user_id
    if away:
        scene.pool.substitute_from, scene.pool.substitute_until = (
            clock.now() + DAY * each for each in away
        )
    (asked_id,) = ask(scene.secretary, (make_item(scene.pool, owner=owner), 1))
    mine = row(asked_id)
    mine.substitute_told_at = clock.now() if told else None
    mine.substitute_told_id = people["substitute"].user_id if told else None
    mine.owner_told_at = clock.now() if owned else None
    db.session.commit()

    listed = {name for name, actor in people.items() if reads.count_to_answer(actor)}
    concerned = reads.parties(row(asked_id))
    may = {
        name
        for name, actor in people.items()
        if access.may(actor, "reservation.approve", concerned)
    }

    assert listed == may == answering


def test_the_queue_is_closed_to_who_answers_nothing() -> None:
    scene = make_scene()

    with pytest.raises(NotFound):
        silence.require_queue(scene.secretary)
    scene.pool.substitute_id = scene.secretary.user_id
    db.session.commit()

    silence.require_queue(scene.secretary)


def test_the_menu_counts_in_one_statement(base: Connection) -> None:
    scene = make_scene()

    with counting(base) as asked:
        reads.count_to_answer(scene.secretary)

    assert len(asked) == 1


def test_the_clock_is_called_on_what_waits_only() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    due = row(asked_id).answer_due_at

    assert silence.called(clock.now(), *Step) == []
    assert silence.called(due, Step.REMIND) == [asked_id]
    assert silence.called(due, Step.EXPIRE, Step.OWNER, Step.SUBSTITUTE) == []


def test_the_clock_asks_as_much_however_many_wait(base: Connection) -> None:
    scene = make_scene()

    def count(times: int) -> int:
        for _ in range(times):
            ask(scene.secretary, (scene.chairs, 1))
        with counting(base) as asked:
            silence.called(clock.now(), *Step)
        return len(asked)

    assert count(1) == count(4)


def test_nobody_stands_in_for_a_request_of_their_own() -> None:
    scene = make_scene()
    secretary = scene.secretary
    (mine,) = ask(secretary, (scene.chairs, 1))
    row(mine).substitute_told_at = clock.now()
    row(mine).substitute_told_id = secretary.user_id
    db.session.commit()

    assert "approve" not in reads.show(secretary, mine).possible
    assert reads.to_answer(secretary) == []
