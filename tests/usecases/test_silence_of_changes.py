"""What the clock does of a change that nobody answers, and of whom it has told."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskCliRunner

from booking import clock
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import NotFound, WrongMoment
from booking.models.organizations import Organization
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.access import SERVICE, Actor
from booking.rules.delays import working_day_before
from booking.usecases import amendments, changes, reservations, silence, substitutes
from booking.usecases.substitutes import Named
from booking.vocabulary import MailKind, Role, Status
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
from tests.usecases.exchanging import change_of, extras, told, wanted
from tests.usecases.tending import DAY, excesses
from tests.usecases.test_silence import PARIS, noon

pytestmark = pytest.mark.usefixtures("base")

FAR = next_weekend(12)
LONGER = Period(FAR.starts_at, FAR.ends_at + DAY)


def asked() -> tuple[Scene, int, Actor, Actor]:
    """Return a change of what Maing agreed to and another owns; a substitute and that owner."""
    scene = make_scene()
    owner: Organization = make_commune(scene.territory, "CC du Val")
    chairs = make_item(scene.pool, owner=owner)
    substitute = make_actor(make_commune(scene.territory, "Artres"), Role.SECRETARY)
    scene.pool.substitute_id = substitute.user_id
    db.session.commit()
    (mine,) = ask(scene.secretary, (chairs, 4), period=FAR)
    reservations.approve(scene.manager, mine)
    changes.edit(scene.secretary, mine, changes.Edited(ends_at=LONGER.ends_at, reason="Bal."))
    return scene, mine, substitute, make_actor(owner, Role.MANAGER)


def at(runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    set_clock(monkeypatch, now)
    for _ in range(2):  # twice: nothing is done again
        run(runner, "tick")
    return now


def test_a_change_is_reminded_of_then_passed_on_then_ends_at_the_start(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, mine, substitute, owner = asked()
    due = change_of(mine).answer_due_at
    day = working_day_before(due.astimezone(PARIS).date())
    noon_before = datetime(day.year, day.month, day.day, 12, tzinfo=PARIS)

    at(runner, monkeypatch, noon_before - timedelta(minutes=5))
    assert told(MailKind.REMIND_ANSWER) == []
    at(runner, monkeypatch, noon_before)
    assert told(MailKind.REMIND_ANSWER) == [scene.manager.email]
    passed_at = at(runner, monkeypatch, due)
    assert told(MailKind.ESCALATED) == [substitute.email]
    assert told(MailKind.PASSED_ON) == [scene.secretary.email]
    assert change_of(mine).answer_due_at == noon(passed_at, 5, 0)
    assert [each.id for each in reads.to_answer(substitute)] == [mine]
    at(runner, monkeypatch, change_of(mine).answer_due_at)
    assert told(MailKind.ESCALATED) == [substitute.email, owner.email]
    assert change_of(mine).state is ChangeState.OPEN

    at(runner, monkeypatch, row(mine).starts_at)

    assert change_of(mine).state is ChangeState.LAPSED
    assert (row(mine).status, extras(mine)) == (Status.APPROVED, [])
    assert [period for _, _, period in holds_of(mine)] == [FAR]
    assert told(MailKind.CHANGE_REFUSED) == [scene.secretary.email]
    people = {scene.manager.email, owner.email}
    assert set(told(MailKind.CHANGE_ASKED)[1:]) == people
    assert excesses() == []


def test_three_days_down_at_the_start_it_ends_and_no_more(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mine, *_ = asked()

    at(runner, monkeypatch, FAR.starts_at + timedelta(hours=1))

    assert change_of(mine).state is ChangeState.LAPSED
    assert told(MailKind.ESCALATED) == told(MailKind.REMIND_ANSWER) == []
    with pytest.raises(WrongMoment):
        silence.expire(SERVICE, mine)


def test_what_is_asked_once_the_start_has_passed_waits_for_the_end(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4), period=FAR)
    reservations.approve(scene.manager, mine)
    set_clock(monkeypatch, FAR.starts_at + timedelta(minutes=5))
    later = next_weekend(14)
    changes.edit(scene.secretary, mine, wanted(scene, period=later, reason="Retard."))

    run(runner, "tick")
    assert change_of(mine).state is ChangeState.OPEN
    at(runner, monkeypatch, FAR.ends_at)
    assert change_of(mine).state is ChangeState.LAPSED


def test_another_change_is_the_managers_to_answer_first(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, mine, substitute, _ = asked()
    set_clock(monkeypatch, change_of(mine).answer_due_at)
    silence.pass_on(SERVICE, mine)
    amendments.refuse_change(substitute, mine, "Non.")

    changes.edit(scene.secretary, mine, changes.Edited(ends_at=LONGER.ends_at, reason="Encore."))

    assert (row(mine).substitute_told_at, row(mine).substitute_told_id) == (None, None)
    assert reads.to_answer(substitute) == []


def test_who_was_told_answers_and_is_named_whoever_is_named_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    told_one, named_since = (
        make_actor(make_commune(scene.territory, name)) for name in ("Artres", "Aulnoy")
    )
    substitutes.name(scene.manager, scene.pool.id, Named(told_one.user_id))
    (mine,) = ask(scene.secretary, (make_item(scene.pool), 1), period=FAR)
    set_clock(monkeypatch, row(mine).answer_due_at)
    silence.pass_on(SERVICE, mine)

    substitutes.name(scene.manager, scene.pool.id, Named(named_since.user_id))

    assert row(mine).substitute_told_id == told_one.user_id
    assert reads.to_answer(named_since) == []
    with pytest.raises(NotFound):
        reservations.approve(named_since, mine)
    assert [each.id for each in reads.to_answer(told_one)] == [mine]
    assert "approve" in reads.show(told_one, mine).possible
    set_clock(monkeypatch, clock.now() + DAY)
    reservations.cancel(scene.secretary, mine, "Non.")
    assert told_one.email in told(MailKind.CANCELLED)
    assert named_since.email not in told(MailKind.CANCELLED)
