"""A password forgotten: one sentence for every address, and a link that serves once."""

from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.accounts import LoginAttempt, User
from booking.models.mail import Message
from booking.queries import mail as outbox
from booking.rules.access import SERVICE
from booking.usecases.mail import drawn
from booking.vocabulary import MailKind, Role
from tests.client import Browser, browser
from tests.factories import make_commune, make_territory, make_user, set_clock
from tests.pages.place import Place

ASK = "/mot-de-passe-oublie"
NEW = "Batterie-correcte-4"


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).filter_by(kind=MailKind.RESET)))


def link(client: Browser, user: User) -> str:
    """Ask for a link as a person does; return the path it is mailed with."""
    client.send(ASK, email=user.email)
    settings = current_app.extensions["settings"]
    text = drawn(outbox.show(SERVICE, messages()[-1].id), settings, readable=True)
    found = next(word for word in text.body.split() if "/nouveau-mot-de-passe/" in word)
    return found.partition("localhost")[2]


def test_the_answer_never_tells_who_has_an_account(client: Browser, place: Place) -> None:
    gone = make_user(make_commune(make_territory()), email="partie@mairie.example")
    pages = [
        client.send(ASK, email=email).main.replace(email, "…")
        for email in (place.secretary.email, "inconnu@mairie.example", gone.email)
    ]

    assert len(set(pages)) == 1
    assert "Si un compte existe pour …" in pages[0]
    assert [each.to for each in messages()] == [place.secretary.email]


def test_an_address_that_is_none_is_said_so(client: Browser, place: Place) -> None:
    assert "adresse électronique" in client.send(ASK, 422, email="nadia").complaint("email")
    assert "obligatoire" in client.send(ASK, 422).complaint("email")


@pytest.mark.parametrize("known", [True, False])
def test_asking_again_and_again_must_wait_for_every_address_alike(
    client: Browser, place: Place, known: bool
) -> None:
    email = place.secretary.email if known else "inconnu@mairie.example"
    for _ in range(3):
        client.send(ASK, email=email)

    page = client.send(ASK, 429, email=email)

    assert "Attendez 15 minutes" in page.complaint("email")
    assert len(messages()) == (3 if known else 0)


def test_where_it_is_asked_from_is_counted_too(client: Browser, place: Place) -> None:
    many = [LoginAttempt(key="origin:127.0.0.1", at=clock.now()) for _ in range(100)]
    db.session.add_all(many)
    db.session.commit()

    client.send(ASK, 429, email=place.secretary.email)
    assert messages() == []


def test_opening_the_link_changes_nothing(client: Browser, place: Place) -> None:
    address, stamp = link(client, place.secretary), place.secretary.stamp

    for _ in range(2):
        assert client.visit(address).title == "Nouveau mot de passe"
        client.head(address)

    assert (place.secretary.stamp, place.secretary.password_hash) == (stamp, None)


def test_the_link_serves_once_and_ends_the_other_sessions(
    app: Flask, client: Browser, place: Place
) -> None:
    elsewhere = browser(app).sign_in(place.secretary)
    address = link(client, place.secretary)
    other = link(client, place.secretary)

    assert "nouveau mot de passe est enregistré" in client.send(address, new=NEW).text

    assert elsewhere.get("/").status_code == 302
    for dead in (address, other):
        assert browser(app).visit(dead, 404).title == "Ce lien n’est plus valable"
        assert browser(app).post(dead, data={"new": NEW}).status_code == 404
    entered = browser(app).send("/connexion", email=place.secretary.email, password=NEW)
    assert entered.title == "Bonjour, Nadia Carpentier"


def test_the_link_dies_after_a_day(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, now = link(client, place.secretary), clock.now()
    set_clock(monkeypatch, now + timedelta(hours=23))
    client.visit(address)
    set_clock(monkeypatch, now + timedelta(hours=25))
    client.visit(address, 404)


def test_a_weak_password_is_refused_beside_its_field(client: Browser, place: Place) -> None:
    address = link(client, place.secretary)

    assert "14 caractères" in client.send(address, 422, new="court").complaint("new")
    assert client.visit(address).title == "Nouveau mot de passe"


def test_wrong_passwords_are_forgiven_by_the_link(
    app: Flask, client: Browser, place: Place
) -> None:
    for _ in range(10):
        client.send("/connexion", 403, email=place.secretary.email, password="faux")
    address = link(client, place.secretary)
    client.send(address, new=NEW)

    browser(app).send("/connexion", email=place.secretary.email, password=NEW)


@pytest.mark.parametrize("token", ["faux", "%00", "x" * 4000])
def test_a_false_link_says_so(client: Browser, place: Place, token: str) -> None:
    client.visit(f"/nouveau-mot-de-passe/{token}", 404)


def test_an_invitation_is_no_reset(client: Browser, place: Place) -> None:
    address = link(client, place.secretary).replace("/nouveau-mot-de-passe/", "/invitation/")

    client.visit(address, 404)


def test_the_history_of_accesses_tells_of_it(client: Browser, place: Place) -> None:
    client.send(link(client, place.secretary), new=NEW)
    client.sign_in(make_user(place.borrower, Role.ADMINISTRATOR))

    page = client.visit("/administration/acces")

    assert "a envoyé un lien de mot de passe à Nadia Carpentier" in page.main
    assert "a choisi, par ce lien, un mot de passe pour Nadia Carpentier" in page.main
