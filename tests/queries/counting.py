"""Counting what a read asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from booking.db import db


@contextmanager
def counting(connection: Connection, *, writes: bool = False) -> Iterator[list[str]]:
    """Collect the queries of a read that starts from nothing known; what is written too, if so."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().startswith("SELECT") or (writes and "SAVEPOINT" not in statement):
            asked.append(statement)

    db.session.remove()
    event.listen(connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection, "before_cursor_execute", note)
