"""The engine, the session, the base of all tables and the one place that commits."""

import select
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any

import flask_sqlalchemy.session
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    event,
    insert,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeDecorator, TypeEngine


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
            if not self._changed():
                self.expunge_all()  # what was read may be read on
                self.let_go()
            super().close()
        except DBAPIError:
            self.invalidate()

    def let_go(self) -> None:
        """End what was only read, by COMMIT: psycopg forgets what it prepared at each ROLLBACK."""
        if self._changed():
            self.rollback()
            return
        try:
            self.commit()
        except SQLAlchemyError:  # the server left meanwhile
            self.rollback()

    def _changed(self) -> bool:
        return bool(self.new or self.dirty or self.deleted or self.info.pop("flushed", False))


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _context: object) -> None:
    session.info["flushed"] = True  # until it is kept, or not


@event.listens_for(Session, "after_commit")
def _forget_flush(session: Session) -> None:
    session.info.pop("flushed", None)


KEPT_ALIVE = 60
"""Seconds without a word after which a connection makes sure that its server is there."""

db = SQLAlchemy(model_class=Base, session_options={"class_": Session})


def engine_options(url: str, lock_seconds: int) -> dict[str, Any]:
    """Return the engine's options: broken connections are replaced, nobody waits for ever."""
    if url.startswith("sqlite"):
        patience: dict[str, Any] = {"timeout": lock_seconds}
    else:
        patience = {
            "options": f"-c lock_timeout={lock_seconds}s",
            "connect_timeout": lock_seconds,
            "keepalives_idle": KEPT_ALIVE,
        }
    return {"connect_args": patience}


@event.listens_for(Engine, "checkout")
def _replace_broken(connection: Any, _record: object, _proxy: object) -> None:
    """Have a connection replaced when its server has left it.

    A server that goes says so, and one that went unheard is found out by the keep-alives: either
    leaves something to read, which nothing else does between two transactions. Looking costs no
    round trip, as a ping would at each transaction.
    """
    if isinstance(connection, sqlite3.Connection):
        return
    left = select.poll()
    left.register(connection.pgconn.socket, select.POLLIN)
    if left.poll(0):
        raise DisconnectionError


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave transactions to us: the driver would begin them too late to keep others out."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        # with 16 MB of pages at hand, and not 2, a long history slows no search
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "cache_size=-16000"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take SQLite's one write lock at once when about to write: it ignores FOR UPDATE."""
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def store_new(table: type[Base], **values: object) -> int | None:
    """Write a row and return its id; None when such a row exists. Waits for one being written."""
    adding = _adding(table, db.engine.dialect.name)
    made: int | None = db.session.connection().scalar(adding, values)
    return made


@cache
def _adding(table: type[Base], dialect: str) -> ReturningInsert[Any]:
    made: Any = table.__table__
    adding = postgresql.insert(made) if dialect == "postgresql" else sqlite.insert(made)
    return adding.on_conflict_do_nothing().returning(made.c.id)


def store(rows: Sequence[Base]) -> None:
    """Write new rows of one table at once, and give them their ids.

    The session does not follow them: its unit of work costs more than all the rest of an act.
    """
    if rows:
        ids = db.session.connection().scalars(_identified(type(rows[0])), _values(rows))
        for row, made in zip(rows, ids.all(), strict=True):
            row.id = made  # type: ignore[attr-defined] # every table has one


def append(rows: Sequence[Base]) -> None:
    """Write new rows of one table at once, whose ids nothing refers to yet."""
    if rows:
        db.session.connection().execute(_inserting(type(rows[0])), _values(rows))


@cache
def _identified(table: type[Base]) -> ReturningInsert[Any]:
    made: Any = table.__table__
    return insert(made).returning(made.c.id, sort_by_parameter_order=True)


@cache
def _inserting(table: type[Base]) -> Insert:
    made: Any = table.__table__
    return insert(made).inline()


def _values(rows: Sequence[Base]) -> Any:
    """Return what is told of the columns; the same for every row, of which one needs no list."""
    told = vars(rows[0]).keys() & type(rows[0]).__table__.c.keys()
    values = [{name: vars(row)[name] for name in told} for row in rows]
    return values if len(values) > 1 else values[0]


@contextmanager
def transaction() -> Iterator[None]:
    """Run one act: what it writes is kept whole, or not at all.

    What the page read before is let go first: on SQLite a reading transaction cannot become a
    writing one.
    """
    db.session().let_go()  # type: ignore[attr-defined] # a `Session` of ours
    db.session.connection(execution_options={"writing": True})
    db.session.info.pop("locked", None)  # nothing is, yet
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
