"""The pages of depots."""

import pytest

from booking.queries import depots
from tests.client import Browser
from tests.pages.place import Place, as_actor


def form_of(place: Place) -> str:
    return f"/depots/{place.chairs.stocks[0].depot_id}"


def test_the_manager_types_the_hours_as_people_do(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    form = client.visit(f"{form_of(place)}/fiche").form(f"{form_of(place)}/fiche")

    page = client.send(form, hours_0="8 h-12 h, 13h30-16h30", hours_1="8 h-12 h, 13h30-16h30")

    assert "8 h – 12 h, 13 h 30 – 16 h 30" in page.main
    again = client.visit(f"{form_of(place)}/fiche")
    assert again.field("hours_0").get("value") == "8 h – 12 h, 13 h 30 – 16 h 30"
    assert client.visit("/depots").main.count("Lundi et mardi") == 1


def test_hours_that_cannot_be_read_are_said_beside_their_day(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    form = client.visit(f"{form_of(place)}/fiche").form(f"{form_of(place)}/fiche")

    page = client.send(form, 422, hours_2="le matin", name="Autre nom")

    assert "ne se lit pas" in page.complaint("hours_2")
    assert page.field("hours_2").get("value") == "le matin"
    assert page.field("name").get("value") == "Autre nom"


def test_a_closure_is_announced_then_taken_back(client: Browser, place: Place) -> None:
    client.sign_in(place.technician)
    form = client.visit(form_of(place)).form(f"{form_of(place)}/fermetures")

    page = client.send(form, starts_on="2030-08-01", ends_on="2030-08-15", reason="congés")
    assert "congés" in page.main
    (closure,) = depots.show(as_actor(place.technician), place.chairs.stocks[0].depot_id).closures

    page = client.send(page.form(f"/fermetures/{closure.id}/annuler"))
    assert "Aucune fermeture annoncée" in page.main


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        ("2030-08-15", "2030-08-01", "ends_on", "La fin vient avant le début."),
        ("", "2030-08-01", "starts_on", "Ce champ est obligatoire."),
        ("demain", "2030-08-01", "starts_on", "date"),
    ],
)
def test_days_that_make_no_closure_are_said(
    client: Browser, place: Place, first: str, last: str, field: str, words: str
) -> None:
    client.sign_in(place.manager)
    form = client.visit(form_of(place)).form(f"{form_of(place)}/fermetures")

    page = client.send(form, 422, starts_on=first, ends_on=last)

    assert words in page.complaint(field)


def test_a_commune_opens_a_depot(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    form = client.visit("/depots/nouveau").form("/depots/nouveau")

    page = client.send(form, name="Quérénaing – grange", address="Rue de la Mairie")

    assert page.title == "Quérénaing – grange"
    assert "Rue de la Mairie" in page.main


def test_who_does_not_keep_a_depot_only_reads_it(client: Browser, place: Place) -> None:
    client.sign_in(place.neighbour)

    page = client.visit(form_of(place))

    assert [each.action for each in page.forms if "fermetures" in each.action] == []
    client.send(f"{form_of(place)}/fermetures", 403, starts_on="2030-08-01", ends_on="2030-08-02")
    client.sign_in(place.stranger)
    client.visit(form_of(place), 404)


def test_the_request_says_what_is_to_be_known_of_its_dates(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    form = client.visit(f"{form_of(place)}/fiche").form(f"{form_of(place)}/fiche")
    client.send(form, hours_2="8 h-12 h")
    client.sign_in(place.secretary)
    chosen = client.visit(f"/materiel/{place.chairs.id}")

    page = client.send(chosen.form("/materiel"), then="ask")

    assert "fermé ce jour-là" in page.main


def test_a_whole_pool_is_closed_by_its_manager(client: Browser, place: Place) -> None:
    address = f"/parcs/{place.pool.id}/fermetures"
    client.sign_in(place.manager)
    assert address in client.visit(f"/parcs/{place.pool.id}").links

    page = client.send(
        client.visit(address).form(address),
        starts_on="2030-12-24",
        ends_on="2030-12-31",
        reason="fêtes",
    )
    assert "fêtes" in page.main
    assert "fêtes" in client.visit(f"/parcs/{place.pool.id}").main

    undo = next(form for form in page.forms if form.action.endswith("/annuler"))
    assert "Aucune fermeture annoncée" in client.send(undo).main
    client.send(address, 422, starts_on="2030-12-24")
    client.sign_in(place.secretary)
    client.visit(address, 403)


def test_the_days_of_a_pool_are_among_its_conditions(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    address = f"/parcs/{place.pool.id}/conditions"
    form = client.visit(address).form(address)

    page = client.send(form, school_rule="term", slots_block="1")

    assert "Prêté hors vacances scolaires seulement." in page.main
    assert client.visit(address).field("slots_block").get("checked") is not None
