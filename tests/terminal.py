"""A terminal: runs a command and looks at how it ended."""

from typing import Any

from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from booking.db import db


def run(runner: FlaskCliRunner, *words: object, status: int = 0) -> Result:
    """Run a command; it must end as said, without a trace of Python."""
    done = runner.invoke(args=[str(word) for word in words])
    assert done.exit_code == status, f"{done.output}{done.exception!r}"
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def count(table: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(table)).one()
