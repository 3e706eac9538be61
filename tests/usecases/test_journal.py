"""The journal: written with the act, never changed."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, delete, text, update
from sqlalchemy.exc import DBAPIError

from booking import journal
from booking.db import db
from booking.errors import NotEnoughAvailable
from booking.models.journal import JournalEntry
from booking.rules.access import SERVICE
from booking.usecases import reservations
from tests.factories import ask, count_rows, make_scene

pytestmark = pytest.mark.usefixtures("base")


def entry() -> JournalEntry:
    """Do something and return what the journal kept of it."""
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    (found,) = journal.entries("reservation", asked_id)
    return found


def test_who_did_what_for_whom() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.refuse(scene.manager, asked_id, "Déjà promis.")

    first, last = journal.entries("reservation", asked_id)

    assert (first.act, first.user_id, first.organization_id, first.territory_id) == (
        "request",
        scene.secretary.user_id,
        scene.querenaing.id,
        scene.territory.id,
    )
    assert (last.act, last.facts) == ("refuse", {"reason": "Déjà promis."})
    assert first.at <= last.at


def test_a_refused_act_leaves_no_line() -> None:
    scene = make_scene(1)

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 4))
    assert count_rows(JournalEntry) == 0


def test_a_line_is_never_changed() -> None:
    kept = entry()
    kept.act = "approve"

    with pytest.raises(RuntimeError, match="never changed"):
        db.session.commit()
    db.session.rollback()
    assert entry().act == "request"


def test_a_line_is_never_deleted() -> None:
    kept = entry()
    db.session.delete(kept)

    with pytest.raises(RuntimeError, match="never changed"):
        db.session.commit()
    db.session.rollback()


def test_many_lines_at_once_are_neither_changed_nor_deleted() -> None:
    entry()

    for statement in (update(JournalEntry).values(act="approve"), delete(JournalEntry)):
        with pytest.raises(RuntimeError, match="never changed"):
            db.session.execute(statement)
    assert count_rows(JournalEntry) == 1


RAW = {
    "sqlite": ("UPDATE journal SET act = 'x'", "DELETE FROM journal"),
    "postgresql": (
        "UPDATE journal SET act = 'x'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "TRUNCATE users CASCADE",
    ),
}


def test_the_database_itself_refuses_whoever_goes_round_us(base: Connection) -> None:
    entry()

    for statement in RAW[base.dialect.name]:
        undone = base.begin_nested()
        with pytest.raises(DBAPIError, match="never changed"):
            base.execute(text(statement))
        undone.rollback()
    assert base.scalar(text("SELECT count(*) FROM journal WHERE act = 'request'")) == 1


def test_a_line_says_by_which_door() -> None:
    scene = make_scene()
    (asked_id,) = ask(replace(scene.secretary, door="api"), (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)
    reservations.cancel(replace(scene.secretary, door="mail"), asked_id, "Non.")
    journal.record(SERVICE, "lapse", "reservation", asked_id, territory_id=scene.territory.id)
    db.session.commit()

    doors = {each.act: each.door for each in journal.entries("reservation", asked_id)}
    told = {"request": "api", "approve": "page", "cancel": "mail", "lapse": "command"}
    assert doors.items() >= told.items()
