"""Instants, words and the transaction, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import StatementError

from booking.db import db, transaction
from booking.models.organizations import Organization, Territory
from booking.vocabulary import OrganizationKind
from tests.factories import make_commune, make_territory, make_user

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
