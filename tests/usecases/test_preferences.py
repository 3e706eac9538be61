"""What a person chose is honoured by every act that writes to them."""

import pytest
from sqlalchemy import Connection, select

from booking.db import db
from booking.models.accounts import User
from booking.models.mail import Message
from booking.queries import preferences as reads
from booking.rules.access import Actor
from booking.rules.preferences import Wants
from booking.usecases import asking, reservations
from booking.usecases.preferences import choose
from booking.vocabulary import MailKind
from tests.factories import ask, asked, make_scene
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def written(to: Actor) -> list[tuple[MailKind, bool]]:
    """Return what was written to a person, and whether it waits for their summary."""
    found = select(Message).where(Message.to == to.email).order_by(Message.id)
    return [(each.kind, each.daily) for each in db.session.scalars(found)]


def test_a_choice_is_kept_and_what_must_come_cannot_be_muted() -> None:
    scene = make_scene()

    choose(scene.secretary, Wants(True, True, frozenset({"requested", "approved", "reset"})))

    assert reads.of(scene.secretary) == Wants(True, True, frozenset({"requested"}))
    user = db.session.get_one(User, scene.secretary.user_id)
    assert user.muted == ["requested"]


def test_a_muted_kind_is_not_even_written() -> None:
    scene = make_scene()
    choose(scene.secretary, Wants(muted=frozenset({"requested"})))

    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)

    kinds = [MailKind.APPROVED, MailKind.TO_SIGN]  # nobody's address is known who would sign
    assert written(scene.secretary) == [(each, False) for each in kinds]
    assert written(scene.manager) == [(MailKind.TO_ANSWER, False)]


def test_what_may_wait_waits_for_those_who_chose_the_summary() -> None:
    scene = make_scene()
    choose(scene.manager, Wants(daily=True))

    ask(scene.secretary, (scene.chairs, 4))

    assert written(scene.secretary) == [(MailKind.REQUESTED, False)]
    assert written(scene.manager) == [(MailKind.TO_ANSWER, True)]


def test_what_people_want_costs_an_act_no_question(base: Connection) -> None:
    scene = make_scene()
    wanted = asked((scene.chairs, 1))
    with counting(base) as before:
        asking.request(scene.secretary, wanted)
    choose(scene.manager, Wants(daily=True))
    choose(scene.secretary, Wants(daily=True, muted=frozenset({"commented"})))

    with counting(base) as after:
        asking.request(scene.secretary, wanted)

    assert len(after) == len(before)
