"""A connection without SQLAlchemy: psycopg or sqlite3, the same statements in both."""

import re
import sqlite3
from datetime import UTC, datetime
from functools import cache
from typing import Any

import psycopg


class Raw:
    """One bare connection; statements name their values as `:name`."""

    def __init__(self, url: str) -> None:
        self.kind = "sqlite" if url.startswith("sqlite") else "postgresql"
        self.connection: Any
        if self.kind == "sqlite":
            path = url.removeprefix("sqlite:///")
            self.connection = sqlite3.connect(path, isolation_level=None, timeout=60)
            self.connection.execute("PRAGMA foreign_keys=ON")
        else:
            plain = url.replace("postgresql+psycopg", "postgresql")
            self.connection = psycopg.connect(plain, autocommit=True)

    def run(self, statement: str, **values: object) -> Any:
        """Execute one statement and return its cursor."""
        if self.kind == "sqlite":
            return self.connection.execute(_for_sqlite(statement), _as_text(values))
        return self.connection.execute(_for_psycopg(statement), values)

    def rows(self, statement: str, **values: object) -> list[Any]:
        """Return every row of a query."""
        return list(self.run(statement, **values).fetchall())

    def one(self, statement: str, **values: object) -> Any:
        """Return the first value of the first row."""
        return self.run(statement, **values).fetchone()[0]

    def begin(self) -> None:
        """Open a transaction that will write."""
        self.connection.execute("BEGIN IMMEDIATE" if self.kind == "sqlite" else "BEGIN")

    def commit(self) -> None:
        """Keep what was written."""
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Leave the database."""
        self.connection.close()


@cache
def _for_psycopg(statement: str) -> str:
    return re.sub(r"(?<!:):([a-z_]+)", r"%(\1)s", statement)


@cache
def _for_sqlite(statement: str) -> str:
    """Name the partial index as SQLite knows it."""
    return statement.replace("apart = TRUE", "apart = 1")


def _as_text(values: dict[str, object]) -> dict[str, object]:
    """Write instants as SQLAlchemy keeps them in SQLite."""
    return {
        name: f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
        if isinstance(value, datetime)
        else value
        for name, value in values.items()
    }
