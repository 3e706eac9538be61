"""What the clock does when a borrower does not reply: a reminder, then the end."""

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.dealings import Awaited, ChangeState
from booking.errors import WrongMoment
from booking.models.dealings import Change
from booking.models.reservations import Hold
from booking.queries import reservations as reads
from booking.rules.access import SERVICE
from booking.usecases import silence
from booking.vocabulary import Derived, MailKind, Status
from tests.factories import Scene, ask, count_rows, make_scene, next_weekend, row, set_clock, take
from tests.terminal import run
from tests.usecases.test_silence import FAR, noon, told

pytestmark = pytest.mark.usefixtures("base")


def needing(scene: Scene, awaited: Awaited, days: int = 5) -> int:
    """Return a request about which its borrower was asked something just now."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, 30), period=next_weekend(FAR))
    mine = row(asked_id)
    mine.status, mine.awaited = Status.NEEDS_INFO, awaited
    mine.reply_due_at = noon(clock.now(), days, 0)
    db.session.commit()
    return asked_id


@pytest.mark.parametrize("awaited", list(Awaited))
def test_a_silent_borrower_is_reminded_then_its_request_expires(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch, awaited: Awaited
) -> None:
    scene = make_scene()
    asked_id, asked_at = needing(scene, awaited), clock.now()

    for days in (3, 4, 4):
        set_clock(monkeypatch, noon(asked_at, days))
        run(runner, "tick")
    assert told(MailKind.REMIND_REPLY) == [(MailKind.REMIND_REPLY, scene.secretary.email)]
    assert row(asked_id).status is Status.NEEDS_INFO
    set_clock(monkeypatch, noon(asked_at, 5))
    run(runner, "tick")
    run(runner, "tick")

    seen = reads.show(scene.secretary, asked_id)
    assert (seen.status, seen.label, seen.reason) == (
        Status.EXPIRED,
        Derived.NO_REPLY,
        "no_reply",
    )
    assert count_rows(Hold) == 0
    assert told(MailKind.EXPIRED) == [
        (MailKind.EXPIRED, scene.secretary.email),
        (MailKind.EXPIRED, scene.manager.email),
    ]
    assert [each.act for each in journal.entries("reservation", asked_id)][-2:] == [
        "remind",
        "expire",
    ]


def test_nothing_expires_before_a_reminder_even_when_it_comes_late(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    asked_id, asked_at = needing(scene, Awaited.DETAILS), clock.now()

    set_clock(monkeypatch, noon(asked_at, 8))
    run(runner, "tick")
    run(runner, "tick")
    assert row(asked_id).status is Status.NEEDS_INFO
    assert row(asked_id).reply_due_at == noon(asked_at, 9, 0)
    set_clock(monkeypatch, noon(asked_at, 9))
    run(runner, "tick")

    assert row(asked_id).status is Status.EXPIRED
    assert len(told(MailKind.REMIND_REPLY)) == 1


def test_what_was_proposed_is_given_back_with_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    asked_id = needing(scene, Awaited.PROPOSAL)
    other = next_weekend(FAR + 1)
    change = Change(
        territory_id=scene.territory.id,
        reservation_id=asked_id,
        by_lender=True,
        starts_at=other.starts_at,
        ends_at=other.ends_at,
        lines=[[scene.chairs.id, 30, None]],
        asked_at=clock.now(),
        asked_by_id=scene.manager.user_id,
        answer_due_at=other.starts_at,
    )
    change.holds = [take(scene.stock, 30, other)]
    db.session.add(change)
    db.session.commit()
    mine = row(asked_id)
    set_clock(monkeypatch, noon(clock.now(), 5))
    mine.reminded_at = clock.now()
    db.session.commit()

    silence.expire(SERVICE, asked_id)

    assert count_rows(Hold) == 0
    assert db.session.scalars(select(Change)).one().state is ChangeState.LAPSED


def test_a_reply_given_meanwhile_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    asked_id = needing(scene, Awaited.DETAILS)
    set_clock(monkeypatch, noon(clock.now(), 5))
    row(asked_id).status = Status.REQUESTED
    db.session.commit()

    with pytest.raises(WrongMoment):
        silence.expire(SERVICE, asked_id)

    assert row(asked_id).status is Status.REQUESTED
