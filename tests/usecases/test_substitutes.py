"""Who answers while a manager is away, or silent."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound
from booking.models.catalogue import Pool
from booking.models.mail import Message
from booking.queries import reservations as reads
from booking.rules.access import Actor
from booking.usecases import reservations, substitutes
from booking.usecases.substitutes import Named
from booking.vocabulary import MailKind, Role, Status
from tests.factories import Scene, ask, make_actor, make_commune, make_scene, row

pytestmark = pytest.mark.usefixtures("base")

PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    return clock.today(PARIS)


def standing_in(scene: Scene, name: str = "Artres") -> Actor:
    """Return somebody of another commune, who manages nothing."""
    return make_actor(make_commune(scene.territory, name), Role.SECRETARY)


def told(kind: MailKind) -> list[str]:
    found = db.session.scalars(select(Message).filter_by(kind=kind).order_by(Message.id))
    return [each.to for each in found]


def test_who_is_named_is_told_and_the_days_are_whole() -> None:
    scene = make_scene()
    other = standing_in(scene)

    substitutes.name(scene.manager, scene.pool.id, Named(other.user_id, today(), today()))

    pool = db.session.get_one(Pool, scene.pool.id)
    midnight = datetime.combine(today(), time(0), PARIS)
    assert pool.substitute_from == midnight
    assert pool.substitute_until == datetime.combine(today() + timedelta(days=1), time(0), PARIS)
    assert told(MailKind.SUBSTITUTE) == [other.email]
    (entry,) = journal.entries("pool", scene.pool.id)
    assert entry.act == "name_substitute"
    assert entry.facts["changes"]["substitute"] == ["", "Nadia Carpentier"]


def test_the_same_again_tells_nobody() -> None:
    scene = make_scene()
    named = Named(standing_in(scene).user_id, today(), today())

    for _ in range(2):
        substitutes.name(scene.manager, scene.pool.id, named)

    assert len(told(MailKind.SUBSTITUTE)) == 1


def test_who_is_replaced_is_told_then_who_is_removed() -> None:
    scene = make_scene()
    first, second = standing_in(scene), standing_in(scene, "Anzin")
    substitutes.name(scene.manager, scene.pool.id, Named(first.user_id))

    substitutes.name(scene.manager, scene.pool.id, Named(second.user_id))
    substitutes.remove(scene.manager, scene.pool.id)
    substitutes.remove(scene.manager, scene.pool.id)

    assert told(MailKind.SUBSTITUTE) == [first.email, first.email, second.email, second.email]
    assert db.session.get_one(Pool, scene.pool.id).substitute_id is None


def test_only_the_manager_names_and_only_people_of_the_territory() -> None:
    scene, elsewhere = make_scene(), make_scene()

    with pytest.raises(Invalid):
        substitutes.name(scene.manager, scene.pool.id, Named(elsewhere.manager.user_id))
    with pytest.raises(NotAllowed):
        substitutes.name(scene.secretary, scene.pool.id, Named(scene.secretary.user_id))
    with pytest.raises(NotFound):
        substitutes.remove(elsewhere.manager, scene.pool.id)


def test_during_an_absence_requests_come_to_the_substitute_too() -> None:
    scene = make_scene()
    other = standing_in(scene)
    substitutes.name(scene.manager, scene.pool.id, Named(other.user_id, today(), today()))

    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    assert sorted(told(MailKind.TO_ANSWER)) == sorted([scene.manager.email, other.email])
    assert reads.count_to_answer(other) == 1
    assert [each.id for each in reads.to_answer(other)] == [asked_id]
    assert {"approve", "refuse"} <= set(reads.show(other, asked_id).possible)
    reservations.approve(other, asked_id)
    assert row(asked_id).status is Status.APPROVED


@pytest.mark.parametrize("days", [None, -3, 3])
def test_outside_an_absence_nothing_comes_to_the_substitute(days: int | None) -> None:
    scene = make_scene()
    other = standing_in(scene)
    day = None if days is None else today() + timedelta(days=days)
    substitutes.name(scene.manager, scene.pool.id, Named(other.user_id, day, day))

    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    assert told(MailKind.TO_ANSWER) == [scene.manager.email]
    assert reads.to_answer(other) == []
    with pytest.raises(NotFound):
        reservations.refuse(other, asked_id, "Non.")
    assert reads.count_to_answer(other) == 0
