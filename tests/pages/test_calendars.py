"""Subscribing one's own agenda, by a page."""

import re
from datetime import timedelta

import pytest

from booking.db import db
from booking.dealings import FeedScope
from booking.models.reservations import Reservation
from booking.queries import subscriptions
from booking.usecases import calendars as acts
from tests.client import Browser
from tests.pages.place import Place, as_actor
from tests.pages.test_stocks import numbered


def test_a_new_address_is_shown_once(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = client.send("/calendriers", name="Mon agenda")

    address = page.field("url").get("value")
    assert address.startswith("http://localhost/calendriers/")
    assert address.endswith("/Mon%20agenda.ics")
    assert "Mon agenda" in page.main
    secret = address.split("/")[4]
    again = client.visit("/calendriers")
    assert secret not in again.text
    assert "Mon agenda" in again.main
    answer = client.get(address.removeprefix("http://localhost"))
    assert answer.mimetype == "text/calendar"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("Dépôt d’Épinay", "/D%C3%A9p%C3%B4t%20d%E2%80%99%C3%89pinay.ics"),
        ("é" * 80, f"/{'e' * 60}.ics"),
    ],
)
def test_an_address_bears_the_name_and_stays_short(
    client: Browser, place: Place, name: str, ending: str
) -> None:
    page = client.sign_in(place.secretary).send("/calendriers", name=name)

    address = page.field("url").get("value")

    assert address.endswith(ending)
    assert len(address) <= 250
    assert address.isascii()
    assert client.get(address.removeprefix("http://localhost")).status_code == 200


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

    before = client.visit("/calendriers")
    steps = [each.text for each in before.root.all("summary")]
    assert [each for each in steps if each.startswith(("Changer l’adresse", "Révoquer"))] == [
        "Changer l’adresse de Agenda",
        "Révoquer Agenda",
    ]

    page = client.send(before.form(f"/calendriers/{feed}/revoquer"))

    assert "pendant trente jours, son adresse annonce la révocation" in page.main
    assert "Aucun abonnement pour l’instant. Choisissez un contenu" in page.main


def test_the_subscriptions_of_others_are_out_of_view(client: Browser, place: Place) -> None:
    feed = acts.create(as_actor(place.secretary), FeedScope.ME, "Agenda privé", "secret")

    for person in (place.manager, place.neighbour, place.stranger):
        client.sign_in(person)
        assert "Agenda privé" not in client.visit("/calendriers").text
        client.send(f"/calendriers/{feed}/revoquer", 404)
    assert client.send("/calendriers/999999/revoquer", 404)
    assert subscriptions.of_person(as_actor(place.secretary))


def test_making_an_address_twice_by_a_double_click_makes_one(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    form = client.visit("/calendriers").form("/calendriers")

    client.send(form, name="Agenda")
    client.send(form, name="Agenda")

    assert len(subscriptions.of_person(as_actor(place.secretary))) == 1


def test_hostile_names_are_written_as_typed(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).send("/calendriers", name='<b onclick="x">"&amp;')

    assert '<b onclick="x">"&amp;' in page.main


def test_one_subscribes_to_a_pool_or_a_depot(client: Browser, place: Place) -> None:
    place.requested()
    client.sign_in(place.manager)

    page = client.send("/calendriers", name="", scope=f"pool-{place.pool.id}")

    address = page.field("url").get("value").removeprefix("http://localhost")
    assert address.endswith("/Parc%20communautaire.ics")
    assert "Quérénaing" in client.get(address).text
    depot = place.chairs.stocks[0].depot
    page = client.send("/calendriers", name="", scope=f"depot-{depot.id}")
    assert "Remise" in client.get(page.field("url").get("value")[len("http://localhost") :]).text


def test_one_subscribes_to_the_item_one_comes_from(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = client.visit(f"/calendriers?contenu=item-{place.tents.id}")

    form = page.form("/calendriers")
    assert f"Matériel : {place.tents.name}" in page.main
    page = client.send(form, name="Tentes")
    assert "Tente pliante, Quérénaing" in page.main


@pytest.mark.parametrize("scope", ["pool-999999", "item-x", "unit-²", "depot-"])
def test_what_one_may_not_know_of_is_not_found(client: Browser, place: Place, scope: str) -> None:
    client.sign_in(place.secretary)

    client.send("/calendriers", 422 if scope == "depot-" else 404, name="", scope=scope)


def test_another_address_is_shown_once(client: Browser, place: Place) -> None:
    feed = acts.create(as_actor(place.secretary), FeedScope.ME, "Agenda", "secret")
    client.sign_in(place.secretary)

    form = client.visit("/calendriers").form(f"/calendriers/{feed}/renouveler")
    page = client.send(form)

    address = page.field("url").get("value").removeprefix("http://localhost")
    assert client.get(address).status_code == 200
    assert "Adresse changée" in client.get("/calendriers/secret/Agenda.ics").text
    assert len(subscriptions.of_person(as_actor(place.secretary))) == 1
    assert client.send(form).field("url").get("value").endswith(address)


def test_an_agenda_for_others_says_so(client: Browser, place: Place) -> None:
    place.requested()
    client.sign_in(place.secretary)

    page = client.send("/calendriers", name="Salle", scope="me", anonymous="true")

    assert "(« Occupé », sans nom)" in page.main
    assert re.search(r"Cacher qui emprunte\s: « Occupé », sans nom, motif ni référence", page.main)
    assert "Un calendrier qui suit plusieurs matériels les nomme toujours" in page.main
    assert "rien de plus" not in page.main
    text = client.get(page.field("url").get("value").removeprefix("http://localhost")).text
    title = text.replace("\r\n ", "").split("SUMMARY:")[1].split("\r\n")[0]
    assert re.fullmatch(r"Occupé\\, à confirmer : \d+\s\S+", title)
    for hidden in ("Fête", "DESCRIPTION:R-", "LOCATION", place.borrower.name):
        assert hidden not in text.split("BEGIN:VEVENT")[1]


def test_the_new_address_comes_with_what_each_agenda_wants(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).send("/calendriers", name="Mairie")

    url = page.field("url").get("value")
    assert url.replace("http://", "webcal://") in page.links
    assert any(
        link.startswith("https://calendar.google.com/calendar/r?cid=") for link in page.links
    )
    (code,) = [each for each in page.root.all("img") if each.get("src").startswith("data:")]
    assert "téléphone" in code.get("alt")


def test_the_address_of_what_is_taken_is_handed_out_where_it_gives_no_more(
    client: Browser, place: Place
) -> None:
    """Who has one of the two addresses has the other by its last three letters."""
    client.sign_in(place.secretary)

    page = client.send("/calendriers", name="Mairie")
    assert "Votre adresse secrète" in page.main
    assert ".ifb" not in page.main.split("Mes abonnements")[0]
    assert "À cocher si l’adresse n’est pas pour vous seul" in page.main
    assert not [each for each in page.root.all("input") if each.get("name") == "free_busy"]

    page = client.send("/calendriers", name="Salle", anonymous="true")
    url = page.field("url").get("value")
    assert page.field("free_busy").get("value") == url.replace(".ics", ".ifb")


@pytest.mark.parametrize(
    "agenda", ["Outlook", "Google Agenda", "Apple", "Thunderbird", "Zimbra", "BlueMind"]
)
def test_each_agenda_has_its_help_and_its_delay(client: Browser, place: Place, agenda: str) -> None:
    page = client.sign_in(place.secretary).visit("/calendriers")

    assert agenda in page.main
    assert page.main.count("Délai de mise à jour") == 6
    assert "Parc commun fait foi" in page.main


def test_the_archive_gives_what_agendas_forget(client: Browser, place: Place) -> None:
    feed = acts.create(as_actor(place.secretary), FeedScope.ME, "Agenda", "secret")
    row = place.requested()
    past = db.session.get_one(Reservation, row.id)
    past.starts_at -= timedelta(days=400)
    past.ends_at -= timedelta(days=400)
    db.session.commit()
    client.sign_in(place.secretary)
    assert "Fête" not in client.get("/calendriers/secret/Agenda.ics").text

    address = f"/calendriers/{feed}/archive"
    assert address in client.visit("/calendriers").links
    answer = client.get(address)

    assert "Fête" in answer.text
    assert answer.mimetype == "text/calendar"
    assert "attachment" in answer.headers["Content-Disposition"]
    client.sign_in(place.neighbour)
    assert client.get(address).status_code == 404


def test_the_page_of_an_item_leads_to_its_calendar(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(f"/materiel/{place.chairs.id}")

    assert f"/calendriers?contenu=item-{place.chairs.id}" in page.links
    assert "ou à un exemplaire" not in page.main


def test_the_pages_of_numbered_things_lead_to_the_calendar_of_a_copy(
    client: Browser, place: Place
) -> None:
    item = numbered(place)
    page = client.sign_in(place.secretary).visit(f"/materiel/{item.id}")
    assert "Abonner mon agenda à ce matériel, ou à un exemplaire" in page.main
    page = client.sign_in(place.manager).visit(f"/materiel/{item.id}/stock")

    copy = next(each for each in page.links if "contenu=unit-" in each)
    page = client.send(client.visit(copy).form("/calendriers"), name="")

    assert f"{item.name} VID-01, Maing" in page.main


@pytest.mark.parametrize(
    ("agent", "first"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "https://calendar.google.com/"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", "webcal://"),
    ],
)
def test_the_button_of_the_agenda_at_hand_comes_first(
    client: Browser, place: Place, agent: str, first: str
) -> None:
    client.sign_in(place.secretary)
    client.environ_base["HTTP_USER_AGENT"] = agent

    page = client.send("/calendriers", name="Mairie")

    buttons = [each.get("href") for each in page.root.all("a") if "btn" in each.get("class")]
    ways = [each for each in buttons if each.startswith(("https://calendar", "webcal"))]
    assert ways[0].startswith(first)
    assert len(ways) == 2
    webcal = [each for each in ways if each.startswith("webcal")]
    opening = next(each.text for each in page.root.all("a") if each.get("href") in webcal)
    assert f"Choisissez « {opening.strip()} », ou photographiez le code." in page.main
    assert page.field("url").get("readonly") is not None
    copied = [each.get("data-copy") for each in page.root.all("input") if each.get("id") == "url"]
    assert copied == ["" if first == "webcal://" else "primary"]
