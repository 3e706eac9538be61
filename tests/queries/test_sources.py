"""What those who tend a stock read of the agendas that take some of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.dealings import Unread
from booking.errors import NotAllowed, NotFound
from booking.period import Period
from booking.queries import bars, sources
from booking.rules.occurrences import Busy
from booking.rules.planning import Kind
from booking.vocabulary import Role
from tests.factories import make_actor, make_commune, make_scene
from tests.outside import HOST
from tests.usecases.following import ADDRESS, NAME, Agenda, days_ahead, published, row, trip


@pytest.fixture
def agenda(base: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    """Publish an empty agenda beside forty chairs."""
    with published(make_scene(), monkeypatch) as made:
        made.says()
        yield made


def test_the_manager_reads_what_it_takes_and_where_it_is(agenda: Agenda) -> None:
    periods = [days_ahead(each) for each in (2, 3, 4, 5)]
    agenda.says(*(trip(each, f"{rank}") for rank, each in enumerate(periods)), trip(periods[0]))
    mine = agenda.followed(quantity=4)

    (seen,) = sources.of_item(agenda.scene.manager, agenda.scene.chairs.id)

    assert (seen.id, seen.name, seen.host, seen.address) == (mine, NAME, HOST, ADDRESS)
    assert (seen.count, seen.next, seen.quantity) == (4, tuple(periods[:3]), 4)
    assert (seen.failure, seen.dropped, seen.cut, seen.collisions) == (None, 0, False, ())
    assert seen.may_change


def test_who_only_tends_the_stock_does_not_read_the_address(agenda: Agenda) -> None:
    technician = make_actor(agenda.scene.maing, Role.TECHNICIAN)
    mine = agenda.followed()

    seen = sources.show(technician, mine)

    assert (seen.host, seen.address, seen.may_change) == (HOST, "", False)
    assert sources.may_follow(technician, agenda.scene.chairs.id) == []
    assert sources.may_follow(agenda.scene.manager, agenda.scene.chairs.id) == [
        agenda.scene.stock.id
    ]


def test_who_borrows_reads_none_of_it(agenda: Agenda) -> None:
    mine = agenda.follow()

    with pytest.raises(NotAllowed):
        sources.of_item(agenda.scene.secretary, agenda.scene.chairs.id)
    with pytest.raises(NotFound):
        sources.show(agenda.scene.secretary, mine)


def test_events_left_aside_are_counted(agenda: Agenda) -> None:
    agenda.says(trip(days_ahead(2)), trip(days_ahead(3), "b", "RRULE:FREQ=SECONDLY"))

    seen = sources.show(agenda.scene.manager, agenda.followed())

    assert (seen.count, seen.dropped) == (1, 1)


def test_a_failure_is_read_with_its_day(agenda: Agenda) -> None:
    agenda.fails(503)
    mine = agenda.followed()
    since = clock.now()
    agenda.read(mine)

    seen = sources.show(agenda.scene.manager, mine)

    assert (seen.failure, seen.failing_since, seen.read_at) == (Unread.BROKEN, since, None)


def test_all_of_it_is_asked_for_once_a_day(agenda: Agenda) -> None:
    agenda.says(trip(days_ahead(2)), etag='"1"')
    mine = agenda.followed()

    assert sources.asked(mine).known.etag == '"1"'
    row(mine).whole_at = clock.now() - timedelta(days=1)
    assert sources.asked(mine).known.etag == ""


def test_periods_are_kept_and_read_again() -> None:
    noon = datetime(2027, 1, 4, 12, tzinfo=UTC)
    busy = Busy("a", Period(noon, noon + timedelta(hours=1)))

    assert sources.written([busy]) == [
        ["a", "2027-01-04T12:00:00+00:00", "2027-01-04T13:00:00+00:00"]
    ]


def test_the_planning_says_it_to_who_tends_the_stock_and_to_others_that_it_is_taken(
    agenda: Agenda,
) -> None:
    agenda.says(trip(days_ahead(2)))
    agenda.followed(quantity=3)
    window = days_ahead(0, 24 * 30)
    chairs = agenda.scene.chairs
    artres = make_actor(make_commune(agenda.scene.territory, "Artres"))

    ((bar,),) = bars.of_rows(agenda.scene.manager, [chairs.stocks], window)
    assert (bar.kind, bar.label, bar.quantity) == (Kind.BUSY, "Occupé ailleurs : Bus scolaire", 3)
    for other in (agenda.scene.secretary, artres):
        ((bar,),) = bars.of_rows(other, [chairs.stocks], window)
        assert (bar.kind, bar.label, bar.quantity) == (Kind.BUSY, "Occupé", 0)
