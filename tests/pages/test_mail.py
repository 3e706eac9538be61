"""The outbox, for an administrator."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.models.accounts import User
from booking.models.mail import Message
from booking.models.organizations import Territory
from booking.queries.mail import MOST_TRIES
from booking.rules.access import SERVICE
from booking.usecases.memberships import invite_by_siren
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser
from tests.factories import make_commune, make_user
from tests.pages.place import Place


@pytest.fixture
def administrator(place: Place) -> User:
    """Give who administers accounts in the territory."""
    return office(db.session.get_one(Territory, place.lender.territory_id))


def office(territory: Territory) -> User:
    """Return an administrator of the intercommunality."""
    epci = make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_user(epci, Role.ADMINISTRATOR)


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def test_each_act_writes_messages_that_are_read_on_a_page(
    client: Browser, place: Place, administrator: User
) -> None:
    place.out()
    client.sign_in(administrator)

    page = client.visit("/administration/courriels")

    assert "Aucun serveur d’envoi n’est réglé" in page.main
    assert "Matériel remis : Fête de la Saint-Jean" in page.main
    for message in messages():
        assert f"/administration/courriels/{message.id}" in page.links
        shown = client.visit(f"/administration/courriels/{message.id}")
        assert "Bonjour" in shown.main
        assert message.to in shown.main


def test_nothing_to_read_is_said(client: Browser, administrator: User) -> None:
    page = client.sign_in(administrator).visit("/administration/courriels")

    assert "Aucun message" in page.main


def test_an_invitation_that_served_shows_no_link(
    client: Browser, place: Place, administrator: User
) -> None:
    email = "nouveau@mairie.example"
    invite_by_siren(SERVICE, email, "N", str(place.lender.siren), Role.ELECTED)
    client.sign_in(administrator)
    address = f"/administration/courriels/{messages()[0].id}"
    link = next(word for word in client.visit(address).main.split() if "/invitation/" in word)
    client.send(link.partition("localhost")[2], new="Batterie-correcte-4")

    client.sign_in(administrator)
    page = client.visit(address)

    again = [word for word in page.main.split() if "/invitation/" in word]
    assert all(client.get(each.partition("localhost")[2]).status_code == 404 for each in again)


def test_only_the_administrators_of_the_territory_read(
    client: Browser, place: Place, administrator: User
) -> None:
    place.request()
    address = f"/administration/courriels/{messages()[0].id}"

    for person in (place.secretary, place.manager, place.neighbour):
        client.sign_in(person)
        client.visit("/administration/courriels", 404)
        client.visit(address, 404)
    client.sign_in(office(place.stranger.memberships[0].organization.territory))
    assert "Fête de la Saint-Jean" not in client.visit("/administration/courriels").text
    client.visit(address, 404)


@pytest.mark.parametrize("number", [0, 999_999_999, 10**20])
def test_a_message_that_is_not_there_is_not_found(
    client: Browser, administrator: User, number: int
) -> None:
    client.sign_in(administrator).visit(f"/administration/courriels/{number}", 404)


def test_what_became_of_each_message_is_said_and_one_given_up_is_tried_again(
    client: Browser, place: Place, administrator: User
) -> None:
    place.manager.daily = True
    db.session.commit()
    place.requested()
    told, waiting = messages()
    told.attempts = MOST_TRIES
    db.session.commit()
    client.sign_in(administrator)
    page = client.visit("/administration/courriels")
    assert "Attend le résumé" in page.main
    assert "Abandonné" in page.main

    page = client.visit(f"/administration/courriels/{told.id}")
    again = client.send(page.form(f"/administration/courriels/{told.id}/reessayer"))

    assert "sera renvoyé" in again.main
    assert "À envoyer" in again.main
    assert (told.attempts, waiting.sent_at) == (0, None)
    waiting.sent_at = told.created_at
    db.session.commit()
    assert "Dans le résumé" in client.visit("/administration/courriels").main


def test_no_link_that_acts_is_shown_to_an_administrator(
    client: Browser, place: Place, administrator: User
) -> None:
    place.requested()
    client.sign_in(administrator)

    for message in messages():
        assert "/courriel/" not in client.visit(f"/administration/courriels/{message.id}").main


def test_only_an_administrator_has_a_message_tried_again(client: Browser, place: Place) -> None:
    place.requested()
    client.sign_in(place.manager)

    client.send(f"/administration/courriels/{messages()[0].id}/reessayer", 404)
