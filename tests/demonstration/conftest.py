"""The demonstration, loaded once for each database."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from tests.conftest import inside
from tests.demonstration.loading import load, make_quick


@pytest.fixture(scope="package")
def stocked(app: Flask) -> Iterator[tuple[Connection, datetime]]:
    """Load the demonstration into a transaction that is never kept; tell when that was."""
    with inside() as connection:
        since = clock.now()
        with pytest.MonkeyPatch.context() as patch:
            load(patch)
        yield connection, since


@pytest.fixture
def loaded(stocked: tuple[Connection, datetime], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the demonstration as, and when, it was loaded, whatever other tests made of it."""
    connection, since = stocked
    make_quick(monkeypatch)
    db.session.remove()
    here = connection.begin_nested()
    with clock.behind(since):
        yield
    db.session.remove()
    here.rollback()
