"""What the clock does when nobody acts: each step once, in order, however late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, WrongMoment
from booking.models.accounts import User
from booking.models.mail import Message
from booking.models.organizations import Organization
from booking.queries import reservations as reads
from booking.rules.access import SERVICE, Actor
from booking.rules.delays import working_day_after
from booking.usecases import reservations, silence
from booking.vocabulary import Derived, MailKind, Role, Status
from tests.factories import (
    Scene,
    ask,
    holds_of,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.terminal import run

pytestmark = pytest.mark.usefixtures("base")

PARIS = ZoneInfo("Europe/Paris")
FAR = 12
"""Weeks: no step is cut short by the start of the loan."""


def noon(at: datetime, days: int, minutes: int = 5) -> datetime:
    """Return a little after noon so many working days after an instant."""
    day = working_day_after(at.astimezone(PARIS).date(), days)
    return datetime(day.year, day.month, day.day, 12, tzinfo=PARIS) + timedelta(minutes=minutes)


def told(*kinds: MailKind) -> list[tuple[MailKind, str]]:
    """Return what was sent of some kinds, in order."""
    found = db.session.scalars(select(Message).order_by(Message.id))
    return [(each.kind, each.to) for each in found if each.kind in kinds]


STEPS = (MailKind.REMIND_ANSWER, MailKind.ESCALATED, MailKind.PASSED_ON)


def escalating() -> tuple[Scene, int, Actor, Actor]:
    """Return chairs of the EPCI that Maing manages, asked for; a substitute and an owner."""
    scene = make_scene()
    owner: Organization = make_commune(scene.territory, "CC du Val")
    chairs = make_item(scene.pool, owner=owner)
    substitute = make_actor(make_commune(scene.territory, "Artres"), Role.SECRETARY)
    scene.pool.substitute_id = substitute.user_id
    db.session.commit()
    (asked_id,) = ask(scene.secretary, (chairs, 4), period=next_weekend(FAR))
    return scene, asked_id, substitute, make_actor(owner, Role.MANAGER)


def test_a_silent_manager_is_reminded_then_passed_over_step_by_step(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, asked_id, substitute, owner = escalating()
    asked_at = clock.now()

    def at(days: int, since: datetime) -> datetime:
        now = noon(since, days)
        set_clock(monkeypatch, now)
        for _ in range(2):  # twice: nothing is done again
            run(runner, "tick")
        return now

    at(3, asked_at)
    assert told(*STEPS) == []
    at(4, asked_at)
    assert told(*STEPS) == [(MailKind.REMIND_ANSWER, scene.manager.email)]
    passed_at = at(5, asked_at)
    assert told(*STEPS)[1:] == [
        (MailKind.ESCALATED, substitute.email),
        (MailKind.PASSED_ON, scene.secretary.email),
    ]
    seen = reads.show(scene.secretary, asked_id)
    assert (seen.substitute_told_at, seen.owner_told_at) == (passed_at, None)
    assert seen.answer_due_at == noon(passed_at, 5, 0)
    at(4, passed_at)
    assert told(*STEPS)[3:] == [(MailKind.REMIND_ANSWER, substitute.email)]
    owned_at = at(5, passed_at)
    assert told(*STEPS)[4:] == [
        (MailKind.ESCALATED, owner.email),
        (MailKind.PASSED_ON, scene.secretary.email),
    ]
    at(5, owned_at)
    assert told(*STEPS)[6:] == [(MailKind.REMIND_ANSWER, owner.email)]
    assert reads.show(scene.secretary, asked_id).status is Status.REQUESTED
    assert holds_of(asked_id)


def test_after_three_days_down_each_step_is_taken_once(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, _, substitute, _ = escalating()

    set_clock(monkeypatch, noon(clock.now(), 8))
    run(runner, "tick")
    run(runner, "tick")

    assert told(*STEPS) == [
        (MailKind.ESCALATED, substitute.email),
        (MailKind.PASSED_ON, scene.secretary.email),
    ]


def test_without_a_substitute_the_owner_is_told_at_once(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, asked_id, _, owner = escalating()
    scene.pool.substitute_id = None
    db.session.commit()

    set_clock(monkeypatch, noon(clock.now(), 5))
    run(runner, "tick")

    assert told(MailKind.ESCALATED) == [(MailKind.ESCALATED, owner.email)]
    assert row(asked_id).owner_told_at


def test_a_substitute_who_left_is_no_substitute(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, asked_id, substitute, owner = escalating()
    for each in db.session.get_one(User, substitute.user_id).memberships:
        each.ends_on = clock.today(PARIS) - timedelta(days=1)
    db.session.commit()

    set_clock(monkeypatch, noon(clock.now(), 5))
    run(runner, "tick")

    assert told(MailKind.ESCALATED) == [(MailKind.ESCALATED, owner.email)]
    assert row(asked_id).substitute_told_at is None


def test_who_manages_what_it_owns_is_reminded_and_no_more(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4), period=next_weekend(FAR))

    for days in (4, 5, 9, 30):
        set_clock(monkeypatch, noon(row(asked_id).changed_at, days))
        run(runner, "tick")

    assert told(*STEPS) == [(MailKind.REMIND_ANSWER, scene.manager.email)]
    assert row(asked_id).status is Status.REQUESTED


@pytest.mark.parametrize("late", [False, True])
def test_whom_it_was_passed_on_to_may_answer_and_nobody_did_before(
    monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    _, asked_id, substitute, _ = escalating()
    if late:
        set_clock(monkeypatch, noon(clock.now(), 5))
        silence.pass_on(SERVICE, asked_id)
        assert [each.id for each in reads.to_answer(substitute)] == [asked_id]
        reservations.approve(substitute, asked_id)
        assert row(asked_id).status is Status.APPROVED
    else:
        assert reads.to_answer(substitute) == []
        with pytest.raises(Exception, match="reservation_not_found"):
            reservations.approve(substitute, asked_id)


def test_the_owner_answers_once_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, asked_id, _, owner = escalating()
    with pytest.raises(NotAllowed):
        reservations.refuse(owner, asked_id, "Non.")
    scene.pool.substitute_id = None
    set_clock(monkeypatch, noon(clock.now(), 5))
    db.session.commit()
    silence.pass_on(SERVICE, asked_id)

    assert reads.count_to_answer(owner) == 1
    reservations.refuse(owner, asked_id, "Non.")

    assert row(asked_id).status is Status.REFUSED


@pytest.mark.parametrize("act", [silence.remind, silence.pass_on, silence.expire])
def test_a_step_that_is_not_due_is_refused(act: object) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    with pytest.raises(WrongMoment):
        act(SERVICE, asked_id)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        act(scene.manager, asked_id)  # type: ignore[operator]


def test_the_start_comes_before_the_owner(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, asked_id, _, _ = escalating()

    set_clock(monkeypatch, row(asked_id).starts_at)
    run(runner, "tick")

    assert told(*STEPS) == []
    assert reads.show(scene.secretary, asked_id).label is Derived.NO_ANSWER
