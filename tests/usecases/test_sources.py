"""Agendas of elsewhere are followed, read again, and followed no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from booking import clock
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.journal import JournalEntry
from booking.queries import sources as readings
from booking.rules.access import SERVICE
from booking.usecases import sources, stocks
from booking.vocabulary import STAFF, HoldReason, MailKind, Role
from tests.factories import ask, make_actor, make_scene, next_weekend, set_clock
from tests.signing import written
from tests.usecases.following import (
    ADDRESS,
    NAME,
    Agenda,
    days_ahead,
    holds,
    published,
    row,
    taken,
    trip,
)
from tests.usecases.tending import agree, endangered, excesses, free, make_numbered


@pytest.fixture
def agenda(base: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    """Publish an empty agenda beside forty chairs."""
    with published(make_scene(), monkeypatch) as made:
        made.says()
        yield made


def test_what_an_agenda_says_is_held_with_its_source(agenda: Agenda) -> None:
    weekend = next_weekend()
    agenda.says(trip(weekend), trip(days_ahead(3), "b"))

    mine = agenda.followed(quantity=5)

    first, second = holds()
    assert (first.period, second.period) == (days_ahead(3), weekend)
    assert (second.reason, second.quantity, second.source_id) == (HoldReason.EXTERNAL, 5, mine)
    assert (second.note, second.beyond, second.despite) == (NAME, 0, "")
    assert free(agenda.scene.chairs, weekend) == 35
    assert (row(mine).read_at, row(mine).failure) == (row(mine).tried_at, None)


def test_only_what_changed_is_written_again(agenda: Agenda) -> None:
    stays, moves, goes = days_ahead(3), days_ahead(4), days_ahead(5)
    agenda.says(trip(stays), trip(moves, "b"), trip(goes, "c"))
    mine = agenda.followed()
    kept = holds()[0].id

    later = days_ahead(6)
    agenda.says(trip(later, "b"), trip(stays))
    agenda.read(mine)

    assert taken() == [stays, later]
    assert holds()[0].id == kept
    told = db.session.scalars(select(JournalEntry).filter_by(act="read_agenda")).all()
    assert [(each.facts["made"], each.facts["ended"]) for each in told] == [(3, 0), (1, 2)]
    agenda.read(mine)
    assert len(db.session.scalars(select(JournalEntry).filter_by(act="read_agenda")).all()) == 2


def test_what_has_begun_goes_on_and_what_is_over_stays(agenda: Agenda) -> None:
    agenda.says(trip(days_ahead(-0.1)), trip(days_ahead(-3), "b"))
    mine = agenda.followed()
    (begun,) = holds()
    assert begun.starts_at == row(mine).tried_at

    agenda.read(mine)
    assert [each.id for each in holds()] == [begun.id]
    agenda.says()
    agenda.read(mine)
    (over,) = holds()
    assert (over.id, over.ends_at) == (begun.id, clock.now())


def test_an_emptied_agenda_lets_everything_go(agenda: Agenda) -> None:
    agenda.says(trip(days_ahead(3)))
    mine = agenda.followed()

    agenda.says()
    agenda.read(mine)

    assert taken() == []


def test_the_same_is_not_sent_again_until_the_next_day(agenda: Agenda) -> None:
    period = days_ahead(5)
    agenda.says(trip(period), etag='"1"')
    mine = agenda.followed()
    held = holds()[0].id
    agenda.world.answer = lambda path: (304, {}, b"")

    agenda.read(mine)
    assert (row(mine).failure, [each.id for each in holds()]) == (None, [held])
    agenda.says(trip(period), etag='"1"')
    agenda.read(mine, 24)

    told = ["If-None-Match" in headers for _, headers in agenda.world.asked]
    assert told == [False, True, False]


def test_an_agenda_is_not_read_twice_at_once(agenda: Agenda) -> None:
    mine = agenda.followed()

    sources.refresh(agenda.scene.manager, mine)
    assert len(agenda.world.asked) == 1
    agenda.read(mine, 0.1)
    assert len(agenda.world.asked) == 2


def test_those_not_read_for_an_hour_are_due(agenda: Agenda) -> None:
    mine = agenda.follow()
    assert readings.due(clock.now()) == [mine]
    sources.refresh(SERVICE, mine)
    assert readings.due(clock.now() + timedelta(minutes=59)) == []
    assert readings.due(clock.now() + timedelta(hours=1)) == [mine]
    sources.stop(agenda.scene.manager, mine)
    assert readings.due(clock.now() + timedelta(hours=1)) == []


def test_followed_no_more_it_takes_nothing_and_its_address_is_erased(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    agenda.says(trip(days_ahead(-0.1)), trip(days_ahead(3), "b"))
    mine = agenda.followed()

    set_clock(monkeypatch, clock.now() + timedelta(hours=1))
    sources.stop(agenda.scene.manager, mine)

    assert [each.ends_at for each in holds()] == [clock.now()]
    assert (row(mine).address, row(mine).busy, row(mine).stopped_at) == (None, [], clock.now())
    with pytest.raises(NotFound):
        sources.refresh(SERVICE, mine)
    with pytest.raises(NotFound):
        sources.stop(agenda.scene.manager, mine)
    told = db.session.scalars(select(JournalEntry).filter_by(thing="stock")).all()
    assert [each.act for each in told][-3:] == ["follow_agenda", "read_agenda", "leave_agenda"]
    assert "secret-42" not in str([each.facts for each in told])


def test_a_loan_that_is_left_short_is_told_and_the_fact_stands(agenda: Agenda) -> None:
    weekend = next_weekend()
    mine = agree(agenda.scene, 38, weekend)
    agenda.says(trip(weekend))

    agenda.followed(quantity=5)

    assert free(agenda.scene.chairs, weekend) == 0
    assert endangered(agenda.scene) == [(mine, 3)]
    assert excesses() == [(3, "occupé ailleurs : Bus scolaire")]
    (told,) = written(MailKind.TO_REVIEW)
    assert told.to == agenda.scene.manager.email
    assert NAME in told.facts["because"]
    assert "il manque 3" in told.facts["lines"][0]


def test_what_is_given_back_goes_to_who_waits(agenda: Agenda) -> None:
    weekend = next_weekend()
    agenda.says(trip(weekend))
    mine = agenda.followed(quantity=40)
    (waiting,) = ask(
        agenda.scene.secretary, (agenda.scene.chairs, 2), period=weekend, if_short="waitlist"
    )

    agenda.says()
    agenda.read(mine)

    assert [each.facts["reservation_id"] for each in written(MailKind.OFFERED)] == [waiting]


def test_what_an_agenda_holds_is_not_put_back_by_hand(agenda: Agenda) -> None:
    agenda.says(trip(days_ahead(3)))
    agenda.followed()

    with pytest.raises(WrongMoment) as refusal:
        stocks.restore(agenda.scene.manager, holds()[0].id)

    assert (refusal.value.code, refusal.value.facts) == ("withheld_by_agenda", {"agenda": NAME})


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"quantity": 41}, "quantity"), ({"unit": "X-1"}, "unit")],
)
def test_what_no_agenda_can_take_is_refused(
    agenda: Agenda, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        agenda.follow(**facts)

    assert field in str(refusal.value.facts["errors"])


def test_an_agenda_is_followed_once_and_only_so_many_are(agenda: Agenda) -> None:
    agenda.follow()
    with pytest.raises(Invalid):
        agenda.follow()
    for rank in range(4):
        agenda.follow(address=f"{ADDRESS}?{rank}")
    with pytest.raises(Invalid):
        agenda.follow(address=f"{ADDRESS}?5")


def test_a_person_is_followed_by_no_agenda(
    base: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with published(make_numbered(1, family=STAFF), monkeypatch) as mine, pytest.raises(Invalid):
        mine.follow()


def test_those_who_tend_the_stock_read_it_and_those_who_manage_it_follow(agenda: Agenda) -> None:
    technician = make_actor(agenda.scene.maing, Role.TECHNICIAN)
    with pytest.raises(NotAllowed):
        agenda.follow(technician)
    with pytest.raises((NotAllowed, NotFound)):
        agenda.follow(agenda.scene.secretary)
    mine = agenda.follow()

    sources.refresh(technician, mine)
    with pytest.raises(NotAllowed):
        sources.stop(technician, mine)
    for stranger in (agenda.scene.secretary, replace(technician, territory_id=0)):
        with pytest.raises(NotFound):
            sources.refresh(stranger, mine)
