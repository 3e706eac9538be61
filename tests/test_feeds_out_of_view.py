"""A calendar whose subject goes out of its reader's view, and comes back."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from booking import clock
from booking.dealings import FeedScope
from booking.models.accounts import Membership
from booking.queries import accounts, snapshots, subscriptions
from booking.queries.subscriptions import FeedView
from booking.rules.access import Actor
from booking.usecases import calendars
from booking.vocabulary import Role
from tests.agendas import SECRET, events
from tests.factories import LONG_AGO, keep, set_clock
from tests.pages.place import Place, as_actor, make_place


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    """Give whose feed it is: the secretary of the borrower."""
    for secret in (SECRET, "parc"):  # files outlive the tests' transactions
        snapshots.forget(accounts.digest(secret))
    actor = as_actor(place.secretary)
    calendars.create(actor, FeedScope.ME, "Mairie", SECRET)
    return actor


def test_who_keeps_a_role_reads_an_end_that_may_itself_end(
    client: FlaskClient, place: Place, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role that ended long ago says nothing of what went out of view today."""
    former = Membership(
        user_id=owner.user_id,
        organization_id=owner.organization_id,
        role=Role.TECHNICIAN,
        starts_on=LONG_AGO,
        ends_on=clock.now().date() - timedelta(days=400),
    )
    calendars.create(owner, FeedScope.POOL, "Parc", "parc", thing=str(place.pool.id))
    place.requested()
    place.pool.hidden = True
    keep(former, place.pool)
    address = "/calendriers/parc/Parc.ics"

    for days in (0, 29, 90):
        set_clock(monkeypatch, clock.now() + timedelta(days=days))
        assert "révoqué" in events(client.get(address))[0]["SUMMARY"]
    assert not seen_by(owner, "Parc").told
    assert seen_by(owner, "Mairie").told
    place.pool.hidden = False
    keep(place.pool)
    assert "révoqué" not in client.get(address).text
    assert seen_by(owner, "Parc").told


def seen_by(owner: Actor, name: str) -> FeedView:
    """Return one of somebody's subscriptions, as their page shows it."""
    return next(each for each in subscriptions.of_person(owner) if each.name == name)
