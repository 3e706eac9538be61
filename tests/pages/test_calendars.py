"""Subscribing one's own agenda, by a page."""

import pytest

from booking.dealings import FeedScope
from booking.queries import calendars
from booking.usecases import calendars as acts
from tests.client import Browser
from tests.pages.place import Place, as_actor


def test_a_new_address_is_shown_once(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = client.send("/calendriers", name="Mon agenda")

    address = page.field("url").get("value")
    assert address.startswith("http://localhost/calendriers/")
    assert address.endswith("/Mon-agenda.ics")
    assert "Mon agenda" in page.main
    secret = address.split("/")[4]
    again = client.visit("/calendriers")
    assert secret not in again.text
    assert "Mon agenda" in again.main
    answer = client.get(address.removeprefix("http://localhost"))
    assert answer.mimetype == "text/calendar"


def test_without_a_name_the_agenda_bears_that_of_the_commune(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).send("/calendriers", name="")

    assert "Parc commun Quérénaing" in page.main


@pytest.mark.parametrize("name", ["x" * 81, "\N{PARTY POPPER}"])
def test_a_name_that_does_not_fit_is_said_beside_the_field(
    client: Browser, place: Place, name: str
) -> None:
    page = client.sign_in(place.secretary).send("/calendriers", 422, name=name)

    assert page.complaint("name")
    assert page.field("name").get("value") == name


def test_a_subscription_is_ended(client: Browser, place: Place) -> None:
    feed = acts.create(as_actor(place.secretary), FeedScope.ME, "Agenda", "secret")
    client.sign_in(place.secretary)

    page = client.send(client.visit("/calendriers").form(f"/calendriers/{feed}/revoquer"))

    assert "L’abonnement est révoqué" in page.main
    assert "Aucun abonnement pour l’instant." in page.main


def test_the_subscriptions_of_others_are_out_of_view(client: Browser, place: Place) -> None:
    feed = acts.create(as_actor(place.secretary), FeedScope.ME, "Agenda privé", "secret")

    for person in (place.manager, place.neighbour, place.stranger):
        client.sign_in(person)
        assert "Agenda privé" not in client.visit("/calendriers").text
        client.send(f"/calendriers/{feed}/revoquer", 404)
    assert client.send("/calendriers/999999/revoquer", 404)
    assert calendars.of_person(as_actor(place.secretary))


def test_making_an_address_twice_by_a_double_click_makes_one(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    form = client.visit("/calendriers").form("/calendriers")

    client.send(form, name="Agenda")
    client.send(form, name="Agenda")

    assert len(calendars.of_person(as_actor(place.secretary))) == 1


def test_hostile_names_are_written_as_typed(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).send("/calendriers", name='<b onclick="x">"&amp;')

    assert '<b onclick="x">"&amp;' in page.main
