"""The page of accesses: inviting, prolonging, ending, and who may not."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.accounts import Membership, User
from booking.models.mail import Message
from booking.models.organizations import Territory
from booking.rules.access import SERVICE
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser, browser
from tests.factories import make_commune, make_user
from tests.pages.place import Place

LIST = "/administration/acces"


@pytest.fixture
def chief(place: Place) -> User:
    """Give who administers the accesses of Quérénaing."""
    return make_user(place.borrower, Role.ADMINISTRATOR, password_hash="x", name="Odile Lemaire")


@pytest.fixture
def president(place: Place) -> User:
    """Give who administers the accesses of the whole EPCI."""
    territory = db.session.get_one(Territory, place.lender.territory_id)
    office = make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_user(office, Role.ADMINISTRATOR, password_hash="x")


def in_days(count: int) -> str:
    return (clock.today(SERVICE.zone) + timedelta(days=count)).isoformat()


def person(place: Place, user: User) -> str:
    return f"{LIST}/{place.borrower.id}/{user.id}"


def test_an_administrator_invites_a_replacement(client: Browser, place: Place, chief: User) -> None:
    page = client.sign_in(chief).visit(LIST)
    form = page.form(f"{LIST}/{place.borrower.id}/inviter")

    page = client.send(
        form,
        email="karim@mairie.example",
        name="Karim Benali",
        roles="secretary",
        ends_on=in_days(30),
    )

    assert "L’invitation part pour karim@mairie.example." in page.main
    assert "Karim Benali" in page.main
    assert "Invitation envoyée" in page.main
    assert "a invité Karim Benali" in page.main
    assert db.session.scalars(select(Message)).one().to == "karim@mairie.example"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"email": "karim"}, "email", "adresse électronique"),
        ({"name": ""}, "name", "obligatoire"),
        ({"ends_on": "2020-01-01"}, "ends_on", "passé"),
        ({"ends_on": "31/12/2030"}, "ends_on", "ne se lit pas"),
        ({"ends_on": "9999-12-31"}, "ends_on", "ne se lit pas"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place, chief: User, given: dict[str, str], field: str, words: str
) -> None:
    typed = {"email": "karim@mairie.example", "name": "Karim", "roles": "secretary"}
    client.sign_in(chief)

    page = client.send(f"{LIST}/{place.borrower.id}/inviter", 422, **typed | given)

    assert words in page.complaint(field)
    assert page.form(f"{LIST}/{place.borrower.id}/inviter").fields["roles"] == "secretary"
    assert db.session.scalars(select(Message)).all() == []


@pytest.mark.parametrize("roles", ["", "king"])
def test_an_invitation_wants_a_role(client: Browser, place: Place, chief: User, roles: str) -> None:
    client.sign_in(chief)
    page = client.send(
        f"{LIST}/{place.borrower.id}/inviter", 422, email="k@m.example", name="K", roles=roles
    )
    assert "Choisissez au moins un rôle" in page.main


def test_an_access_is_changed_then_ended_and_the_session_ends_at_the_next_request(
    app: Flask, client: Browser, place: Place, chief: User
) -> None:
    secretary = browser(app).sign_in(place.secretary)
    page = client.sign_in(chief).visit(person(place, place.secretary))
    page = client.send(
        page.form(f"{person(place, place.secretary)}/modifier"), shared="oui", ends_on=in_days(9)
    )
    assert "boîte partagée" in page.main
    assert "dernier jour : sans fin →" in page.main
    assert secretary.get("/").status_code == 302  # it must say who opens the mailbox

    shown = client.visit(person(place, place.secretary))
    page = client.send(shown.form(f"{person(place, place.secretary)}/finir"))

    assert "Accès terminés (1)" in page.main
    assert secretary.get("/").location.startswith("/connexion")
    assert "Accès terminé le" in client.visit(person(place, place.secretary)).main


def test_the_office_chooses_the_organization(
    client: Browser, place: Place, president: User
) -> None:
    page = client.sign_in(president).visit(LIST)
    assert page.title == "Accès, CC du Val"
    assert "Quérénaing (sans administrateur)" in page.main

    page = client.visit(f"{LIST}?organisme={place.borrower.id}")

    assert page.title == "Accès, Quérénaing"
    assert "Personne n’y administre les accès" in page.main


def test_the_last_administrator_reads_why_they_stay(
    client: Browser, place: Place, president: User
) -> None:
    office = president.memberships[0].organization_id
    client.sign_in(president)

    page = client.send(f"{LIST}/{office}/{president.id}/finir", 409)

    assert "Il ne resterait personne pour administrer les accès de CC du Val" in page.main
    assert db.session.scalars(select(Membership.ends_on)).unique().all() == [None]


def test_an_invitation_is_sent_again_until_it_is_accepted(
    client: Browser, place: Place, chief: User
) -> None:
    client.sign_in(chief)
    again = f"{person(place, place.secretary)}/renvoyer"

    assert "L’invitation repart" in client.send(again).main
    place.secretary.password_hash = "x"
    db.session.commit()
    assert "déjà choisi son mot de passe" in client.send(again, 409).main


def test_others_find_nothing(client: Browser, place: Place, chief: User) -> None:
    here = person(place, place.secretary)
    for who in (place.secretary, place.manager, place.neighbour, place.stranger):
        client.sign_in(who)
        for address in (f"{LIST}?organisme={place.borrower.id}", here):
            client.visit(address, 404)
        for act in ("modifier", "finir", "renvoyer"):
            client.send(f"{here}/{act}", 404)
        client.send(f"{LIST}/{place.borrower.id}/inviter", 404)
    client.sign_in(chief)
    client.visit(person(place, place.manager), 404)
    client.send(f"{person(place, place.manager)}/finir", 404)
    assert LIST in client.visit("/administration").links
