"""The clock's command goes on whatever breaks, and says what did."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.accounts import LoginAttempt
from booking.models.mail import Message
from booking.queries import qualifications
from booking.usecases import inspections, silence, sources
from booking.vocabulary import MailKind
from tests.factories import ask, keep, make_scene, next_weekend, row, set_clock
from tests.signing import issued, written
from tests.terminal import count, run
from tests.usecases.following import ADDRESS, days_ahead, holds, published, trip


def broken(*_: Any) -> int:
    raise RuntimeError("personne@mairie.example")


def test_what_breaks_stops_nothing_else_and_is_said_in_the_end(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scene = make_scene()
    first, second = (
        ask(scene.secretary, (scene.chairs, 1), period=next_weekend(12))[0] for _ in range(2)
    )
    set_clock(monkeypatch, row(first).answer_due_at - timedelta(minutes=5))
    keep(LoginAttempt(key="account:x", at=clock.now() - timedelta(days=2)))
    usual = silence.remind

    def remind(who: Any, mine: int) -> int:
        return usual(who, mine) if mine == second else broken()

    with monkeypatch.context() as patch:
        patch.setattr(silence, "remind", remind)
        patch.setattr(inspections, "remind", broken)
        patch.setattr(qualifications, "to_remind", broken)
        done = run(runner, "tick", status=1)

    assert "Tout n'a pas été fait" in done.output
    assert f"remind {first}: RuntimeError" in caplog.text
    assert "personne@" not in caplog.text + done.output
    told = select(Message).filter_by(kind=MailKind.REMIND_ANSWER)
    assert [each.facts["reservation_id"] for each in db.session.scalars(told)] == [second]
    assert count(LoginAttempt) == 0
    run(runner, "tick")
    assert len(db.session.scalars(told).all()) == 2


def test_who_has_not_signed_is_asked_again_after_five_days_then_ten(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, now = make_scene(), clock.now()
    issued(scene)
    reminded = []
    for days in (4, 5, 6, 10, 11, 20):
        set_clock(monkeypatch, now + timedelta(days=days, minutes=5))
        run(runner, "tick")
        reminded.append(len(written(MailKind.REMIND_SIGN)))

    assert reminded == [0, 1, 1, 2, 2, 2]


def test_agendas_of_elsewhere_are_read_by_the_hour_whatever_one_of_them_does(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with published(make_scene(), monkeypatch) as agenda:
        first, second = agenda.follow(), agenda.follow(address=f"{ADDRESS}?2")
        agenda.says(trip(days_ahead(3)))
        usual = sources.keep

        def keep_or_break(who: Any, mine: int, *rest: Any) -> int:
            return usual(who, mine, *rest) if mine == second else broken()

        with monkeypatch.context() as patch:
            patch.setattr(sources, "keep", keep_or_break)
            run(runner, "tick", status=1)
        assert [each.source_id for each in holds()] == [second]
        assert f"refresh {first}: RuntimeError" in caplog.text
        assert "secret-42" not in caplog.text

        run(runner, "tick")
        assert len(agenda.world.asked) == 2  # not again within the hour
        set_clock(monkeypatch, clock.now() + timedelta(hours=1))
        run(runner, "tick")
        assert {each.source_id for each in holds()} == {first, second}
