"""The migrations make the tables of the models, and can be undone."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import inspect, select, update

from booking.db import Base, db
from booking.letters import plain
from booking.models.catalogue import Item, StockMovement, Unit
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import PaperState, Part, SignState
from booking.queries import signatures as signing
from booking.usecases import reservations
from booking.vocabulary import STAFF, LifeStage, Status, Tracking
from tests.conftest import DATABASES, make_app
from tests.factories import ask, make_commune, make_item, make_scene


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


def test_the_migrations_keep_what_is_there(empty: Flask) -> None:
    """A base that serves is brought forward, and back if it must be, with all that it holds."""
    command.upgrade(config(empty), "head")
    scene = make_scene(description="Cœur de ville")
    ask(scene.secretary, (scene.chairs, 2))
    name, reference = scene.chairs.name, scene.chairs.reference
    make_item(scene.pool, 1, reference="TEL", name="Télépilote", family=STAFF)
    make_item(scene.pool, 2, reference="CHAUF", name="Chauffeur", family=STAFF)
    db.session.remove()

    command.downgrade(config(empty), "0002")
    command.upgrade(config(empty), "head")

    chairs = db.session.scalars(select(Item).filter_by(reference=reference)).one()
    assert chairs.search_text == plain(f"{name} {reference} Cœur de ville")
    assert (chairs.stage, chairs.pool.kinds) == (LifeStage.PUBLISHED, ["commune"])
    assert [each.status for each in db.session.scalars(select(Reservation))] == [Status.REQUESTED]
    assert [each.number for each in db.session.scalars(select(Unit))] == ["TEL-01"]
    pilot, driver = db.session.scalars(select(Item).filter_by(family=STAFF).order_by(Item.id))
    assert (pilot.tracking, driver.tracking) == (Tracking.NUMBERED, Tracking.BULK)
    moved = select(StockMovement).where(StockMovement.unit_id.is_not(None))
    assert [each.stock_id for each in db.session.scalars(moved)] == [pilot.stocks[0].id]


def test_papers_of_before_wait_for_their_signatures(empty: Flask) -> None:
    """What was issued when nobody signed here is signed as if it were issued now."""
    command.upgrade(config(empty), "head")
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 2))
    (given_up,) = ask(scene.secretary, (scene.chairs, 2))
    for each in (mine, given_up):
        reservations.approve(scene.manager, each)
    lent_by_another = make_item(scene.pool, owner=make_commune(scene.territory, "CA du Val"))
    (managed,) = ask(scene.secretary, (lent_by_another, 1))
    reservations.approve(scene.manager, managed)
    db.session.execute(
        update(Reservation).where(Reservation.id == given_up).values(status=Status.CANCELLED)
    )
    db.session.commit()
    db.session.remove()

    command.downgrade(config(empty), "0005")
    command.upgrade(config(empty), "head")

    papers = db.session.scalars(select(Convention).order_by(Convention.reservation_id)).all()
    signed = {
        each.reservation_id: [(one.part, one.state) for one in each.signatures] for each in papers
    }
    asked, waits = SignState.ASKED, SignState.WAITING
    assert signed == {
        mine: [(Part.BORROWER, asked), (Part.OWNER, waits)],
        given_up: [],
        managed: [(Part.BORROWER, asked), (Part.MANAGER, waits), (Part.OWNER, waits)],
    }
    states = [each.state for each in papers]
    assert states == [PaperState.TO_SIGN, PaperState.CANCELLED, PaperState.TO_SIGN]
    first = papers[0].signatures[0]
    assert first.asked_at
    assert first.organization.name == "Quérénaing"
    taken = signing.depositable(scene.manager, papers[0])
    assert len(taken) == 2
