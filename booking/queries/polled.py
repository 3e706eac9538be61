"""The one query that is asked all day long: the row of a calendar and its version.

A session, its transaction and the making of the query cost ten times the query itself. Here the
query is written out once, and asked of a connection of the pool with nothing around it.
"""

from collections import namedtuple
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Select

from booking.db import db


class _Ready(NamedTuple):
    """A query as the driver takes it, and what makes a row of its answer."""

    said: str
    own: dict[str, Any]  # values it has itself
    names: list[str] | None  # of all values, where the driver wants them in order
    row: Callable[..., Any]
    readers: list[Callable[[Any], Any] | None]


def glance(statement: Select[Any], **values: str) -> Any:
    """Return the first row of a query asked by itself, or None; one round trip."""
    bound = db.session.session_factory.kw.get("bind")
    if isinstance(bound, Connection):  # within the transaction of a test
        return bound.execute(statement, values).first()
    ready = _ready(statement, db.engine.dialect)
    found = _asked(ready, values)
    if found is None:
        return None
    parts = zip(ready.readers, found, strict=True)
    return ready.row(*(read(value) if read else value for read, value in parts))


@cache
def _ready(statement: Select[Any], dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect)
    columns = statement.selected_columns
    return _Ready(
        str(compiled),
        dict(compiled.params),
        compiled.positiontup,
        namedtuple("Row", columns.keys()),
        [each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns],
    )


def _asked(ready: _Ready, values: dict[str, str]) -> Any:
    named = ready.own | values
    given = [named[name] for name in ready.names] if ready.names is not None else named
    connection: Any = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "postgresql":
            connection.driver_connection.autocommit = True  # no BEGIN, no end: two trips less
        cursor = connection.cursor()
        cursor.execute(ready.said, given)
        return cursor.fetchone()
    finally:
        _returned(connection)


def _returned(connection: Any) -> None:
    """Give a connection back as it was; the pool throws one away that died meanwhile."""
    try:
        if db.engine.dialect.name == "postgresql":
            connection.driver_connection.autocommit = False
    finally:
        connection.close()
