"""The real thing as an operator runs it: migrated, loaded, served, with a post office."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as POLICY
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller

from booking import clock
from tests.postgres import free_port as free_port

ROOT = Path(__file__).parents[2]
PARIS = ZoneInfo("Europe/Paris")
FRIDAY = 4
LATER = 18
"""Weeks after which the demonstration leaves all ground free."""
PASSWORD = "Parc-commun-2026"
START = 120.0

_direct = build_opener(ProxyHandler({}))  # loopback, whatever proxy the machine has


@dataclass
class PostOffice:
    """A relay that keeps what it is given."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep one letter."""
        letter = BytesParser(policy=POLICY).parsebytes(envelope.content)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@dataclass(frozen=True)
class Service:
    """The running service, its address and its commands."""

    url: str
    environ: dict[str, str]
    post: PostOffice
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, person: str) -> str:
        """Return a bearer token of a person, made once by the operator's command."""
        if person not in self.tokens:
            self.tokens[person] = self.flask("token", "create", f"{person}.example").strip()
        return self.tokens[person]

    def flask(self, *words: str) -> str:
        """Run `flask --app wsgi …` as its operator does; return what it prints."""
        done = subprocess.run(  # noqa: S603 – our own words, no shell
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        if done.returncode:
            raise RuntimeError(f"flask {words} failed: {done.stdout}{done.stderr}")
        return done.stdout


@contextmanager
def serve(database_url: str, folder: Path, *, port: int = 0) -> Iterator[Service]:
    """Migrate a fresh database, load the demonstration and serve it until the end."""
    port, post = port or free_port(), PostOffice()
    relay = Controller(post, hostname="127.0.0.1", port=free_port())
    own = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "journeys only",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SMTP_URL": f"smtp://127.0.0.1:{relay.port}",
        "FILES_URL": (folder / "files").absolute().as_uri(),
    }
    service = Service(own["PUBLIC_URL"], os.environ | own, post)
    service.flask("db", "upgrade")
    service.flask("demo")
    relay.start()
    try:
        with gunicorn(service, port, folder / "gunicorn.log"):
            yield service
    finally:
        relay.stop()


@contextmanager
def gunicorn(service: Service, port: int, log: Path) -> Iterator[None]:
    """Serve a database as it is until the end."""
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "4", "--log-level", "warning", "wsgi:app"]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 – our own words, no shell
            [sys.executable, *command],
            cwd=ROOT,
            env=service.environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, port, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Wait until the service says that it can do its job."""
    limit = time.monotonic() + START
    while time.monotonic() < limit and process.poll() is None:
        door = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            door.request("GET", "/sante")
            if door.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            door.close()
    raise RuntimeError(f"the service did not start:\n{log.read_text(errors='replace')}")


@dataclass(frozen=True)
class Answer:
    """What the service answered to a program."""

    status: int
    headers: dict[str, str]
    body: bytes


def fetch(url: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Ask the service as a program does, without cookies; a refusal is an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = Request(url, data=body, headers=named, method=method)  # noqa: S310 – our own service
    try:
        with _direct.open(asked, timeout=30) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, dict(refusal.headers), refusal.read())


@dataclass(frozen=True)
class Weekend:
    """From a Friday at 14 h to the Monday at 10 h, in Paris."""

    friday: date

    @property
    def starts_at(self) -> datetime:
        """Return the instant of pick-up."""
        return datetime(self.friday.year, self.friday.month, self.friday.day, 14, tzinfo=PARIS)

    @property
    def ends_at(self) -> datetime:
        """Return the instant of return."""
        monday = self.friday + timedelta(days=3)
        return datetime(monday.year, monday.month, monday.day, 10, tzinfo=PARIS)

    @property
    def typed(self) -> tuple[str, str]:
        """Return both as the browser's field takes them."""
        return (f"{self.starts_at:%Y-%m-%dT%H:%M}", f"{self.ends_at:%Y-%m-%dT%H:%M}")


def weekend(weeks: int) -> Weekend:
    """Return a weekend so many weeks after the demonstration's last; each test takes its own."""
    day = clock.today(PARIS) + timedelta(weeks=LATER + weeks)
    return Weekend(day + timedelta(days=(FRIDAY - day.weekday()) % 7))
