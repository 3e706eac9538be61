"""Databases to measure: made by the real migrations, one for each length of history."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from bench import history
from booking.app import create_app
from booking.config import Settings
from booking.db import db
from tests.postgres import Server

PATIENCE = 60  # seconds, for SQLite has one writer and eight wait
SECRET = "for measures only"  # noqa: S105 -- it guards nothing


@dataclass(frozen=True)
class Base:
    """One database, filled with so many past reservations."""

    url: str
    past: int
    app: Flask
    scene: history.Scene


@cache
def open_app(url: str) -> Flask:
    """Return the application on a database."""
    return create_app(Settings(database_url=url, secret_key=SECRET, lock_seconds=PATIENCE))


@contextmanager
def places() -> Iterator[dict[str, "Place"]]:
    """Give where to make databases of each kind, gone at the end."""
    server = Server.create()
    try:
        with tempfile.TemporaryDirectory(prefix="parc-commun-bench-") as folder:
            yield {"postgresql": Place(server), "sqlite": Place(Path(folder))}
    finally:
        server.destroy()


@dataclass(frozen=True)
class Place:
    """A server, or a folder of files."""

    where: Server | Path

    def make(self, past: int) -> Base:
        """Make a database and fill it."""
        if isinstance(self.where, Server):
            url = self.where.new_database()
        else:
            url = f"sqlite:///{self.where / f'{past}.sqlite'}"
        app = open_app(url)
        with app.app_context():
            upgrade()
            scene = history.set_scene()
            history.fill(scene, past)
            analyse(db.engine.dialect.name)
            db.session.remove()
        return Base(url, past, app, scene)


def analyse(dialect: str) -> None:
    """Do what the database does by itself in the nights that the history took."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if dialect == "postgresql" else "ANALYZE"))
