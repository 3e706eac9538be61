"""How migrations reach the database: through the application's own engine."""

from typing import Any, Literal

from alembic import context

from booking.db import Base, Instant, db


def render_item(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    """Write plain SQL types, so that old migrations never import today's classes."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and thing.__class__.__name__ == "Enum":
        return f"sa.String(length={thing.length})"
    return False


def run() -> None:
    """Run the migrations asked for, each in a transaction of its own."""
    with db.engine.connect().execution_options(writing=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
