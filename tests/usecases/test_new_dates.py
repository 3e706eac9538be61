"""Other dates move what is due with them: nothing is due after the start, all are reminded."""

from datetime import timedelta

import pytest
from flask.testing import FlaskCliRunner

from booking import clock
from booking.db import db
from booking.rules.access import SERVICE
from booking.usecases import changes, replies, silence
from booking.usecases.changes import edit
from booking.vocabulary import MailKind, Status
from tests.factories import Scene, ask, make_scene, next_weekend, row, set_clock
from tests.terminal import run
from tests.usecases.exchanging import told, wanted

pytestmark = pytest.mark.usefixtures("base")

FAR = next_weekend(12)
NEAR = next_weekend(2)


def far(answer_days: int) -> tuple[Scene, int]:
    """Return what is asked for much later, of a manager who takes its time."""
    scene = make_scene()
    scene.pool.answer_days, scene.pool.reply_days = answer_days, answer_days
    db.session.commit()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1), period=FAR)
    return scene, asked_id


@pytest.mark.parametrize("by", ["secretary", "manager"])
def test_the_answer_is_due_before_the_nearer_start_and_is_reminded_of(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    scene, asked_id = far(40)
    row(asked_id).reminded_at = clock.now()
    assert row(asked_id).answer_due_at > NEAR.starts_at

    edit(getattr(scene, by), asked_id, wanted(scene, period=NEAR))

    assert (row(asked_id).answer_due_at, row(asked_id).reminded_at) == (NEAR.starts_at, None)
    set_clock(monkeypatch, NEAR.starts_at - timedelta(hours=2))
    run(runner, "tick")
    assert told(MailKind.REMIND_ANSWER) == [scene.manager.email]


def test_so_is_the_reply_of_who_is_asked_for_details() -> None:
    scene, asked_id = far(40)
    replies.ask_details(scene.manager, asked_id, "Pour combien de personnes ?")
    row(asked_id).reminded_at = clock.now()

    edit(scene.secretary, asked_id, wanted(scene, period=NEAR))

    mine = row(asked_id)
    assert mine.status is Status.NEEDS_INFO
    assert (mine.reply_due_at, mine.reminded_at) == (NEAR.starts_at, None)
    assert mine.answer_due_at <= NEAR.starts_at


def test_exchanged_dates_take_their_terms_with_them() -> None:
    scene, late = far(40)
    (soon,) = ask(scene.secretary, (scene.chairs, 1), period=NEAR)

    changes.swap(scene.manager, late, soon)

    assert row(late).starts_at == NEAR.starts_at
    assert row(late).answer_due_at == NEAR.starts_at


def test_nobody_gives_themselves_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, asked_id = far(5)
    due = row(asked_id).answer_due_at
    set_clock(monkeypatch, due - timedelta(days=1))

    edit(scene.manager, asked_id, wanted(scene, period=next_weekend(8)))
    assert row(asked_id).answer_due_at == due
    edit(scene.secretary, asked_id, wanted(scene, period=next_weekend(7)))
    assert row(asked_id).answer_due_at > due
    replies.ask_details(scene.manager, asked_id, "Où ?")
    reply = row(asked_id).reply_due_at
    set_clock(monkeypatch, due)
    edit(scene.secretary, asked_id, wanted(scene, period=next_weekend(6)))
    assert row(asked_id).reply_due_at == reply


def test_another_quantity_changes_no_term(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, asked_id = far(5)
    mine = row(asked_id)
    due = mine.answer_due_at
    set_clock(monkeypatch, due - timedelta(hours=20))
    silence.remind(SERVICE, asked_id)

    edit(scene.secretary, asked_id, wanted(scene, 3))

    assert row(asked_id).answer_due_at == due
    assert row(asked_id).reminded_at
