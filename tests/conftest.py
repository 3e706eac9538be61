"""One application per database, each test inside a transaction that is never kept."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import Connection

from booking import files
from booking.app import create_app
from booking.config import Settings
from booking.db import db
from tests import buckets as services
from tests.browser import find_browser, left_out
from tests.client import browser
from tests.postgres import Server

DATABASES = ("sqlite", "postgresql")
FILES = Path(tempfile.mkdtemp(prefix="parc-commun-"))
"""Where every application of the tests keeps its files: the same bytes have the same name."""


def pytest_unconfigure() -> None:
    """Throw away the files of the tests."""
    shutil.rmtree(FILES, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, in one line; here, since only this file is read where tests share."""
    if not find_browser():
        terminalreporter.write_line(left_out(), yellow=True)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a real PostgreSQL of our own, started once."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    server = Server.create()
    yield server
    server.destroy()


@pytest.fixture(scope="session")
def buckets() -> Iterator[services.Service]:
    """Give a real S3 service of our own, started once."""
    with services.serving() as service:
        yield service


@pytest.fixture(params=["folder", "s3"])
def storage(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[services.Storage]:
    """Keep files in an empty storage of each kind."""
    if request.param == "folder":
        files.open_at(tmp_path.as_uri())
        found = tmp_path.rglob
        yield services.Storage(
            lambda: [f"{each.relative_to(tmp_path)}" for each in found("*") if each.is_file()]
        )
    else:
        service: services.Service = request.getfixturevalue("buckets")
        bucket = service.new_bucket()
        for name, value in services.KEYS.items():
            monkeypatch.setenv(name, value)
        files.open_at(service.url(bucket))
        yield services.Storage(lambda: service.names(bucket))
    files.open_at(FILES.as_uri())


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('base') / 'test.sqlite'}"
    server: Server = request.getfixturevalue("server")
    return server.new_database()


@pytest.fixture(scope="session")
def app(database_url: str) -> Iterator[Flask]:
    """Give the application on a migrated database."""
    app = make_app(database_url)
    with app.app_context():
        migrate()
        yield app
        db.session.remove()
        db.engine.dispose()


def make_app(database_url: str, **changes: str) -> Flask:
    """Return the application as tests want it: no CSRF, failures raised."""
    given = {"public_url": "http://localhost", "files_url": FILES.as_uri(), **changes}
    app = create_app(Settings(database_url=database_url, secret_key="tests only", **given))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


def migrate() -> None:
    """Build the tables by the real migrations."""
    from flask_migrate import upgrade

    upgrade()


@pytest.fixture
def base(app: Flask) -> Iterator[Connection]:
    """Open a transaction around the test: use-cases commit inside it, and nothing remains."""
    with inside() as connection:
        yield connection


@contextmanager
def inside() -> Iterator[Connection]:
    """Bind sessions to one transaction, undone in the end."""
    connection = db.engine.connect().execution_options(writing=True)
    outer = connection.begin()
    db.session.remove()
    db.session.configure(bind=connection, join_transaction_mode="create_savepoint")
    yield connection
    db.session.remove()
    db.session.configure(bind=None, join_transaction_mode="conditional_savepoint")
    outer.rollback()
    connection.close()


@pytest.fixture
def client(app: Flask, base: Connection) -> FlaskClient:
    """Give a browser without a screen."""
    return browser(app)


@pytest.fixture
def runner(app: Flask, base: Connection) -> FlaskCliRunner:
    """Give a terminal."""
    return app.test_cli_runner()
