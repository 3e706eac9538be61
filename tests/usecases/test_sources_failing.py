"""What an agenda of elsewhere said still holds when it cannot be read, and its failure is told."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from booking import clock, fetching
from booking.db import db
from booking.dealings import Unread
from booking.documents import mails, occupations
from booking.models.mail import Message
from booking.vocabulary import MailKind
from tests.factories import make_scene
from tests.signing import written
from tests.usecases.following import (
    ADDRESS,
    NAME,
    Agenda,
    days_ahead,
    holds,
    published,
    row,
    taken,
    trip,
)


@pytest.fixture
def agenda(base: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    """Publish an empty agenda beside forty chairs."""
    with published(make_scene(), monkeypatch) as made:
        made.says()
        yield made


@pytest.mark.parametrize("how", ["away", "page"])
def test_what_cannot_be_read_changes_nothing_and_is_noted(agenda: Agenda, how: str) -> None:
    agenda.says(trip(days_ahead(3)))
    mine = agenda.followed()
    before = holds()[0].id

    agenda.fails()
    if how == "page":
        agenda.world.answer = lambda path: (200, {}, b"<html>Connexion</html>")
    agenda.read(mine)

    assert [each.id for each in holds()] == [before]
    expected = {"away": Unread.REFUSED, "page": Unread.NO_CALENDAR}[how]
    assert (row(mine).failure, row(mine).failing_since) == (expected, clock.now())
    agenda.says()
    agenda.read(mine)
    assert (row(mine).failure, row(mine).failing_since, taken()) == (None, None, [])


@pytest.mark.parametrize("where", [(fetching, "fetch"), (occupations, "read")])
def test_what_fails_as_nobody_foresaw_is_noted_and_stops_nobody(
    agenda: Agenda,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    where: tuple[object, str],
) -> None:
    agenda.says(trip(days_ahead(3)))
    mine = agenda.followed()
    before = holds()[0].id

    def fail(*_: object) -> None:
        raise RuntimeError(ADDRESS)

    with monkeypatch.context() as broken:
        broken.setattr(*where, fail)
        agenda.read(mine)

    assert [each.id for each in holds()] == [before]
    assert (row(mine).failure, row(mine).failing_since) == (Unread.GARBLED, clock.now())
    assert f"source {mine} not read: RuntimeError" in caplog.text
    assert "secret-42" not in caplog.text
    agenda.read(mine)
    assert (row(mine).failure, [each.id for each in holds()]) == (None, [before])


def test_a_failure_that_lasts_is_told_once(agenda: Agenda) -> None:
    mine = agenda.followed()
    agenda.fails(500)

    counts = []
    for hours in (1, 70, 3, 24, 24):
        agenda.read(mine, hours)
        counts.append(len(written(MailKind.AGENDA_UNREAD)))

    assert counts == [0, 0, 1, 1, 1]
    (told,) = written(MailKind.AGENDA_UNREAD)
    assert told.to == agenda.scene.manager.email
    assert (told.facts["agenda"], told.facts["why"]) == (NAME, Unread.BROKEN.label)
    assert "secret-42" not in str(told.facts)
    text = mails.draw(told.kind, links={"site": "https://parc.example"}, facts=told.facts)
    assert text.subject == "Agenda extérieur illisible : Bus scolaire"
    assert f"ne se lit plus depuis le {told.facts['since']} : le serveur est en panne" in text.body
    assert f"https://parc.example/materiel/{agenda.scene.chairs.id}/stock" in text.body


def test_the_address_is_said_nowhere(agenda: Agenda, caplog: pytest.LogCaptureFixture) -> None:
    agenda.fails()
    caplog.set_level(0)
    agenda.followed()

    assert "secret-42" not in caplog.text
    assert "secret-42" not in str([each.facts for each in db.session.scalars(select(Message))])
