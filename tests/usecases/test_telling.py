"""Whom an act on a reservation is told, on either side."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.mail import Message
from booking.usecases import telling
from booking.vocabulary import MailKind, Role
from tests.factories import ask, make_actor, make_commune, make_item, make_scene, row

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize(
    ("passed_on", "expected"),
    [
        ((), {"manager"}),
        (("substitute_told_at",), {"substitute"}),
        (("substitute_told_at", "owner_told_at"), {"owner"}),
    ],
)
def test_who_is_to_act_now_is_whom_it_came_to_last(
    passed_on: tuple[str, ...], expected: set[str]
) -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "CC du Val")
    people = {
        "manager": scene.manager,
        "substitute": make_actor(make_commune(scene.territory, "Artres")),
        "owner": make_actor(owner, Role.MANAGER),
    }
    chairs = make_item(scene.pool, owner=owner)
    scene.pool.substitute_id = people["substitute"].user_id
    db.session.commit()
    (asked_id,) = ask(scene.secretary, (chairs, 1))
    part = row(asked_id)
    for each in passed_on:
        setattr(part, each, clock.now())
        part.substitute_told_id = part.substitute_told_at and people["substitute"].user_id

    telling.tell_answering(part, MailKind.REMIND_ANSWER)
    telling.tell_managers(part, MailKind.CANCELLED)
    telling.tell_borrower(part, MailKind.PASSED_ON)

    def to(kind: MailKind) -> set[str]:
        return set(db.session.scalars(select(Message.to).filter_by(kind=kind)))

    assert to(MailKind.REMIND_ANSWER) == {people[each].email for each in expected}
    assert to(MailKind.CANCELLED) == {people[each].email for each in expected | {"manager"}}
    assert to(MailKind.PASSED_ON) == {scene.secretary.email}


def test_a_reminder_reaches_the_substitute_of_who_is_away_too() -> None:
    scene = make_scene()
    other = make_actor(make_commune(scene.territory, "Artres"))
    scene.pool.substitute_id = other.user_id
    scene.pool.substitute_from = clock.now() - timedelta(days=1)
    scene.pool.substitute_until = clock.now() + timedelta(days=1)
    db.session.commit()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    telling.tell_answering(row(asked_id), MailKind.REMIND_ANSWER)

    told = db.session.scalars(select(Message.to).filter_by(kind=MailKind.REMIND_ANSWER))
    assert set(told) == {scene.manager.email, other.email}
