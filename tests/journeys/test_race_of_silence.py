"""The clock twice at the same moment, and newcomers as something becomes free."""

from collections import Counter
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from booking.db import db
from booking.errors import NotEnoughAvailable, WrongMoment
from booking.models.mail import Message
from booking.queries import health
from booking.rules.access import SERVICE
from booking.usecases import asking, reservations, silence
from booking.vocabulary import MailKind, Role, Status
from tests.factories import (
    ask,
    asked,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.journeys.test_race import house, refusals, together

__all__ = ["house"]


def told() -> Counter[MailKind]:
    """Return how many messages of each kind were written."""
    return Counter(db.session.scalars(select(Message.kind)))


def test_two_clocks_at_once_pass_a_request_on_once(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    substitute = make_actor(make_commune(scene.territory, "Artres"), Role.SECRETARY)
    scene.pool.substitute_id = substitute.user_id
    db.session.commit()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    set_clock(monkeypatch, row(asked_id).answer_due_at)

    answers = together(house, [partial(silence.pass_on, SERVICE, asked_id)] * 4)

    assert refusals(answers) == {WrongMoment: 3}
    assert (told()[MailKind.ESCALATED], told()[MailKind.PASSED_ON]) == (1, 1)


def test_the_clock_and_the_manager_at_once_leave_one_state(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    set_clock(monkeypatch, row(asked_id).answer_due_at)

    together(
        house,
        [
            partial(silence.remind, SERVICE, asked_id),
            partial(reservations.approve, scene.manager, asked_id),
            partial(silence.remind, SERVICE, asked_id),
        ],
    )

    db.session.expire_all()
    assert row(asked_id).status is Status.APPROVED
    assert told()[MailKind.REMIND_ANSWER] <= 1


def test_newcomers_never_jump_the_queue(house: Flask) -> None:
    scene = make_scene(10)
    others = [make_actor(make_commune(scene.territory, name)) for name in ("Artres", "Anzin")]
    for week in range(5, 9):
        period = next_weekend(week)
        (first,) = ask(scene.secretary, (scene.chairs, 10), period=period)
        (second,) = ask(others[0], (scene.chairs, 10), period=period, if_short="waitlist")
        newcomer = asked((scene.chairs, 1), period=period)

        answers = together(
            house,
            [
                partial(reservations.cancel, scene.secretary, first),
                *[partial(asking.request, others[1], newcomer)] * 3,
            ],
        )

        db.session.expire_all()
        assert refusals(answers) == {NotEnoughAvailable: 3}
        assert row(second).status is Status.NEEDS_INFO
    assert health.excesses() == []
