"""A real subscription: vdirsyncer fetches a feed over http and khal lists what it holds."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from booking.documents.calendar import Calendar, Event, render, revoked
from tests.subscriber import Subscriber

pytest.importorskip("vdirsyncer")
pytest.importorskip("khal")


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


@pytest.fixture
def subscriber(server: Server, tmp_path: Path) -> Subscriber:
    """Return a person who knows the secret address and has fetched nothing yet."""
    return Subscriber(tmp_path, f"http://127.0.0.1:{server.server_port}/f/secret/parc.ics")


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
