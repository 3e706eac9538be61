"""Who is written to when a control fails a loan or falls due, and that somebody is."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from booking import clock
from booking.db import db
from booking.documents.words import plain_day
from booking.fitness import Finding
from booking.models.catalogue import Item
from booking.models.mail import Message
from booking.rules.access import SERVICE
from booking.usecases import inspections
from booking.vocabulary import MailKind, Role
from tests.factories import ask, keep, make_commune, make_scene, make_user, set_clock
from tests.fitness import day, inspect, loan, make_platform, ready_scene
from tests.queries.counting import counting
from tests.usecases.fleet import Fleet

pytestmark = pytest.mark.usefixtures("base")


def written(kind: MailKind) -> list[Message]:
    return list(db.session.scalars(select(Message).filter_by(kind=kind).order_by(Message.id)))


def fleet() -> Fleet:
    """Give a platform in order for 200 days, lent from the 20th to the 30th."""
    scene = ready_scene()
    fleet = Fleet(scene, make_platform(scene))
    inspect(fleet.item, day(200))
    fleet.ask(20, 30)
    return fleet


@pytest.mark.parametrize(
    ("until", "told"),
    [(19, False), (20, True), (29, True), (30, False), (300, False)],
)
def test_a_loan_in_which_the_thing_now_falls_due_is_to_be_reviewed(until: int, told: bool) -> None:
    mine = fleet()

    mine.record(valid_until=day(until))

    sent = written(MailKind.TO_REVIEW)
    assert [each.to for each in sent] == [mine.manager.email] * told
    for each in sent:
        assert plain_day(day(until)) in str(each.facts["because"])
        assert len(each.facts["lines"]) == 1


def test_what_already_fell_due_in_a_loan_is_not_told_again() -> None:
    mine = fleet()
    mine.record(valid_until=day(25))

    mine.record(valid_until=day(26))
    assert len(written(MailKind.TO_REVIEW)) == 1


def test_an_old_control_changes_nothing() -> None:
    mine = fleet()

    mine.record(-60, valid_until=day(25))

    assert written(MailKind.TO_REVIEW) == []


def test_a_failure_is_told_with_its_loans() -> None:
    mine = fleet()

    mine.record(finding=Finding.FAILED)

    (sent,) = written(MailKind.TO_REVIEW)
    assert "non conforme" in str(sent.facts["because"])


def of_artres(until: date) -> tuple[Item, int]:
    """Give a platform of a commune where nobody manages, in the pool of another such."""
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    platform = make_platform(scene, owner=artres)
    inspect(platform, until)
    platform.pool.manager = artres
    keep(platform.pool)
    ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 20, 21))
    return platform, artres.id


def test_without_a_manager_the_administrators_are_written_to() -> None:
    platform, _ = of_artres(day(-3))
    administrator = make_user(platform.owner, Role.ADMINISTRATOR)

    assert inspections.remind(SERVICE) == 1

    assert [each.to for each in written(MailKind.FALLING_DUE)] == [administrator.email]
    assert [each.to for each in written(MailKind.TO_REVIEW)] == [administrator.email]


def test_what_falls_due_waits_until_there_is_somebody_to_tell() -> None:
    platform, _ = of_artres(day(3))

    assert inspections.remind(SERVICE) == 0
    manager = make_user(platform.owner, Role.MANAGER)
    assert inspections.remind(SERVICE) == 1
    assert inspections.remind(SERVICE) == 0
    assert [each.to for each in written(MailKind.FALLING_DUE)] == [manager.email]


def test_what_was_missed_waits_until_there_is_somebody_to_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    platform, _ = of_artres(day(300))
    inspect(platform, day(180), day=day(2), finding=None)
    set_clock(monkeypatch, clock.now() + timedelta(days=4))

    inspections.remind(SERVICE)
    assert written(MailKind.TO_REVIEW) == []
    manager = make_user(platform.owner, Role.MANAGER)
    inspections.remind(SERVICE)
    inspections.remind(SERVICE)
    assert [each.to for each in written(MailKind.TO_REVIEW)] == [manager.email]


def test_two_clocks_at_once_remind_once(base: Connection) -> None:
    platform, _ = of_artres(day(3))
    make_user(platform.owner, Role.MANAGER)

    with counting(base) as asked:
        inspections.remind(SERVICE)

    reading = [each for each in asked if "FROM inspections" in each]
    assert base.dialect.name != "postgresql" or "FOR UPDATE" in reading[0]
