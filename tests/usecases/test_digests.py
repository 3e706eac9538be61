"""The summary of the day: one message, on working days, once, never lost."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.mail import Message
from booking.queries.digests import due
from booking.queries.mail import unsent
from booking.rules.access import SERVICE
from booking.rules.preferences import Wants
from booking.usecases import reservations
from booking.usecases.digests import send_due
from booking.usecases.mail import send
from booking.usecases.preferences import choose
from booking.vocabulary import MailKind
from tests.factories import Scene, ask, make_scene, set_clock
from tests.relays import PostOffice, html_of, text_of

pytestmark = pytest.mark.usefixtures("base")

PARIS = ZoneInfo("Europe/Paris")
FRIDAY_EVENING = datetime(2026, 12, 4, 18, tzinfo=PARIS)
MONDAY = datetime(2026, 12, 7, 7, 1, tzinfo=PARIS)
Move = Callable[[datetime], None]


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Return what makes it another time."""
    return lambda instant: set_clock(monkeypatch, instant)


@pytest.fixture
def scene(moved: Move) -> Scene:
    """Have Maing's manager choose the summary, on a Friday evening."""
    moved(FRIDAY_EVENING)
    scene = make_scene()
    choose(scene.manager, Wants(daily=True))
    return scene


def tick() -> None:
    """Do what the hour asks of summaries, as the command does."""
    for user_id in due(clock.now()):
        send_due(SERVICE, user_id)


def digests() -> list[Message]:
    return list(db.session.scalars(select(Message).filter_by(kind=MailKind.DIGEST)))


def send_all(office: PostOffice) -> None:
    for message_id in unsent(clock.now()):
        send(SERVICE, message_id, office.settings)


def test_what_waited_comes_as_one_message_on_monday(
    office: PostOffice, scene: Scene, moved: Move
) -> None:
    settled, _ = (
        ask(scene.secretary, (scene.chairs, 2), purpose=purpose)[0]
        for purpose in ("Fête du four", "Kermesse <b>")
    )
    send_all(office)
    assert {letter["To"] for letter in office.letters} == {scene.secretary.email}
    for early in (
        datetime(2026, 12, 5, 9, tzinfo=PARIS),
        datetime(2026, 12, 6, 9, tzinfo=PARIS),
        datetime(2026, 12, 7, 6, 59, tzinfo=PARIS),
    ):
        moved(early)
        tick()
    assert digests() == []

    moved(MONDAY)
    tick()
    reservations.refuse(scene.manager, settled, "Non.")
    office.letters.clear()
    send_all(office)

    (letter,) = [each for each in office.letters if each["To"] == scene.manager.email]
    assert letter["Subject"] == "Votre résumé : 2 messages, dont 1 à traiter"
    awaiting, _, known = text_of(letter).partition("À savoir")
    assert "- À traiter : Kermesse <b>, Quérénaing : https://parc.example/demandes/" in awaiting
    assert "Fête du four" not in awaiting
    assert "À traiter : Fête du four, Quérénaing (depuis : refusée)" in known
    assert "<h2>Ce qui vous attend</h2>" in html_of(letter)
    assert "Kermesse &lt;b&gt;" in html_of(letter)


def test_a_summary_comes_once_a_day_whatever_the_clock_does(scene: Scene, moved: Move) -> None:
    ask(scene.secretary, (scene.chairs, 2))
    moved(MONDAY)
    for _ in range(3):
        tick()
    ask(scene.secretary, (scene.chairs, 2))
    moved(MONDAY.replace(hour=23, minute=59))
    tick()
    assert len(digests()) == 1

    moved(datetime(2026, 12, 10, 16, tzinfo=PARIS))  # three days down, then late
    tick()
    assert len(digests()) == 2
    assert due(clock.now()) == []


def test_nothing_to_say_is_not_said(scene: Scene, moved: Move) -> None:
    moved(MONDAY)
    tick()

    assert digests() == []


def test_a_summary_that_is_called_for_twice_at_once_is_written_once(
    scene: Scene, moved: Move
) -> None:
    ask(scene.secretary, (scene.chairs, 2))
    moved(MONDAY)

    for _ in range(2):
        send_due(SERVICE, scene.manager.user_id)

    (digest,) = digests()
    waited = db.session.scalars(select(Message).filter_by(daily=True)).all()
    assert digest.facts == {"messages": [each.id for each in waited]}
    assert {each.sent_at for each in waited} == {clock.now()}


def test_who_wants_no_summary_any_more_gets_what_waited_at_once(
    office: PostOffice, scene: Scene, moved: Move
) -> None:
    ask(scene.secretary, (scene.chairs, 2))
    choose(scene.manager, Wants())
    send_all(office)
    moved(MONDAY)
    tick()

    assert [letter["Subject"][:10] for letter in office.letters].count("À traiter ") == 1
    assert digests() == []
