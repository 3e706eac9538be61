"""The engine, the session, the base of all tables and the one place that commits."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import flask_sqlalchemy.session
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    bindparam,
    event,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType


class _Text(sqlite.DATETIME):
    """An instant as SQLite keeps it: bare, in UTC."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what reads it with its zone: to give it one afterwards takes four times longer."""
        return lambda value: value and datetime.fromisoformat(f"{value}+00:00")


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Return the type of the column."""
        kept = _Text() if dialect.name == "sqlite" else self.impl  # type: ignore[no-untyped-call]
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values and turn the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn PostgreSQL's value, in the zone of the server, to UTC."""
        return value and value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table shares: named constraints, aware instants, words stored by value."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Instant,
            Enum: EnumType(
                Enum,
                native_enum=False,
                length=32,
                values_callable=lambda words: [word.value for word in words],
            ),
        },
    )


class Session(flask_sqlalchemy.session.Session):
    """A session that honours the connection a test binds it to.

    Flask-SQLAlchemy looks the engine up by model and ignores the session's own bind, so that a
    test inside a transaction would write outside it.
    """

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **kw: Any
    ) -> Engine | Connection:
        """Return the bind given, else the session's own, else the application's engine."""
        found: Engine | Connection = (
            bind or self.bind or super().get_bind(mapper=mapper, clause=clause, bind=bind, **kw)
        )
        return found

    def close(self) -> None:
        """Let everything go, even through a connection that died since its last use.

        The answer is made by then: a failure here would turn it into a 500, and leave a broken
        session to the next request.
        """
        try:
            super().close()
        except DBAPIError:
            self.invalidate()


db = SQLAlchemy(model_class=Base, session_options={"class_": Session})


def engine_options(url: str, lock_seconds: int) -> dict[str, Any]:
    """Return the engine's options: broken connections are replaced, nobody waits for ever."""
    if url.startswith("sqlite"):
        patience: dict[str, Any] = {"timeout": lock_seconds}
    else:
        patience = {"options": f"-c lock_timeout={lock_seconds}s", "connect_timeout": lock_seconds}
    return {"pool_pre_ping": True, "connect_args": patience}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave transactions to us: the driver would begin them too late to keep others out."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take SQLite's one write lock at once when about to write: it ignores FOR UPDATE."""
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class _Numbers(UserDefinedType[Collection[int]]):
    """Many numbers as one value: the text of an array, or of a list in JSON."""

    cache_ok = True
    render_bind_cast = True  # PostgreSQL reads the text as an array once, not once for each row

    def get_col_spec(self, **_: object) -> str:
        """Return the type to cast to, where the dialect casts."""
        return "INTEGER[]"

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what writes the numbers."""
        start, end = "{}" if dialect.name == "postgresql" else "[]"
        return lambda numbers: f"{start}{','.join(map(str, numbers))}{end}"


class _Among(FunctionElement[bool]):
    """A column and what it should be among."""

    inherit_cache = True


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(each, **kw) for each in element.clauses)
    # as a subquery it is one value: the planner would weigh each of 300, for longer than the search
    return f"{column} = ANY ((SELECT {numbers})::integer[])"  # bound values


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 # bound values


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Tell whether a column is one of the numbers given to the statement under a name.

    They are one value, and the statement stays the same, and prepared, whatever their count: an IN
    with a place for each of 300 takes longer to write than to run.
    """
    return _Among(column, bindparam(name, type_=_Numbers)).self_group()  # type: ignore[return-value]


def insert_new(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that does nothing when such a row exists; it waits for one being written."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


@contextmanager
def transaction() -> Iterator[None]:
    """Run one act: what it writes is kept whole, or not at all.

    What the page read before is let go first: on SQLite a reading transaction cannot become a
    writing one.
    """
    db.session.rollback()
    db.session.connection(execution_options={"writing": True})
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
