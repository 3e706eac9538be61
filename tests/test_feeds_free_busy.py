"""When something is taken, asked at the secret address of a calendar: all of it, drawn seldom."""

from datetime import datetime, timedelta

import icalendar
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from booking import clock, feeds
from booking.dealings import FeedScope
from booking.period import Period
from booking.queries import accounts, agendas, snapshots
from booking.queries import calendars as shown
from booking.rules.access import Actor
from booking.usecases import calendars, reservations
from tests.agendas import ADDRESS, events, lend, subscribed
from tests.factories import set_clock
from tests.pages.place import Place, as_actor, make_place

FREE_BUSY = ADDRESS.replace(".ics", ".ifb")
OF_ITEM = "/calendriers/chaises/Chaises.ifb"


@pytest.fixture
def place(base: Connection) -> Place:
    """Give a town hall that borrows and one that lends."""
    return make_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    """Give whose feeds they are: what the town borrows, and an item."""
    snapshots.forget(accounts.digest("chaises"))  # files outlive the tests' transactions
    actor = subscribed(place)
    chairs = str(place.chairs.id)
    calendars.create(actor, FeedScope.ITEM, "Chaises", "chaises", thing=chairs, key="chaises")
    return actor


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give in which form calendars were drawn since."""
    forms: list[str] = []
    draw = feeds._drawn

    def noted(feed: shown.FeedRecord, reader: Actor, form: str, now: datetime) -> bytes:
        forms.append(form)
        return draw(feed, reader, form, now)

    monkeypatch.setattr(feeds, "_drawn", noted)
    return forms


def taken(client: FlaskClient, address: str) -> list[Period]:
    (told,) = icalendar.Calendar.from_ical(client.get(address).data).walk("VFREEBUSY")
    found = told.get("FREEBUSY", [])
    return [Period(*each.dt) for each in (found if isinstance(found, list) else [found])]


@pytest.mark.usefixtures("owner")
def test_what_is_too_much_for_a_calendar_is_taken_all_the_same(
    client: FlaskClient, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "MAX_EVENTS", 1)
    monkeypatch.setattr(agendas, "BATCH", 1)
    first = clock.now().replace(microsecond=0) + timedelta(days=3)
    loans = [
        Period(at, at + timedelta(hours=2)) for at in (first + timedelta(days=i) for i in range(5))
    ]
    loans.append(Period(first - timedelta(days=9), first - timedelta(days=8)))
    lend(place.tents, place.borrower, place.secretary, loans)

    assert len(events(client.get(ADDRESS))) < len(loans)
    assert taken(client, FREE_BUSY) == sorted(loans)


@pytest.mark.parametrize("address", [FREE_BUSY, OF_ITEM])
@pytest.mark.usefixtures("owner")
def test_what_did_not_change_is_not_drawn_again(
    client: FlaskClient,
    place: Place,
    drawn: list[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    set_clock(monkeypatch, clock.now().replace(minute=5) + timedelta(hours=1))
    mine = place.requested()
    known = client.get(address)

    assert client.get(address).data == known.data
    set_clock(monkeypatch, clock.now() + timedelta(minutes=50))
    held = {"If-None-Match": known.headers["ETag"]}
    assert client.get(address, headers=held).status_code == 304
    assert drawn == ["ifb"]
    reservations.approve(as_actor(place.manager), mine.id)
    client.get(address)
    assert drawn == ["ifb", "ifb"]


@pytest.mark.parametrize(("address", "times"), [(FREE_BUSY, 2), (OF_ITEM, 3)])
@pytest.mark.usefixtures("owner")
def test_an_item_is_looked_at_every_hour_and_all_else_every_day(
    client: FlaskClient, drawn: list[str], monkeypatch: pytest.MonkeyPatch, address: str, times: int
) -> None:
    noon = clock.now().replace(hour=12, minute=5) + timedelta(days=1)
    for at in (noon, noon + timedelta(minutes=59), noon + timedelta(days=1)):
        set_clock(monkeypatch, at)
        client.get(address)

    assert len(drawn) == times
