"""A real subscription: vdirsyncer fetches a feed over http and khal lists what it holds."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from booking.documents.calendar import Calendar, Event, render, revoked

pytest.importorskip("vdirsyncer")
pytest.importorskip("khal")

SYNC = """\
[general]
status_path = "{folder}/status"
[pair parc]
a = "feed"
b = "local"
collections = null
[storage feed]
type = "http"
url = "http://127.0.0.1:{port}/f/secret/parc.ics"
[storage local]
type = "filesystem"
path = "{folder}/events"
fileext = ".ics"
"""
KHAL = """\
[calendars]
[[parc]]
path = {folder}/events
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris
"""
COLUMNS = "{start}|{end}|{title}|{status}"


def make_feed(**standings: str) -> bytes:
    """Return a feed with one event per standing, each on its own day of October 2026."""
    stamp = datetime(2026, 9, 1, tzinfo=UTC)
    events = tuple(
        Event(
            uid=day,
            revision=0,
            created_at=stamp,
            changed_at=stamp,
            starts_at=datetime(2026, 10, day, 7, tzinfo=UTC),
            ends_at=datetime(2026, 10, day, 16, tzinfo=UTC),
            summary=title,
            standing=standing,  # type: ignore[arg-type]
        )
        for day, (title, standing) in enumerate(standings.items(), start=20)
    )
    return render(Calendar(name="Parc", zone="Europe/Paris", domain="p.example", events=events))


class Server(ThreadingHTTPServer):
    """Serves one feed, on a port of its own."""

    content = b""


class Door(BaseHTTPRequestHandler):
    """Answers every GET with the feed."""

    server: Server

    def do_GET(self) -> None:
        """Send the feed as the real door does."""
        self.send_response(200)
        self.send_header("Content-Type", "text/calendar; charset=utf-8")
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *_: object) -> None:
        """Keep the tests quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Run the http server in a thread, on the loopback only."""
    with Server(("127.0.0.1", 0), Door) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


class Subscriber:
    """A person who syncs with vdirsyncer and reads with khal."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        (folder / "sync.conf").write_text(SYNC.format(folder=folder, port=port))
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))
        (folder / "events").mkdir()
        self._run("vdirsyncer", "--config", "sync.conf", "discover", "parc")

    def sync(self) -> None:
        """Fetch the feed."""
        self._run("vdirsyncer", "--config", "sync.conf", "sync")

    def agenda(self) -> list[str]:
        """Return what khal shows of the autumn."""
        listing = ("list", "--day-format", "", "--format", COLUMNS, "2026-10-15", "90d")
        lines = self._run("khal", "--config", "khal.conf", *listing).splitlines()
        return [line.strip() for line in lines]

    def _run(self, module: str, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 – our own words, no shell
            [sys.executable, "-m", module, *arguments],
            cwd=self.folder,
            env=os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(self.folder), "no_proxy": "*"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"{module} failed: {done.stdout}{done.stderr}")
        return done.stdout


@pytest.fixture
def subscriber(server: Server, tmp_path: Path) -> Subscriber:
    """Return a person who knows the secret address and has fetched nothing yet."""
    return Subscriber(tmp_path, server.server_port)


def test_khal_lists_what_waits_what_is_agreed_and_what_was_cancelled(
    server: Server, subscriber: Subscriber
) -> None:
    server.content = make_feed(Podium="tentative", Tentes="confirmed", Sono="cancelled")
    subscriber.sync()
    assert subscriber.agenda() == [
        "2026-10-20T09:00|2026-10-20T18:00|À confirmer : Podium|TENTATIVE",
        "2026-10-21T09:00|2026-10-21T18:00|Tentes|CONFIRMED",
        "2026-10-22T09:00|2026-10-22T18:00|Annulé : Sono|CANCELLED",
    ]


def test_an_approval_replaces_the_event_and_a_revocation_erases_all(
    server: Server, subscriber: Subscriber
) -> None:
    server.content = make_feed(Podium="tentative", Tentes="confirmed")
    subscriber.sync()
    server.content = make_feed(Podium="confirmed")
    subscriber.sync()
    approved = subscriber.agenda()
    today = datetime(2026, 11, 2, tzinfo=UTC).date()
    server.content = revoked("Parc", "Europe/Paris", today, "p.example")
    subscriber.sync()
    assert approved == ["2026-10-20T09:00|2026-10-20T18:00|Podium|CONFIRMED"]
    assert subscriber.agenda() == ["2026-11-02|2026-11-02|Abonnement révoqué|CONFIRMED"]
