"""Following an agenda of elsewhere from the page of a stock."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from booking import clock, fetching
from booking.db import db
from booking.models.sources import Source
from tests.client import Browser, Page
from tests.documents.calendars_of_others import calendar
from tests.factories import make_item, set_clock
from tests.outside import HOST, World, serving
from tests.pages.place import Place
from tests.pages.test_stocks import address, form, numbered
from tests.usecases.following import ADDRESS, days_ahead, trip

FIELDS = {"name": "Ramassage scolaire", "address": ADDRESS}


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give a world whose agenda takes three days."""
    with serving() as made:
        set_clock(monkeypatch, clock.now())
        trips = [trip(days_ahead(day), f"{day}") for day in (3, 4, 5)]
        made.answer = lambda path: (200, {}, calendar(*trips))
        monkeypatch.setattr(fetching, "INTERNET", made.outside)
        yield made


def follow(client: Browser, place: Place, **fields: str) -> Page:
    """Follow the agenda for the chairs, as the manager."""
    page = client.sign_in(place.manager).visit(address(place.chairs))
    return client.send(form(page, place.chairs, "agendas"), **FIELDS | fields)


def warned(page: Page) -> str:
    """Return what the page warns of, above all."""
    found = [each for each in page.root.all("div") if each.get("class") == "flash bad"]
    return " ".join(each.text for each in found).replace("\xa0", " ")


def test_an_agenda_is_followed_and_read_at_once(
    client: Browser, place: Place, world: World
) -> None:
    page = follow(client, place, quantity="5")

    assert "« Ramassage scolaire » est lu : 3 périodes à venir" in page.main.replace("\xa0", " ")
    assert "Occupé ailleurs" in page.main
    assert ADDRESS in page.main
    assert "Rien n’est retiré du prêt" in page.main  # agendas stand apart
    client.visit(f"/materiel/{place.chairs.id}")
    client.visit("/planning")


def test_those_who_only_tend_read_where_it_is_kept_and_no_more(
    client: Browser, place: Place, world: World
) -> None:
    follow(client, place)

    page = client.sign_in(place.technician).visit(address(place.chairs))

    assert HOST in page.main
    assert "secret-42" not in page.main
    actions = [each.action for each in page.forms]
    assert any(each.endswith("/lecture") for each in actions)
    assert not any("/agendas-suivis/" in each and each.endswith("/fin") for each in actions)
    assert f"{address(place.chairs)}/agendas" not in actions


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"address": f"http://{HOST}/a"}, "address", "https:// ou webcal://"),
        ({"address": f"https://x:y@{HOST}/a"}, "address", "sans mot de passe"),
        ({"address": f"https://{HOST}:8443/a"}, "address", "ni numéro de port"),
        ({"address": "https://192.168.1.4/a"}, "address", "réseau privé"),
        ({"address": "https://serveur.local/a"}, "address", "réseau privé"),
        ({"address": ""}, "address", "obligatoire"),
        ({"name": "A" * 81}, "name", "80 caractères au plus"),
        ({"name": ""}, "name", "obligatoire"),
        ({"quantity": ""}, "quantity", "quantité"),
        ({"quantity": "41"}, "quantity", "pas autant"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Browser, place: Place, world: World, fields: dict[str, str], field: str, said: str
) -> None:
    page = client.sign_in(place.manager).visit(address(place.chairs))

    page = client.send(form(page, place.chairs, "agendas"), 422, **FIELDS | fields)

    assert said in page.main
    depot = place.chairs.stocks[0].depot_id
    assert f"#{field}-follow-{depot}" in page.links
    assert world.asked == []


def test_an_address_as_agendas_show_it_is_understood(
    client: Browser, place: Place, world: World
) -> None:
    follow(client, place, address=ADDRESS.replace("https", "webcal"))

    assert db.session.scalars(select(Source.address)).one() == ADDRESS


def test_what_cannot_be_read_is_said_and_tried_again(
    client: Browser, place: Place, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = world.answer
    world.answer = lambda path: (404, {}, b"")
    page = follow(client, place)
    said = warned(page)
    assert "n’a pas pu être lu. Le serveur refuse la lecture" in said
    assert "Rien n’est encore retenu" in said
    assert "Non lu" in page.main

    world.answer = good
    again = next(each for each in page.forms if each.action.endswith("/lecture"))
    set_clock(monkeypatch, clock.now() + timedelta(minutes=2))
    page = client.send(again)
    assert "est lu : 3 périodes à venir" in page.main.replace("\xa0", " ")
    assert warned(page) == ""
    assert "Non lu" not in page.main

    world.answer = lambda path: (404, {}, b"")
    set_clock(monkeypatch, clock.now() + timedelta(minutes=2))
    assert "Les périodes déjà lues restent occupées." in warned(client.send(again))


def test_followed_no_more_it_leaves_the_page(client: Browser, place: Place, world: World) -> None:
    page = follow(client, place)

    stop = next(each for each in page.forms if "/agendas-suivis/" in each.action)
    stop = next(each for each in page.forms if each.action == stop.action.replace("lecture", "fin"))
    page = client.send(stop)

    assert "n’est plus suivi" in page.main
    assert ADDRESS not in page.main
    client.send(stop, 404)


def test_one_copy_is_chosen_and_its_loans_in_the_way_are_shown(
    client: Browser, place: Place, world: World
) -> None:
    item = numbered(place)
    page = client.sign_in(place.manager).visit(address(item))
    client.send(form(page, item, "agendas"), **FIELDS, unit="VID-01")
    page = client.visit(address(item))
    again = {"address": f"{ADDRESS}?2", "name": "Car"}

    page = client.send(form(page, item, "agendas"), **again, unit="VID-01")

    assert "L’exemplaire est déjà pris à ces dates" in page.main
    assert "occupé ailleurs : Ramassage scolaire" in page.main.replace("\xa0", " ")


def test_any_copy_is_one_until_more_are_wanted(client: Browser, place: Place, world: World) -> None:
    item = numbered(place)
    page = client.sign_in(place.manager).visit(address(item))
    client.send(form(page, item, "agendas"), **FIELDS)

    assert db.session.scalars(select(Source.quantity)).one() == 1


def test_a_copy_is_one_and_excludes_more(client: Browser, place: Place, world: World) -> None:
    item = numbered(place)
    page = client.sign_in(place.manager).visit(address(item))
    both = FIELDS | {"unit": "VID-01", "quantity": "2"}
    page = client.send(form(page, item, "agendas"), 422, **both)
    assert "l’un ou l’autre" in page.main

    client.send(form(page, item, "agendas"), quantity="1")

    assert db.session.scalars(select(Source.unit_id)).one() is not None


def test_kits_and_people_have_no_agenda(client: Browser, place: Place) -> None:
    pilot = make_item(place.pool, 1, family="Personnel")

    page = client.sign_in(place.manager).visit(address(pilot))

    assert f"{address(pilot)}/agendas" not in [each.action for each in page.forms]


def test_a_stranger_touches_nothing(client: Browser, place: Place, world: World) -> None:
    follow(client, place)
    mine = db.session.scalars(select(Source.id)).one()

    for person in (place.stranger, place.secretary):
        client.sign_in(person)
        client.send(f"/agendas-suivis/{mine}/lecture", 404)
        client.send(f"/agendas-suivis/{mine}/fin", 404)
    depot = str(place.chairs.stocks[0].depot_id)
    client.send(f"{address(place.chairs)}/agendas", 403, **FIELDS, quantity="1", depot=depot)
