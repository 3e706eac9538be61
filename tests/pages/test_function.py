"""A shared mailbox says who opens it, once per session, for the journal."""

import pytest
from flask import Flask

from booking import journal
from booking.db import db
from booking.models.accounts import User
from booking.models.calendars import Feed
from booking.rules.access import SERVICE
from booking.usecases import accounts as acts
from tests.client import Browser, browser
from tests.pages.place import Place

ASK = "/qui-etes-vous"


@pytest.fixture
def mailbox(place: Place) -> User:
    """Give the mailbox that the whole town hall opens."""
    place.secretary.shared = True
    place.secretary.name = "Mairie de Quérénaing"
    db.session.commit()
    return place.secretary


def test_every_page_asks_until_it_is_answered_then_leads_on(client: Browser, mailbox: User) -> None:
    client.sign_in(mailbox)
    for address in ("/", "/materiel", "/compte", "/demandes/nouvelle"):
        assert client.get(address).location.startswith(ASK)
    assert client.post("/compte/organisme").location.startswith(ASK)
    page = client.visit("/materiel?q=tente")
    assert page.title == "Qui êtes-vous ?"

    page = client.send(page.forms[-2].action, function="accueil")

    assert page.address == "/materiel"
    assert "Mairie de Quérénaing, accueil" in page.text
    assert client.visit("/").title == "Bonjour, Mairie de Quérénaing"


def test_reading_the_question_answers_nothing(client: Browser, mailbox: User) -> None:
    client.sign_in(mailbox)
    for _ in range(2):
        client.visit(f"{ASK}?function=accueil")

    assert client.get("/").location.startswith(ASK)


def test_one_may_leave_without_answering(client: Browser, mailbox: User) -> None:
    assert client.sign_in(mailbox).send("/deconnexion").title == "Se connecter"


@pytest.mark.parametrize("said", ["", "   ", "x" * 81, "deux\nlignes"])
def test_an_answer_that_is_none_is_asked_again(client: Browser, mailbox: User, said: str) -> None:
    page = client.sign_in(mailbox).send(ASK, 422, function=said)

    assert page.complaint("function")
    assert client.get("/").location.startswith(ASK)


def test_the_question_leads_to_no_other_site(client: Browser, mailbox: User) -> None:
    client.sign_in(mailbox)

    answer = client.post(f"{ASK}?suite=//evil.example/", data={"function": "accueil"})

    assert answer.location == "/"


def test_the_journal_keeps_the_function(app: Flask, client: Browser, mailbox: User) -> None:
    client.sign_in(mailbox).send(ASK, function="remplaçante")
    client.send("/calendriers", name="Agenda")

    (entry,) = journal.entries("feed", last_feed())
    assert entry.function == "remplaçante"
    again = browser(app).sign_in(mailbox)
    assert again.get("/").location.startswith(ASK), "another session asks again"


def last_feed() -> int:
    return db.session.query(Feed).one().id


def test_a_person_is_never_asked(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary).visit(ASK, 404)
    client.send(ASK, 404, function="accueil")
    assert client.visit("/").title == "Bonjour, Nadia Carpentier"


def test_programs_and_calendars_are_not_asked(client: Browser, mailbox: User) -> None:
    acts.issue_token(SERVICE, mailbox.email, "secret", None)

    answer = client.get("/api/v1/items", headers={"Authorization": "Bearer secret"})

    assert answer.status_code == 200
