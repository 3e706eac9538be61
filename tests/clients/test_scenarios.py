"""What every agenda must show while reservations live, over http, by the programs themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from booking import clock
from booking.dealings import FeedScope
from booking.period import Period
from booking.rules.asking import Edited
from booking.usecases import calendars, changes, reservations
from tests.clients.living import (
    CANCELLED,
    CHAIRS,
    RENEWED,
    REVOKED,
    TITLE,
    WAITING,
    ask_for_chairs,
    seen_as,
)
from tests.clients.readers import PARIS, Agenda, Reader, Shown
from tests.clients.serving import Address, Served
from tests.factories import next_weekend, set_clock
from tests.pages.place import Place, as_actor

pytestmark = pytest.mark.clients
HOUR = timedelta(hours=1)
CHANGES = (
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC),
    datetime(2030, 3, 31, 1, tzinfo=UTC),
    datetime(2030, 10, 27, 1, tzinfo=UTC),
)
"""When the clocks of France change."""
NEAR = 14
"""Hours before and after a change in which an event starts at each."""
TRICKY = "Noël à l’école « Élie-Cœur » : 50 %, 3 000 €, a;b,c\\n 🎄 ─ de\u0301but"


def borrowed(served: Served, place: Place) -> Address:
    """Return the address of what the borrower's secretary borrows."""
    return served.subscribe(place.secretary, "Mairie")


def lent(served: Served, place: Place) -> Address:
    """Return the address of what the pool lends."""
    return served.subscribe(place.manager, "Parc", FeedScope.POOL, place.pool.id)


def after(agenda: Agenda) -> list[Shown]:
    """Return what is shown once the agenda asked again."""
    agenda.refresh()
    return agenda.shown()


def test_change(served: Served, reader: Reader) -> None:
    place = served.place()
    mine = ask_for_chairs(place)
    agenda = reader.subscribe(borrowed(served, place).url)
    assert agenda.shown() == [seen_as(WAITING, "TENTATIVE")]
    later = next_weekend(6)

    dates = Edited(starts_at=later.starts_at, ends_at=later.ends_at)
    changes.edit(as_actor(place.secretary), mine, dates)
    assert after(agenda) == [seen_as(WAITING, "TENTATIVE", later)]

    reservations.approve(as_actor(place.manager), mine)
    assert after(agenda) == [seen_as(TITLE, "CONFIRMED", later)]


def test_removal(served: Served, reader: Reader) -> None:
    place = served.place()
    gone, kept = ask_for_chairs(place), ask_for_chairs(place, next_weekend(8))
    agenda = reader.subscribe(lent(served, place).url)
    here = f"{CHAIRS} — {place.borrower.name}"
    waiting = f"À confirmer : {here}"
    both = [seen_as(waiting, "TENTATIVE"), seen_as(waiting, "TENTATIVE", next_weekend(8))]
    assert agenda.shown() == both

    reservations.approve(as_actor(place.manager), kept)
    reservations.cancel(as_actor(place.secretary), gone)

    assert after(agenda) == [seen_as(here, "CONFIRMED", next_weekend(8))]


def test_cancel(served: Served, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    place = served.place()
    mine, other = ask_for_chairs(place), next_weekend(8)
    ask_for_chairs(place, other)
    agenda = reader.subscribe(borrowed(served, place).url)

    reservations.cancel(as_actor(place.secretary), mine)
    left = seen_as(WAITING, "TENTATIVE", other)
    assert after(agenda) == [seen_as(CANCELLED, "CANCELLED"), left]

    set_clock(monkeypatch, clock.now() + timedelta(days=14, minutes=1))
    assert after(agenda) == [left]


def test_revoke(served: Served, reader: Reader) -> None:
    place = served.place()
    ask_for_chairs(place)
    address = borrowed(served, place)
    agenda = reader.subscribe(address.url)
    assert len(agenda.shown()) == 1

    calendars.revoke(as_actor(place.secretary), address.feed_id)

    today = clock.today(PARIS)
    tomorrow = today + timedelta(days=1)
    notice = Shown(today.isoformat(), tomorrow.isoformat(), REVOKED, "CONFIRMED")
    assert after(agenda) == [notice]


def test_rotate(served: Served, reader: Reader) -> None:
    place = served.place()
    ask_for_chairs(place)
    address = borrowed(served, place)
    agenda = reader.subscribe(address.url)

    calendars.rotate(as_actor(place.secretary), address.feed_id, "x" * 40 + str(address.feed_id))

    assert [each.title for each in after(agenda)] == [RENEWED]


def test_empty(served: Served, reader: Reader) -> None:
    place = served.place()
    agenda = reader.subscribe(borrowed(served, place).url)
    assert agenda.shown() == []
    assert after(agenda) == []

    ask_for_chairs(place)
    assert after(agenda) == [seen_as(WAITING, "TENTATIVE")]


def test_whole_days(served: Served, reader: Reader) -> None:
    place = served.place()
    friday = next_weekend().starts_at.astimezone(PARIS).date()
    midnight = datetime.combine(friday, datetime.min.time(), PARIS)
    ends = datetime.combine(friday + timedelta(days=3), datetime.min.time(), PARIS)
    ask_for_chairs(place, Period(midnight.astimezone(UTC), ends.astimezone(UTC)))

    (whole,) = reader.subscribe(borrowed(served, place).url).shown()

    assert whole[:2] == (friday.isoformat(), (friday + timedelta(days=3)).isoformat())


def test_words_of_any_kind(served: Served, reader: Reader) -> None:
    place = served.place()
    ask_for_chairs(place, purpose=TRICKY)

    (told,) = reader.subscribe(borrowed(served, place).url).shown()

    assert told.title == f"À confirmer : {TRICKY} — {CHAIRS}"


@pytest.mark.parametrize("year", [2027, 2030])
def test_every_hour_around_the_changes_of_the_clocks(
    served: Served, reader: Reader, year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, datetime(year, 2, 1, 9, tzinfo=UTC))
    place = served.place()
    hours = [
        Period(change + hour * HOUR, change + (hour + 1) * HOUR)
        for change in CHANGES
        if change.year == year
        for hour in range(-NEAR, NEAR)
    ]
    for rank, hour in enumerate(hours):
        ask_for_chairs(place, hour, purpose=f"Heure {rank:02d}")

    told = reader.subscribe(borrowed(served, place).url).shown()

    expected = [
        seen_as(f"À confirmer : Heure {rank:02d} — {CHAIRS}", "TENTATIVE", hour)
        for rank, hour in enumerate(hours)
    ]
    assert sorted(told) == sorted(expected)
