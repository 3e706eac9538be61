"""The migrations make the tables of the models, and can be undone."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import inspect

from booking.db import Base, db
from tests.conftest import DATABASES, make_app


@pytest.fixture(params=DATABASES)
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Give the application on an empty database of its own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('migrations') / 'empty.sqlite'}"
    else:
        url = request.getfixturevalue("server").new_database()
    app = make_app(url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def config(app: Flask) -> Config:
    """Return Alembic's configuration as Flask-Migrate prepares it."""
    prepared: Config = app.extensions["migrate"].migrate.get_config()
    return prepared


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_what_the_models_say(empty: Flask) -> None:
    command.upgrade(config(empty), "head")

    command.check(config(empty))  # raises what differs

    assert tables() == set(Base.metadata.tables)


def test_the_migrations_go_up_down_and_up_again(empty: Flask) -> None:
    command.upgrade(config(empty), "head")
    command.downgrade(config(empty), "base")
    assert tables() == set()

    command.upgrade(config(empty), "head")

    assert tables() == set(Base.metadata.tables)
