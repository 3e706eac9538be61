"""The demonstration, loaded once for each database."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from booking.db import db
from tests.conftest import inside
from tests.demonstration.loading import load, make_quick


@pytest.fixture(scope="package")
def stocked(app: Flask) -> Iterator[Connection]:
    """Load the demonstration into a transaction that is never kept."""
    with inside() as connection:
        with pytest.MonkeyPatch.context() as patch:
            load(patch)
        yield connection


@pytest.fixture
def loaded(stocked: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the demonstration as it was loaded, whatever other tests made of it."""
    make_quick(monkeypatch)
    db.session.remove()
    here = stocked.begin_nested()
    yield
    db.session.remove()
    here.rollback()
