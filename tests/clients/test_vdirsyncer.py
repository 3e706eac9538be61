"""What vdirsyncer alone does: it asks for all each time, and keeps what it has when in doubt."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from booking import clock
from booking.usecases import calendars, reservations
from tests.clients.living import CANCELLED, WAITING, ask_for_chairs, seen_as
from tests.clients.serving import Served
from tests.factories import next_weekend, set_clock
from tests.pages.place import as_actor

pytestmark = pytest.mark.clients


@pytest.fixture
def khal(programs: Callable[[str], Any]) -> Any:
    """Give vdirsyncer with khal."""
    return programs("khal")


def test_it_asks_for_everything_each_time(served: Served, khal: Any) -> None:
    place = served.place()
    ask_for_chairs(place)
    address = served.subscribe(place.secretary, "Mairie")

    agenda = khal.subscribe(address.url)
    agenda.refresh()

    assert set(served.statuses(address)) == {200}
    assert not any(each.known for each in served.asked(address))


def test_it_refuses_a_calendar_that_was_emptied(
    served: Served, khal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is why a revoked calendar holds one event."""
    place = served.place()
    mine = ask_for_chairs(place)
    agenda = khal.subscribe(served.subscribe(place.secretary, "Mairie").url)
    reservations.cancel(as_actor(place.secretary), mine)
    agenda.refresh()
    weekend = next_weekend()
    assert agenda.shown() == [seen_as(CANCELLED, "CANCELLED", weekend)]
    set_clock(monkeypatch, clock.now() + timedelta(days=15))

    with pytest.raises(RuntimeError, match="was completely emptied"):
        agenda.refresh()

    assert agenda.shown() == [seen_as(CANCELLED, "CANCELLED", weekend)]


def test_it_keeps_what_it_has_of_an_address_that_is_gone(
    served: Served, khal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = served.place()
    ask_for_chairs(place)
    address = served.subscribe(place.secretary, "Mairie")
    agenda = khal.subscribe(address.url)
    weekend = next_weekend()
    calendars.revoke(as_actor(place.secretary), address.feed_id)
    set_clock(monkeypatch, clock.now() + timedelta(days=31))

    with pytest.raises(RuntimeError, match="GONE"):
        agenda.refresh()

    assert agenda.shown() == [seen_as(WAITING, "TENTATIVE", weekend)]
