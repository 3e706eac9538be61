"""Instants, words and the transaction, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.exc import StatementError

from booking.db import Session, append, db, engine_options, store, store_new, transaction
from booking.models.accounts import LoginAttempt
from booking.models.organizations import Organization, Territory
from booking.vocabulary import OrganizationKind
from tests.factories import make_commune, make_territory, make_user
from tests.postgres import Server

pytestmark = pytest.mark.usefixtures("base")


def test_an_instant_comes_back_in_utc() -> None:
    noon = datetime(2026, 12, 4, 12, tzinfo=timezone(timedelta(hours=1)))
    user = make_user(make_commune(make_territory()), created_at=noon)
    db.session.expire_all()

    assert user.created_at == noon
    assert user.created_at.tzinfo is UTC


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(StatementError, match="time zone"):
        make_user(make_commune(make_territory()), created_at=datetime(2026, 12, 4))  # noqa: DTZ001


def test_a_word_is_stored_by_its_code(base: Connection) -> None:
    make_commune(make_territory())
    kinds = select(Organization.__table__.c.kind.cast(Organization.name.type))

    assert set(base.scalars(kinds)) == {OrganizationKind.COMMUNE.value}


def test_what_fails_leaves_nothing() -> None:
    def fail() -> None:
        with transaction():
            db.session.add(Territory(siren="000000001", name="CC"))
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        fail()

    assert db.session.scalars(select(Territory)).all() == []


def towns(*names: str) -> list[Territory]:
    """Return territories not yet written."""
    return [Territory(siren=f"{number:09}", name=name) for number, name in enumerate(names, 1)]


@pytest.mark.parametrize("names", [(), ("CC du Val",), ("CC du Val", "CC du Mont", "CC du Lac")])
def test_rows_stored_at_once_know_their_ids(names: tuple[str, ...]) -> None:
    rows = towns(*names)

    store(rows)

    written = {each.id: each.name for each in db.session.scalars(select(Territory))}
    assert written == {each.id: each.name for each in rows}
    assert all(each not in db.session for each in rows)


@pytest.mark.parametrize("names", [(), ("CC du Val",), ("CC du Val", "CC du Mont")])
def test_rows_are_appended_with_what_is_not_told_by_default(names: tuple[str, ...]) -> None:
    append(towns(*names))

    written = db.session.execute(select(Territory.name, Territory.time_zone)).all()
    assert written == [(name, "Europe/Paris") for name in names]


def test_a_row_that_exists_is_not_stored_again() -> None:
    told = {"siren": "000000001", "name": "CC du Val"}
    first, second = (store_new(Territory, **told) for _ in range(2))

    assert second is None
    assert db.session.scalars(select(Territory.id)).all() == [first]


def test_what_is_stored_in_an_act_that_fails_is_not_kept() -> None:
    noon = datetime(2026, 12, 4, 12, tzinfo=UTC)

    def fail() -> None:
        with transaction():
            append([LoginAttempt(key="a", at=noon)])
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        fail()

    assert db.session.scalars(select(LoginAttempt)).all() == []


def test_a_connection_that_its_server_left_is_replaced(server: Server) -> None:
    url = server.new_database()
    engine = create_engine(url, **engine_options(url, 5))

    def backend() -> int | None:
        with engine.connect() as mine:
            return mine.scalar(text("SELECT pg_backend_pid()"))

    first = backend()
    assert backend() == first
    operator = create_engine(url)
    with operator.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:left, 5000)"), {"left": first})

    assert backend() not in {None, first}
    for each in (engine, operator):
        each.dispose()


def test_what_is_only_read_leaves_the_prepared_statements(server: Server) -> None:
    engine = create_engine(server.new_database())
    session = Session(db, bind=engine)
    for _ in range(10):  # the driver prepares what comes again and again
        session.execute(text("SELECT 1"))
        session.close()

    kept = session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
    session.close()
    engine.dispose()

    assert kept


def test_what_was_changed_outside_an_act_is_not_kept() -> None:
    territory = make_territory()
    known = territory.id
    territory.name = "Changé"

    db.session.remove()

    assert db.session.get_one(Territory, known).name != "Changé"
