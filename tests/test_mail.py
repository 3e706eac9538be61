"""Who is written to, and the words spoken to the relay."""

import pytest

from booking import mail
from booking.db import db
from booking.models.mail import Message
from booking.vocabulary import MailKind, Role
from tests.factories import make_commune, make_territory, make_user

pytestmark = pytest.mark.usefixtures("base")


def test_those_who_hold_a_role_are_written_to_once() -> None:
    commune = make_commune(make_territory())
    both = make_user(commune, Role.SECRETARY, Role.MANAGER)
    make_user(commune, Role.ELECTED)

    assert mail.people(commune.id, Role.SECRETARY, Role.MANAGER) == [both.email]


def test_a_message_waits_with_its_facts_and_no_text() -> None:
    territory = make_territory()
    mail.queue(territory.id, MailKind.REQUESTED, ["a@mairie.example"], reservation_id=7)
    db.session.commit()

    (message,) = db.session.query(Message)
    assert (message.to, message.facts, message.sent_at) == (
        "a@mairie.example",
        {"reservation_id": 7},
        None,
    )
