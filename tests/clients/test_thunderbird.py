"""What Thunderbird alone does: it names, writes, asks whether anything changed, and gives up."""

from datetime import timedelta

import pytest

from booking import clock, feeds
from booking.usecases import calendars, reservations
from tests.clients.living import REVOKED, TITLE, WAITING, ask_for_chairs, seen_as
from tests.clients.serving import Served
from tests.clients.thunderbird import Thunderbird
from tests.factories import set_clock
from tests.journeys.service import fetch
from tests.pages.place import as_actor

pytestmark = pytest.mark.clients


def test_name(served: Served, thunderbird: Thunderbird) -> None:
    place = served.place()
    address = served.subscribe(place.secretary, "Dépôt d’Épinay : été 50/50")

    subscription = thunderbird.subscribe(address.url)

    assert subscription.state()["name"] == "Dépôt d’Épinay : été 50-50"
    assert [each.method for each in served.asked(address)] == ["HEAD", "GET"]


def test_304(served: Served, thunderbird: Thunderbird) -> None:
    place = served.place()
    mine = ask_for_chairs(place)
    address = served.subscribe(place.secretary, "Mairie")
    subscription = thunderbird.subscribe(address.url)
    subscription.refresh()
    assert served.statuses(address) == [200, 304]
    assert subscription.shown() == [seen_as(WAITING, "TENTATIVE")]

    reservations.approve(as_actor(place.manager), mine)
    subscription.refresh()
    subscription.refresh()

    assert served.statuses(address) == [200, 304, 200, 304]
    assert subscription.shown() == [seen_as(TITLE, "CONFIRMED")]


def test_put(served: Served, thunderbird: Thunderbird) -> None:
    place = served.place()
    ask_for_chairs(place)
    address = served.subscribe(place.secretary, "Mairie")
    subscription = thunderbird.subscribe(address.url)
    before = fetch(address.url)
    assert not subscription.state()["readOnly"]  # it learns that by trying

    subscription.retitle("Fête de quelqu’un d’autre")

    assert served.statuses(address, "PUT") == [405]
    assert fetch(address.url).body == before.body
    state = subscription.state()
    assert (state["readOnly"], state["disabled"]) == (True, False)
    subscription.refresh()
    assert subscription.shown() == [seen_as(WAITING, "TENTATIVE")]
    assert "not writable" in subscription.retitle("Encore")
    assert served.statuses(address, "PUT") == [405]  # it did not try again


def test_emptied(served: Served, thunderbird: Thunderbird, monkeypatch: pytest.MonkeyPatch) -> None:
    place = served.place()
    mine = ask_for_chairs(place)
    subscription = thunderbird.subscribe(served.subscribe(place.secretary, "Mairie").url)
    reservations.cancel(as_actor(place.secretary), mine)
    set_clock(monkeypatch, clock.now() + timedelta(days=15))

    subscription.refresh()

    assert subscription.shown() == []
    assert not subscription.state()["disabled"]


def test_a_passing_failure(
    served: Served, thunderbird: Thunderbird, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = served.place()
    mine = ask_for_chairs(place)
    address = served.subscribe(place.secretary, "Mairie")
    subscription = thunderbird.subscribe(address.url)
    reservations.approve(as_actor(place.manager), mine)
    with monkeypatch.context() as broken:
        for step in ("render", "revoked"):
            broken.setattr(feeds.ics, step, fail)
        known = fetch(address.url)
        subscription.refresh()
        state = subscription.state()
        assert (state["disabled"], state["failed"]) == (False, False)
        assert subscription.shown() == [seen_as(WAITING, "TENTATIVE")]
        assert (known.status, served.statuses(address)) == (200, [200, 200, 304])

    subscription.refresh()

    assert subscription.shown() == [seen_as(TITLE, "CONFIRMED")]


def fail(*_: object, **__: object) -> bytes:
    raise RuntimeError("it cannot be drawn")


def test_revoked_long_ago(
    served: Served, thunderbird: Thunderbird, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = served.place()
    ask_for_chairs(place)
    address = served.subscribe(place.secretary, "Mairie")
    subscription = thunderbird.subscribe(address.url)
    calendars.revoke(as_actor(place.secretary), address.feed_id)
    subscription.refresh()

    set_clock(monkeypatch, clock.now() + timedelta(days=29))
    subscription.refresh()
    assert [each.title for each in subscription.shown()] == [REVOKED]
    set_clock(monkeypatch, clock.now() + timedelta(days=2))
    subscription.refresh()
    subscription.refresh()

    assert subscription.state()["disabled"]
    assert served.statuses(address)[-1] == 410
    assert served.statuses(address).count(410) == 1  # it asks no more
