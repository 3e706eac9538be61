"""What waits in the outbox reaches a real relay, or is tried again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.config import Settings
from booking.db import db
from booking.errors import NotFound
from booking.links import INVITATION, Signer
from booking.models.mail import Message
from booking.queries.mail import unsent
from booking.rules.access import SERVICE
from booking.usecases import accounts, reservations
from booking.usecases.mail import send
from booking.usecases.memberships import invite_by_siren
from booking.vocabulary import MailKind, Role
from tests.factories import ask, make_scene, set_clock
from tests.relays import PostOffice, text_of

pytestmark = pytest.mark.usefixtures("base")


def first(kind: MailKind) -> Message:
    """Return the first message of a kind."""
    return db.session.scalars(select(Message).filter_by(kind=kind)).one()


def test_accents_arrive(office: PostOffice) -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 4), purpose="Fête de l’été – œuvres")
    waiting = first(MailKind.TO_ANSWER)

    send(SERVICE, waiting.id, office.settings)

    (letter,) = office.letters
    assert letter["To"] == scene.manager.email
    assert letter["Subject"] == "À traiter : Fête de l’été – œuvres, Quérénaing"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = text_of(letter)
    assert "Quérénaing demande du matériel de votre parc." in body
    assert "https://parc.example/demandes/" in body
    assert waiting.sent_at


def test_what_was_sent_is_not_sent_again(office: PostOffice) -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 4))
    waiting = first(MailKind.REQUESTED)

    for _ in range(2):
        send(SERVICE, waiting.id, office.settings)

    assert len(office.letters) == 1
    assert waiting.id not in unsent(clock.now())


def test_a_refused_message_is_tried_again_later_each_time(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 4))
    waiting = first(MailKind.REQUESTED)
    office.answer = "451 plus tard"
    now = clock.now()
    set_clock(monkeypatch, now)

    send(SERVICE, waiting.id, office.settings)
    assert (waiting.sent_at, waiting.attempts) == (None, 1)
    assert waiting.id not in unsent(now + timedelta(seconds=119))
    assert waiting.id in unsent(now + timedelta(seconds=120))

    send(SERVICE, waiting.id, office.settings)
    assert waiting.attempts == 1  # too early: another worker may be at it
    set_clock(monkeypatch, now + timedelta(minutes=2))
    send(SERVICE, waiting.id, office.settings)
    assert waiting.next_try_at == now + timedelta(minutes=6)

    office.answer = "250 OK"
    set_clock(monkeypatch, now + timedelta(minutes=6))
    send(SERVICE, waiting.id, office.settings)
    assert waiting.sent_at == now + timedelta(minutes=6)
    assert [letter["To"] for letter in office.letters] == [scene.secretary.email]


def test_a_relay_that_is_away_is_a_refusal_too(office: PostOffice) -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 4))
    waiting = first(MailKind.REQUESTED)
    away = Settings("", "tests only", smtp_url="smtp://127.0.0.1:1")

    for _ in range(3):
        waiting.next_try_at = clock.now()
        db.session.commit()
        send(SERVICE, waiting.id, away)

    assert (waiting.sent_at, waiting.attempts) == (None, 3)


@pytest.mark.parametrize("kind", ["approve", "refuse", "cancel"])
def test_every_answer_is_written_to_the_borrower(office: PostOffice, kind: str) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    rest = {"refuse": ("Déjà promis.",)}.get(kind, ())
    getattr(reservations, kind)(scene.manager, asked_id, *rest)

    for message_id in unsent(clock.now()):
        send(SERVICE, message_id, office.settings)

    assert all(letter["Subject"] and text_of(letter) for letter in office.letters)
    assert unsent(clock.now()) == []


def test_an_invitation_carries_a_link_that_opens_it(office: PostOffice) -> None:
    scene = make_scene()
    siren = str(scene.querenaing.siren)
    user_id = invite_by_siren(SERVICE, "neuf@mairie.example", "Karim", siren, Role.OBSERVER)

    send(SERVICE, first(MailKind.INVITED).id, office.settings)

    (letter,) = office.letters
    token = text_of(letter).partition("/invitation/")[2].split()[0]
    invited = Signer("tests only").read(INVITATION, token, clock.now())
    assert invited
    assert accounts.accept_invitation(SERVICE, *invited, "Parc-commun-2026") == user_id


@pytest.mark.parametrize(
    "purpose", ["Fête\rdu village", "Fête\ndu village", "Fête\u2028du village"]
)
def test_a_line_break_in_a_title_neither_stops_the_outbox_nor_adds_a_header(
    office: PostOffice, purpose: str
) -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 4), purpose=purpose)

    send(SERVICE, first(MailKind.REQUESTED).id, office.settings)

    (letter,) = office.letters
    assert letter["Subject"].endswith("Fête du village")


def test_only_the_service_sends(office: PostOffice) -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 4))

    with pytest.raises(NotFound):
        send(scene.secretary, first(MailKind.REQUESTED).id, office.settings)
    assert office.letters == []
