"""How migrations reach the database: through the application's own engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from booking.db import Base, Instant, db


def render_item(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    """Write plain SQL types, so that old migrations never import today's classes."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and thing.__class__.__name__ == "Enum":
        return f"sa.String(length={thing.length})"
    return False


@contextmanager
def lenient(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others refer to: it changes one by making it again.

    It takes this between two transactions only, hence below SQLAlchemy, which would begin one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    bare: Any = connection.connection.driver_connection
    bare.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        bare.execute("PRAGMA foreign_keys=ON")


def check(ctx: Any, **_: object) -> None:
    """Undo a migration that leaves a row referring to nothing."""
    if ctx.connection.dialect.name != "sqlite":
        return
    if broken := ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError(f"a row of {broken[0]} would refer to nothing in {broken[2]}")


def run() -> None:
    """Run the migrations asked for, each in a transaction of its own."""
    with db.engine.connect().execution_options(writing=True) as connection, lenient(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
            on_version_apply=check,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
