"""What is told of falling due: to whom, once each, and what loans count on it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock
from booking.config import Settings
from booking.db import db
from booking.fitness import Finding
from booking.models.catalogue import Item
from booking.models.mail import Message
from booking.queries import mail as outbox
from booking.queries import reminders
from booking.rules.access import SERVICE
from booking.rules.inspections import Planned, Recorded
from booking.usecases import inspections
from booking.usecases.mail import drawn
from booking.vocabulary import LifeStage, MailKind, Role
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    set_clock,
)
from tests.fitness import CHECK, day, inspect, loan, make_platform, units_of
from tests.usecases.tending import retire

pytestmark = pytest.mark.usefixtures("base")


def messages(kind: MailKind) -> list[Message]:
    return list(db.session.scalars(select(Message).filter_by(kind=kind).order_by(Message.id)))


def text(message: Message) -> str:
    settings = Settings("", "tests only", "https://parc.example")
    seen = drawn(outbox.show(SERVICE, message.id), settings, readable=True)
    return f"{seen.subject}\n{seen.body}"


def lines(*, to: str) -> list[str]:
    return [line for each in messages(MailKind.FALLING_DUE) if each.to == to for line in told(each)]


def told(message: Message) -> list[str]:
    found: Any = message.facts["lines"]
    return list(found)


def due(*, of: Item) -> list[bool]:
    return [each.late for each in reminders.falling_due() if each.row.stock.item_id == of.id]


@pytest.mark.parametrize(
    ("days", "expected"), [(31, []), (30, [False]), (0, [False]), (-1, [True])]
)
def test_what_falls_due_within_thirty_days_is_told(days: int, expected: list[bool]) -> None:
    platform = make_platform(make_scene())
    inspect(platform, day(days))

    assert due(of=platform) == expected


def test_each_organization_gets_one_message_that_lists_all() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    manager_of_owner = make_actor(owner, Role.MANAGER)
    inspect(make_platform(scene, owner=owner), day(10))
    inspect(make_platform(scene, name="Nacelle 12 m"), day(-3))

    assert inspections.remind(SERVICE) == 2

    sent = messages(MailKind.FALLING_DUE)
    assert sorted(each.to for each in sent) == sorted([scene.manager.email, manager_of_owner.email])
    (only,) = lines(to=manager_of_owner.email)
    assert "valable jusqu’au" in only
    overdue, soon = lines(to=scene.manager.email)
    assert "Nacelle 12 m" in overdue
    assert "seulement, à refaire" in overdue
    assert soon == only
    said = text(sent[0])
    assert said.startswith("Échéances à venir ou dépassées")
    assert "https://parc.example/controles" in said


def test_each_is_told_once_before_and_once_after(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    inspect(make_platform(scene), day(10))
    now = clock.now()

    for later in (0, 0, 5, 11, 11, 40):
        set_clock(monkeypatch, now + timedelta(days=later))
        inspections.remind(SERVICE)

    assert len(messages(MailKind.FALLING_DUE)) == 2


def test_what_needs_no_reminder_gets_none() -> None:
    scene = make_scene()
    renewed, failed, gone = make_platform(scene), make_platform(scene), make_platform(scene)
    inspect(renewed, day(3))
    inspect(renewed, day(300), day=day(-2))
    inspect(failed, None)
    inspect(gone, day(3))
    gone.stage = LifeStage.RETIRED
    keep(gone)
    unasked = make_item(scene.pool, 1)
    inspect(unasked, day(3), None)

    assert reminders.falling_due() == []


def test_a_copy_that_has_gone_needs_none() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    inspect(platform, day(3))
    copy = Scene(
        scene.territory,
        scene.maing,
        scene.querenaing,
        scene.pool,
        platform,
        *[
            scene.secretary,
            scene.manager,
        ],
    )

    retire(copy, units_of(platform)[0].number)

    assert reminders.falling_due() == []


def test_what_lapses_under_loans_to_come_is_to_be_reviewed() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    (mine,) = ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 20, 21))
    inspect(platform, day(-3))

    inspections.remind(SERVICE)
    inspections.remind(SERVICE)

    (sent,) = messages(MailKind.TO_REVIEW)
    assert sent.to == scene.manager.email
    said = text(sent)
    assert f"R-{mine:05d}, Quérénaing, Fête de la Saint-Jean" in said
    assert "n’est plus valable" in said
    assert f"https://parc.example/controles/{platform.id}" in said


def test_a_planned_control_that_was_missed_is_to_be_reviewed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    platform = make_platform(scene)
    ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 20, 21))
    inspect(platform, day(180), day=day(2), finding=None)
    inspections.remind(SERVICE)
    assert messages(MailKind.TO_REVIEW) == []

    set_clock(monkeypatch, clock.now() + timedelta(days=4))
    inspections.remind(SERVICE)
    inspections.remind(SERVICE)

    (sent,) = messages(MailKind.TO_REVIEW)
    assert "n’est pas enregistré" in text(sent)


def test_a_failure_a_move_and_a_cancelling_are_told_to_the_managers() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    depot, number = platform.stocks[0].depot.name, units_of(platform)[0].number
    ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 20, 21))
    what = Planned(platform.reference, depot, CHECK, day(4), number)
    planned = inspections.plan(scene.manager, what)
    assert messages(MailKind.TO_REVIEW) == []

    inspections.move(scene.manager, planned, day(6))
    inspections.cancel(scene.manager, planned)
    thing = (platform.reference, depot, CHECK, number)
    inspections.record(scene.manager, Recorded(day(0), Finding.FAILED, *thing))

    said = [text(each) for each in messages(MailKind.TO_REVIEW)]
    words = ["est déplacé au", "est annulé", "est non conforme"]
    assert all(word in each for word, each in zip(words, said, strict=True))
    assert all("R-" in each for each in said)


def test_a_failure_is_told_even_when_no_loan_counts_on_it() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    thing = (platform.reference, platform.stocks[0].depot.name, CHECK, units_of(platform)[0].number)

    inspections.record(scene.manager, Recorded(day(0), Finding.FAILED, *thing))

    (sent,) = messages(MailKind.TO_REVIEW)
    assert "Aucune réservation à venir" in text(sent)
