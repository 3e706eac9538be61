"""The clock's command sends the day's summaries."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking.db import db
from booking.models.mail import Message
from booking.rules.preferences import Wants
from booking.usecases.preferences import choose
from booking.vocabulary import MailKind
from tests.factories import ask, make_scene, set_clock

PARIS = ZoneInfo("Europe/Paris")


def test_the_clock_writes_the_summaries_once(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, datetime(2026, 12, 3, 18, tzinfo=PARIS))
    scene = make_scene()
    choose(scene.manager, Wants(daily=True))
    ask(scene.secretary, (scene.chairs, 4))

    for hour in (6, 8, 9):
        set_clock(monkeypatch, datetime(2026, 12, 4, hour, tzinfo=PARIS))
        done = runner.invoke(args=["tick"])
        assert done.exit_code == 0, done.output

    (summary,) = db.session.scalars(select(Message).filter_by(kind=MailKind.DIGEST))
    assert summary.to == scene.manager.email
    assert summary.created_at == datetime(2026, 12, 4, 8, tzinfo=PARIS)
