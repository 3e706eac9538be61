"""The service dies between the sending of a message and the note that it was sent."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from booking.config import ROOT
from tests.relays import open_office

WRITE = """
from booking import mail
from booking.db import db
from booking.vocabulary import MailKind
from tests.conftest import migrate
from tests.factories import make_territory
migrate()
facts = {"lines": ["permis BE"], "path": "/habilitations"}
mail.queue(make_territory().id, MailKind.FALLING_DUE, ["a@mairie.example"], **facts)
db.session.commit()
"""
DIE = """
import os, signal
from booking.usecases import mail as acts
acts.note_sent = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""
SEND = """
from datetime import timedelta
from booking import clock
from booking.queries.mail import unsent
from booking.rules.access import SERVICE
from booking.usecases.mail import send
real = clock.now
clock.now = lambda: real() + timedelta(minutes={minutes})
for message_id in unsent(clock.now()):
    send(SERVICE, message_id, app.extensions["settings"])
print("left:", unsent(clock.now() + timedelta(days=9)))
"""


def run(path: Path, port: int, *steps: str) -> "subprocess.CompletedProcess[str]":
    """Run some steps in a process of its own, on a base that stays."""
    start = "from booking.app import create_app\napp = create_app()\napp.app_context().push()\n"
    own = {"DATABASE_URL": f"sqlite:///{path}", "SMTP_URL": f"smtp://127.0.0.1:{port}"}
    return subprocess.run(  # noqa: S603 # our own words
        [sys.executable, "-c", start + "".join(steps)],
        cwd=ROOT,
        env=os.environ | own | {"SECRET_KEY": "tests only"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_message_is_sent_again_under_the_same_name_and_never_lost(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    with open_office() as office:
        assert run(base, office.port, WRITE).returncode == 0
        killed = run(base, office.port, DIE, SEND.format(minutes=0))
        assert killed.returncode == -signal.SIGKILL
        assert len(office.letters) == 1

        again = run(base, office.port, SEND.format(minutes=3))
        assert again.stdout.strip() == "left: []", again.stderr

    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]
