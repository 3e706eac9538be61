"""What messages say of who a request is for, who entered it, and what the parties wrote."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from booking import clock
from booking.config import Settings
from booking.db import db
from booking.dealings import Transport
from booking.documents.mails import Text
from booking.models.mail import Message
from booking.queries import mail
from booking.rules.access import SERVICE
from booking.rules.asking import AskedLine
from booking.rules.lending import Lent
from booking.usecases import asking, comments, reservations
from booking.usecases.lending import lend
from booking.usecases.mail import drawn
from booking.vocabulary import BeneficiaryKind, MailKind
from tests.factories import asked
from tests.pages.place import Place, as_actor, make_place
from tests.wishes import make_both

SETTINGS = Settings(database_url="", secret_key="x", public_url="https://parc.example")


@pytest.fixture
def place(base: Connection) -> Place:
    """Give the small territory."""
    return make_place()


def text_of(kind: MailKind) -> Text:
    """Return the last message of a kind, as its reader gets it."""
    found = select(Message.id).where(Message.kind == kind).order_by(Message.id.desc())
    number = db.session.scalars(found).first()
    assert number
    return drawn(mail.show(SERVICE, number), SETTINGS, readable=True)


def request(place: Place, **facts: Any) -> None:
    asking.request(as_actor(place.secretary), asked((place.chairs, 1), **facts))


def test_what_is_entered_says_who_did_and_what_may_be_done(place: Place) -> None:
    wish = asked((place.chairs, 1), borrower=place.borrower.name)
    asking.request(as_actor(place.manager), wish)

    said = text_of(MailKind.ENTERED)

    assert said.subject.startswith("Demande saisie pour vous")
    assert "Vous pouvez la corriger ou l’annuler" in said.body
    assert "https://parc.example/demandes/" in said.body


def test_what_is_lent_at_the_counter_says_so(place: Place) -> None:
    lines = (AskedLine(place.chairs.reference, 1),)
    until = clock.now() + timedelta(days=1)
    lend(as_actor(place.technician), Lent(until, "Dépannage", lines, place.borrower.name))

    said = text_of(MailKind.APPROVED)

    assert said.subject == "Prêt immédiat : Dépannage"
    assert "Maing vous prête ce matériel dès maintenant, au comptoir" in said.body


@pytest.mark.parametrize("kind", [MailKind.REQUESTED, MailKind.TO_ANSWER])
def test_both_sides_read_that_an_elected_person_decides(place: Place, kind: MailKind) -> None:
    request(place, beneficiary_kind=BeneficiaryKind.WORSHIP, beneficiary_name="Paroisse")

    said = text_of(kind).body

    assert "Pour : Paroisse (culte)" in said
    assert (
        "Un élu décide : la demande n’est jamais validée automatiquement (loi du 9 décembre 1905"
        in said
    )


def test_both_sides_read_that_an_engagement_lacks(place: Place) -> None:
    request(place, beneficiary_kind=BeneficiaryKind.ASSOCIATION, beneficiary_name="Judo")

    for kind in (MailKind.REQUESTED, MailKind.TO_ANSWER):
        assert "contrat d’engagement républicain" in text_of(kind).body


def test_a_wished_transport_is_said_and_the_usual_one_is_not(place: Place) -> None:
    request(place)
    assert "Transport" not in text_of(MailKind.TO_ANSWER).body

    request(place, transport=Transport.DELIVERED)

    assert "Transport : livraison souhaitée" in text_of(MailKind.TO_ANSWER).body


def test_a_message_is_whole_in_its_mail(place: Place) -> None:
    mine = place.requested(1)
    comments.comment(as_actor(place.secretary), mine.id, "Bonjour,\nune question {{ x }}.")

    said = text_of(MailKind.COMMENTED)

    assert said.subject == "Message, Quérénaing : Fête de la Saint-Jean"
    assert "Bonjour,\nune question {{ x }}." in said.body
    comments.note(as_actor(place.technician), mine.id, "À vérifier.")
    assert text_of(MailKind.COMMENTED).subject.startswith("Note interne, Maing")


def test_a_refusal_asks_about_the_rest_when_there_is_one(place: Place) -> None:
    both = make_both(place)
    reservations.refuse(as_actor(place.manager), both.first.id, "Non.")
    assert f"({both.second.reference}). Gardez-vous le reste ?" in text_of(MailKind.REFUSED).body

    reservations.refuse(as_actor(place.manager), place.requested(1).id, "Non.")

    assert "Gardez-vous" not in text_of(MailKind.REFUSED).body
