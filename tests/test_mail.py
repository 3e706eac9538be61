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


def test_an_address_keeps_what_its_owner_wants() -> None:
    commune = make_commune(make_territory())
    user = make_user(commune, Role.SECRETARY, daily=True, muted=["requested"])
    (known,) = mail.people(commune.id, Role.SECRETARY)

    assert known == mail.reader(user) == user.email
    assert {known, user.email} == {user.email}
    wanted = mail.messages(commune.territory_id, MailKind.TO_ANSWER, [known, "nue@x.example"])
    assert [(each.to, each.daily) for each in wanted] == [
        (user.email, True),
        ("nue@x.example", False),
    ]
    assert all(type(each.to) is str for each in wanted)
    assert mail.messages(commune.territory_id, MailKind.REQUESTED, [known]) == []


def test_an_address_is_known_among_members_or_stays_bare() -> None:
    commune = make_commune(make_territory())
    user = make_user(commune, Role.OBSERVER, daily=True)
    known = mail.members([commune.id])

    assert isinstance(mail.known_as(user.email, known), mail.Reader)
    assert mail.known_as("autre@x.example", known) == "autre@x.example"
