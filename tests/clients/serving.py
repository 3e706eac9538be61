"""The service itself over http on the loopback, on a database of its own, with what it answered.

In this very process, so that a test acts through the use-cases and moves the clock.
"""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from booking.db import db
from booking.dealings import FeedScope
from booking.queries import subscriptions as reads
from booking.usecases import calendars
from booking.web import feed_url
from tests.conftest import make_app, migrate
from tests.pages.place import Place, as_actor, make_place
from tests.postgres import free_port


@dataclass(frozen=True)
class Asked:
    """One question of a reader, and the status of the answer."""

    method: str
    path: str
    known: str  # the ETag it has already
    status: int


@dataclass(frozen=True)
class Address:
    """A secret address as its owner copies it."""

    feed_id: int
    secret: str
    url: str


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request: a line would hold a secret."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Served:
    """The running service."""

    app: Flask
    url: str
    record: list[Asked] = field(default_factory=list)

    def place(self) -> Place:
        """Return a territory of its own, where nobody asked for anything yet."""
        return make_place()

    def subscribe(
        self, person: Any, name: str, scope: FeedScope = FeedScope.ME, thing: int | None = None
    ) -> Address:
        """Return a new secret address of a person's, as the page gives it."""
        secret = secrets.token_urlsafe(24)
        about = {"thing": str(thing)} if thing else {}
        feed_id = calendars.create(as_actor(person), scope, name, secret, **about)
        kept = reads.show(as_actor(person), feed_id).name
        with self.app.test_request_context():
            return Address(feed_id, secret, feed_url(secret, kept))

    def asked(self, address: Address) -> list[Asked]:
        """Return what was asked of an address so far."""
        return [each for each in self.record if address.secret in each.path]

    def statuses(self, address: Address, method: str = "GET") -> list[int]:
        """Return what the address answered to one method, in order."""
        return [each.status for each in self.asked(address) if each.method == method]


def recorded(answer: Callable[..., Any], record: list[Asked]) -> Callable[..., Any]:
    """Return the application, noting each question and the status of its answer."""

    def noting(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        def started(status: str, *rest: Any) -> Any:
            known = environ.get("HTTP_IF_NONE_MATCH", "")
            asked = environ["REQUEST_METHOD"], environ["PATH_INFO"], known
            record.append(Asked(*asked, int(status[:3])))
            return start(status, *rest)

        return answer(environ, started)

    return noting


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve an empty, migrated database until the end."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    app = make_app(f"sqlite:///{folder / 'parc.sqlite'}", public_url=url)
    served = Served(app, url)
    with app.app_context():
        migrate()
        db.session.remove()
    noting = recorded(app.wsgi_app, served.record)
    server = make_server("127.0.0.1", port, noting, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()
