"""Several people at the same moment, on real databases, with nothing around the transactions."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from booking import mail
from booking.config import Settings
from booking.db import db
from booking.errors import NotEnoughAvailable, Refusal, WrongMoment
from booking.models.accounts import User
from booking.models.conventions import Convention
from booking.models.journal import JournalEntry
from booking.models.mail import Message
from booking.models.reservations import Hold, Request, Shortage
from booking.queries import health
from booking.rules.access import SERVICE, VISITOR
from booking.usecases import accounts, asking, reservations
from booking.usecases import mail as letters
from booking.vocabulary import Role, Status
from tests.conftest import DATABASES, make_app, migrate
from tests.factories import (
    Scene,
    ask,
    asked,
    count_rows,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    make_user,
    next_weekend,
    row,
)


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give the application on a fresh database of its own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'race.sqlite'}"
    else:
        url = request.getfixturevalue("server").new_database()
    app = make_app(url, lock_seconds=60)  # slow is not stuck
    with app.app_context():
        migrate()
        yield app
        db.session.remove()
        db.engine.dispose()


def together(house: Flask, acts: Sequence[Callable[[], int]]) -> list[Any]:
    """Do everything at the same moment, each in its own session; a refusal is an answer."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], int]) -> Any:
        with house.app_context():
            barrier.wait(timeout=20)
            try:
                return act()
            except Refusal as refusal:
                return refusal

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, acts, timeout=90))


def refusals(answers: Sequence[Any]) -> Counter[type]:
    """Return how many were refused, by kind."""
    return Counter(type(answer) for answer in answers if isinstance(answer, Refusal))


def test_two_town_halls_and_the_last_two_tents(house: Flask) -> None:
    scene = make_scene(2)
    artres = make_actor(make_commune(scene.territory, "Artres"))

    for week in range(4, 10):
        wanted = asked((scene.chairs, 2), period=next_weekend(week))
        answers = together(
            house,
            [partial(asking.request, each, wanted) for each in (scene.secretary, artres)],
        )

        assert refusals(answers) == {NotEnoughAvailable: 1}
    assert count_rows(Hold) == count_rows(Request) == count_rows(Shortage) == 6
    assert health.excesses() == []


def test_twenty_at_once_for_seven_copies(house: Flask) -> None:
    scene = make_scene(7)
    wanted = asked((scene.chairs, 1))

    answers = together(house, [partial(asking.request, scene.secretary, wanted)] * 20)

    assert refusals(answers) == {NotEnoughAvailable: 13}
    assert count_rows(Hold) == count_rows(Request) == 7
    assert count_rows(Shortage) == 13
    assert health.excesses() == []


def test_crossing_carts_never_wait_for_each_other(house: Flask) -> None:
    scene = make_scene(400)
    tables = make_item(scene.pool, 400, name="Table pliante")
    one = asked((scene.chairs, 1), (tables, 1))
    other = asked((tables, 1), (scene.chairs, 1))

    answers = together(house, [partial(asking.request, scene.secretary, one)] * 8)
    answers += together(
        house,
        [partial(asking.request, scene.secretary, each) for each in (one, other) * 5],
    )

    assert refusals(answers) == {}
    assert count_rows(Request) == 18


def test_asking_and_answering_never_wait_for_each_other(house: Flask) -> None:
    scene = make_scene(400)
    tables = make_item(scene.pool, 400, name="Table pliante")
    waiting = [ask(scene.secretary, (tables, 1), (scene.chairs, 1))[0] for _ in range(5)]
    wanted = asked((scene.chairs, 1), (tables, 1))

    answers = together(
        house,
        [
            *(partial(reservations.approve, scene.manager, each) for each in waiting),
            *[partial(asking.request, scene.secretary, wanted)] * 5,
        ],
    )

    assert refusals(answers) == {}


def numbers(scene: Scene) -> list[str]:
    """Return the numbers of the owner's conventions, in order."""
    found = select(Convention).filter_by(owner_id=scene.maing.id).order_by(Convention.rank)
    return [paper.number[-4:] for paper in db.session.scalars(found)]


def test_conventions_approved_at_once_follow_each_other_without_gap(house: Flask) -> None:
    scene = make_scene(40)
    things = [scene.chairs, *(make_item(scene.pool, 5) for _ in range(5))]
    waiting = [ask(scene.secretary, (thing, 1))[0] for thing in things]

    first = together(house, [partial(reservations.approve, scene.manager, n) for n in waiting[:2]])
    assert numbers(scene) == ["0001", "0002"]

    rest = together(house, [partial(reservations.approve, scene.manager, n) for n in waiting[2:]])
    assert refusals(first + rest) == {}
    assert numbers(scene) == ["0001", "0002", "0003", "0004", "0005", "0006"]


def test_one_request_is_not_both_approved_and_refused(house: Flask) -> None:
    scene = make_scene(40)
    (reservation_id,) = ask(scene.secretary, (scene.chairs, 4))

    answers = together(
        house,
        [
            partial(reservations.approve, scene.manager, reservation_id),
            partial(reservations.refuse, scene.manager, reservation_id, "Déjà promis."),
        ],
    )

    assert refusals(answers) == {WrongMoment: 1}
    approved = row(reservation_id).status is Status.APPROVED
    assert count_rows(Convention) == count_rows(Hold) == int(approved)


@pytest.mark.parametrize("quantity", [40, 4], ids=["plenty", "the last ones"])
def test_a_double_click_asks_once(house: Flask, quantity: int) -> None:
    scene = make_scene(quantity)
    wanted = asked((scene.chairs, 4))

    answers = together(house, [partial(asking.request, scene.secretary, wanted, key="clic")] * 2)

    assert refusals(answers) == {}
    assert answers[0] == answers[1]
    assert count_rows(Request) == count_rows(Hold) == 1
    assert count_rows(Shortage) == 0


def test_a_double_click_approves_once(house: Flask) -> None:
    scene = make_scene(40)
    (reservation_id,) = ask(scene.secretary, (scene.chairs, 4))

    answers = together(
        house, [partial(reservations.approve, scene.manager, reservation_id, key="clic")] * 2
    )

    assert answers == [reservation_id, reservation_id]
    acts = db.session.scalars(select(JournalEntry.act).filter_by(thing_id=reservation_id))
    assert Counter(acts)["approve"] == 1


def test_two_contents_under_one_key_at_once_keep_one(house: Flask) -> None:
    scene = make_scene(40)

    answers = together(
        house,
        [
            partial(asking.request, scene.secretary, asked((scene.chairs, quantity)), key="clic")
            for quantity in (4, 5)
        ],
    )

    assert [each.code for each in answers if isinstance(each, Refusal)] == ["request_key_reused"]
    assert count_rows(Request) == 1


def test_an_invitation_opened_twice_at_once_serves_once(house: Flask) -> None:
    scene = make_scene()
    user = make_user(scene.querenaing, Role.ELECTED)
    known = (user.id, user.stamp)

    answers = together(
        house,
        [
            partial(accounts.accept_invitation, VISITOR, *known, password)
            for password in ("Mairie-2026-un!", "Mairie-2026-deux!")
        ],
    )

    assert refusals(answers) == {WrongMoment: 1}
    assert db.session.get_one(User, known[0]).stamp != known[1]


def test_a_slow_relay_keeps_nobody_from_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "relay.sqlite"
    app = make_app(f"sqlite:///{path}")
    settings = Settings(f"sqlite:///{path}", "tests only", smtp_url="smtp://127.0.0.1:1")

    def deliver(_message: EmailMessage, _settings: Settings) -> None:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as neighbour:
            neighbour.execute("BEGIN IMMEDIATE")
            neighbour.execute("ROLLBACK")

    with app.app_context():
        migrate()
        scene = make_scene()
        ask(scene.secretary, (scene.chairs, 1))
        first = db.session.scalars(select(Message.id)).first()
        assert first
        monkeypatch.setattr(mail, "deliver", deliver)

        letters.send(SERVICE, first, settings)

        assert db.session.get_one(Message, first).sent_at
        db.session.remove()
        db.engine.dispose()
