"""Questions of the manager and answers of the borrower."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import Awaited
from booking.errors import NotAllowed, WrongMoment
from booking.models.dealings import Comment
from booking.models.mail import Message
from booking.queries import reservations as reads
from booking.rules import terms
from booking.rules.asking import AskedLine, Edited
from booking.usecases import changes, replies, reservations
from booking.vocabulary import MailKind, Status
from tests.factories import Scene, ask, holds_of, make_scene, next_weekend, row, set_clock

pytestmark = pytest.mark.usefixtures("base")


def questioned(scene: Scene) -> int:
    """Ask for chairs, then let the manager ask for what is missing."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    replies.ask_details(scene.manager, asked_id, "Combien de personnes ?")
    return asked_id


def told(kind: MailKind) -> list[tuple[str, object]]:
    """Return who was told what."""
    found = db.session.scalars(select(Message).filter_by(kind=kind).order_by(Message.id))
    return [(message.to, message.facts.get("text")) for message in found]


def comments() -> list[tuple[str, int, bool]]:
    """Return what was said, by which organization, and whether it is internal."""
    found = db.session.scalars(select(Comment).order_by(Comment.id))
    return [(each.text, each.organization_id, each.internal) for each in found]


def test_a_question_waits_for_the_borrower_and_keeps_the_stock() -> None:
    scene = make_scene(40)

    asked_id = questioned(scene)

    mine, zone = row(asked_id), scene.secretary.zone
    assert (mine.status, mine.awaited) == (Status.NEEDS_INFO, Awaited.DETAILS)
    assert mine.reply_due_at
    day = terms.working_day_after(clock.today(zone), scene.pool.reply_days)
    assert mine.reply_due_at.astimezone(zone).date() == day
    assert holds_of(asked_id) == [(scene.stock.id, 10, next_weekend())]
    assert told(MailKind.NEEDS_DETAILS) == [(scene.secretary.email, "Combien de personnes ?")]
    assert comments() == [("Combien de personnes ?", scene.maing.id, False)]


def test_a_reply_is_never_due_after_the_start() -> None:
    scene = make_scene(40)
    scene.pool.reply_days = 60
    db.session.commit()

    asked_id = questioned(scene)

    assert row(asked_id).reply_due_at == next_weekend().starts_at


def test_an_answer_gives_the_manager_its_delay_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    asked_id = questioned(scene)
    due = row(asked_id).answer_due_at
    set_clock(monkeypatch, clock.now() + timedelta(days=3))

    replies.answer(scene.secretary, asked_id, "Deux cents.")

    mine = row(asked_id)
    assert (mine.status, mine.awaited, mine.reply_due_at) == (Status.REQUESTED, None, None)
    assert mine.answer_due_at > due
    assert told(MailKind.REPLIED) == [(scene.manager.email, "Deux cents.")]
    assert comments()[-1] == ("Deux cents.", scene.querenaing.id, False)


def test_the_request_may_be_changed_before_the_answer() -> None:
    scene = make_scene(40)
    asked_id = questioned(scene)
    more = Edited(lines=(AskedLine(scene.chairs.reference, 25),))

    changes.edit(scene.secretary, asked_id, more)

    mine = row(asked_id)
    assert (mine.status, mine.awaited) == (Status.NEEDS_INFO, Awaited.DETAILS)
    assert mine.reply_due_at
    assert holds_of(asked_id) == [(scene.stock.id, 25, next_weekend())]


def test_the_manager_resumes_when_it_had_the_answer_by_telephone() -> None:
    scene = make_scene(40)
    asked_id = questioned(scene)

    replies.resume(scene.manager, asked_id, "Deux cents, au téléphone.")

    assert row(asked_id).status is Status.REQUESTED
    assert told(MailKind.NEEDS_DETAILS)[-1] == (
        scene.secretary.email,
        "Deux cents, au téléphone.",
    )
    assert "approve" in reads.show(scene.manager, asked_id).possible


def test_nothing_is_said_when_nothing_was_written() -> None:
    scene = make_scene(40)
    asked_id = questioned(scene)

    replies.resume(scene.manager, asked_id)

    assert len(comments()) == 1


def test_what_was_not_asked_is_not_answered() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))

    with pytest.raises(WrongMoment):
        replies.answer(scene.secretary, asked_id, "Deux cents.")


def test_each_side_has_its_own_part() -> None:
    scene = make_scene(40)
    asked_id = questioned(scene)

    with pytest.raises(NotAllowed):
        replies.answer(scene.manager, asked_id, "Deux cents.")
    with pytest.raises(NotAllowed):
        replies.resume(scene.secretary, asked_id)


def test_a_question_does_not_stop_a_refusal() -> None:
    scene = make_scene(40)
    asked_id = questioned(scene)

    reservations.refuse(scene.manager, asked_id, "Trop tard.")

    mine = row(asked_id)
    assert (mine.status, mine.awaited) == (Status.REFUSED, None)
    assert holds_of(asked_id) == []
