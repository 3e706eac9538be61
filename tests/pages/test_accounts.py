"""Signing in and out, one's account, invitations."""

from functools import cache

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.accounts import LoginAttempt, User
from booking.models.mail import Message
from booking.queries import accounts as reads
from booking.queries import mail as outbox
from booking.rules.access import SERVICE
from booking.usecases.accounts import hasher
from booking.usecases.mail import drawn
from booking.usecases.memberships import invite_by_siren
from booking.vocabulary import Role
from tests.client import Browser, browser
from tests.factories import make_commune, make_user
from tests.pages.place import Place

PASSWORD = "Cheval-agrafe-3"
OTHER = "Batterie-correcte-4"


@cache
def hashed() -> str:
    return hasher.hash(PASSWORD)


def with_password(user: User) -> User:
    user.password_hash = hashed()
    db.session.commit()
    return user


def try_to_enter(client: Browser, email: str, password: str, status: int = 200) -> str:
    return client.send("/connexion", status, email=email, password=password).text


def test_the_right_password_opens_the_first_page(client: Browser, place: Place) -> None:
    user = with_password(place.secretary)

    page = client.send("/connexion", email=f" {user.email.upper()} ", password=PASSWORD)

    assert page.title == "Bonjour, Nadia Carpentier"
    assert "Mairie de Quérénaing" in page.text


def test_a_wrong_password_is_refused_without_saying_which(client: Browser, place: Place) -> None:
    user = with_password(place.secretary)

    wrong = client.send("/connexion", 403, email=user.email, password="autre chose")
    unknown = client.send("/connexion", 403, email="personne@mairie.example", password=PASSWORD)

    assert "n’est pas le bon" in wrong.text
    assert wrong.main == unknown.main
    assert wrong.form("/connexion").fields["email"] == user.email
    assert not wrong.form("/connexion").fields["password"]


@pytest.mark.parametrize("given", [{}, {"email": "a@b.example"}, {"password": "x"}])
def test_both_address_and_password_are_needed(
    client: Browser, place: Place, given: dict[str, str]
) -> None:
    page = client.send("/connexion", 422, **given)

    assert "Donnez l’adresse et le mot de passe." in page.text


def test_the_eleventh_attempt_must_wait_even_with_the_right_password(
    client: Browser, place: Place
) -> None:
    user = with_password(place.secretary)
    for _ in range(10):
        try_to_enter(client, user.email, "faux", 403)

    refused = try_to_enter(client, user.email, PASSWORD, 429)

    assert "Attendez 15 minutes" in refused
    assert db.session.query(LoginAttempt).filter_by(key=f"account:{user.email}").count() == 10


def test_attempts_are_counted_by_address_of_origin_too(client: Browser, place: Place) -> None:
    """A whole town hall may share one address: it takes many more."""
    for rank in range(10):
        try_to_enter(client, f"inconnu{rank}@mairie.example", "faux", 403)
    many = [LoginAttempt(key="origin:127.0.0.1", at=clock.now()) for _ in range(90)]
    db.session.add_all(many)
    db.session.commit()

    try_to_enter(client, place.secretary.email, "faux", 429)


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/materiel", "/materiel"),
        ("/materiel?q=tente&du=2030-01-01T08:00", "/materiel?q=tente&du=2030-01-01T08:00"),
        ("", "/"),
        ("materiel", "/"),
        ("//evil.example/", "/"),
        ("///evil.example/", "/"),
        ("////evil.example/", "/"),
        ("/////evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\/evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("https:/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        (" //evil.example", "/"),
        ("http://localhost@evil.example/", "/"),
        ("//[", "/"),
    ],
)
def test_signing_in_never_leads_to_another_site(
    client: Browser, place: Place, target: str, leads_to: str
) -> None:
    user = with_password(place.secretary)

    answer = client.post(
        "/connexion",
        query_string={"suite": target},
        data={"email": user.email, "password": PASSWORD},
    )

    assert answer.status_code == 302
    assert answer.location == leads_to


def test_after_signing_in_one_is_where_one_was_going(client: Browser, place: Place) -> None:
    user = with_password(place.secretary)
    login = client.get("/materiel?q=tente").location

    assert client.visit(login).title == "Se connecter"
    answer = client.post(login, data={"email": user.email, "password": PASSWORD})

    assert answer.location == "/materiel?q=tente"


def test_signing_out_closes_the_doors(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    assert client.send("/deconnexion").title == "Se connecter"
    assert client.get("/materiel").status_code == 302


def test_a_person_without_a_place_is_told_so(client: Browser, place: Place) -> None:
    user = with_password(make_user(place.borrower))

    page = client.send("/connexion", 403, email=user.email, password=PASSWORD)

    assert "aucun organisme" in page.main, "signing in seems to do nothing at all"


def test_changing_the_password_ends_the_other_sessions(
    app: Flask, client: Browser, place: Place
) -> None:
    user = with_password(place.secretary)
    elsewhere = browser(app).sign_in(user)
    client.sign_in(user)

    page = client.send("/compte", current=PASSWORD, new=OTHER)

    assert "Votre mot de passe est changé" in page.text
    assert client.get("/materiel").status_code == 200
    assert elsewhere.get("/materiel").status_code == 302
    try_to_enter(browser(app), user.email, PASSWORD, 403)
    try_to_enter(browser(app), user.email, OTHER)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"current": "faux", "new": OTHER}, "current", "mot de passe actuel"),
        ({"current": PASSWORD, "new": "court"}, "new", "14 caractères"),
        ({"current": PASSWORD}, "new", "obligatoire"),
        ({"new": OTHER}, "current", "obligatoire"),
    ],
)
def test_a_password_that_cannot_be_changed_is_said_beside_the_field(
    client: Browser, place: Place, given: dict[str, str], field: str, words: str
) -> None:
    client.sign_in(with_password(place.secretary))

    page = client.send("/compte", 422, **given)

    assert words in page.complaint(field)


def test_the_account_says_for_whom_one_acts(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit("/compte")

    assert place.secretary.email in page.main
    assert "Quérénaing secrétariat" in page.main


def test_one_acts_for_another_of_ones_organizations(client: Browser, place: Place) -> None:
    other = make_commune(place.borrower.territory, "Famars")
    user = make_user(place.borrower, Role.SECRETARY)
    db.session.add(make_membership(user, other))
    db.session.commit()
    client.sign_in(user)

    page = client.send("/compte/organisme", organization=str(other.id))

    assert "Mairie de Famars" in page.text


def make_membership(user: User, organization: object) -> object:
    known = user.memberships[0]
    return type(known)(
        user_id=user.id, organization=organization, role=Role.MANAGER, starts_on=known.starts_on
    )


@pytest.mark.parametrize("choice", ["", "x", "0", "9" * 30])
def test_one_does_not_act_for_others(client: Browser, place: Place, choice: str) -> None:
    client.sign_in(place.secretary)
    for organization in (choice, str(place.lender.id)):
        page = client.send("/compte/organisme", organization=organization)
        assert "Mairie de Quérénaing" in page.text


def invited(place: Place) -> tuple[str, str]:
    """Invite somebody; return their address and the path of the link in their mail."""
    email = "nouvelle@mairie.example"
    invite_by_siren(SERVICE, email, "Nouvelle", str(place.borrower.siren), Role.SECRETARY)
    message = db.session.scalars(select(Message).filter_by(to=email)).one()
    text = drawn(
        outbox.show(SERVICE, message.id), current_app.extensions["settings"], readable=True
    )
    link = next(word for word in text.body.split() if "/invitation/" in word)
    return email, link.partition("localhost")[2]


def test_opening_an_invitation_changes_nothing(client: Browser, place: Place) -> None:
    email, link = invited(place)
    before = reads.by_email(email)
    assert before

    for _ in range(2):
        page = client.visit(link)
        assert page.title == "Choisir un mot de passe"
        client.head(link)

    after = reads.by_email(email)
    assert after
    assert (after.stamp, after.password_hash) == (before.stamp, None)


def test_an_invitation_serves_once(app: Flask, client: Browser, place: Place) -> None:
    email, link = invited(place)

    assert client.send(link, new=OTHER).title == "Bonjour, Nouvelle"

    for answer in (browser(app).get(link), browser(app).post(link, data={"new": PASSWORD})):
        assert answer.status_code == 404
        assert "Ce lien n’est plus valable" in answer.text
    try_to_enter(browser(app), email, OTHER)


def test_an_invitation_asks_for_a_long_password(client: Browser, place: Place) -> None:
    _, link = invited(place)

    assert "14 caractères" in client.send(link, 422, new="court").complaint("new")
    assert "obligatoire" in client.send(link, 422).complaint("new")


@pytest.mark.parametrize("token", ["faux", "a.b.c", "%00", "x" * 5000])
def test_a_false_link_says_so(client: Browser, place: Place, token: str) -> None:
    assert client.visit(f"/invitation/{token}", 404).title == "Ce lien n’est plus valable"
