"""The page that says who stands in for a manager."""

import pytest

from booking.db import db
from booking.models.catalogue import Pool
from tests.client import Browser
from tests.pages.place import Place


def form_of(place: Place) -> str:
    return f"/parcs/{place.pool.id}/suppleance"


def test_a_manager_names_somebody_then_ends_it(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = client.visit(form_of(place))
    assert "va droit au propriétaire" in page.main

    person = str(place.neighbour.id)
    form = page.form(form_of(place))
    page = client.send(form, person=person, starts_on="2030-08-03", ends_on="2030-08-14")

    assert "samedi 3 août 2030 au mercredi 14 août 2030" in page.main
    assert page.field("starts_on").get("value") == "2030-08-03"
    assert form_of(place) in client.visit(f"/parcs/{place.pool.id}").links
    page = client.send(page.form(f"{form_of(place)}/fin"))
    assert "Personne ne supplée" in page.main
    assert "a mis fin à la suppléance" in client.visit(f"/parcs/{place.pool.id}").main


@pytest.mark.parametrize(
    ("person", "days", "field"),
    [
        ("", ("", ""), "person"),
        ("999999", ("", ""), "person"),
        ("moi", ("", ""), "person"),
        ("1", ("2030-08-03", ""), "ends_on"),
        ("1", ("", "2030-08-03"), "starts_on"),
        ("1", ("2030-08-03", "2030-08-02"), "ends_on"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    client: Browser, place: Place, person: str, days: tuple[str, str], field: str
) -> None:
    client.sign_in(place.manager)
    form = client.visit(form_of(place)).form(form_of(place))

    page = client.send(form, 422, person=person, starts_on=days[0], ends_on=days[1])

    assert page.complaint(field)
    assert db.session.get_one(Pool, place.pool.id).substitute_id is None


def test_others_do_not_name(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary).visit(form_of(place), 403)
    client.sign_in(place.stranger).visit(form_of(place), 404)


def test_who_stands_in_has_the_queue_in_the_menu(client: Browser, place: Place) -> None:
    client.sign_in(place.technician).visit("/a-traiter", 404)
    mine = place.requested()
    client.sign_in(place.manager)
    day = mine.asked_at.date()
    form = client.visit(form_of(place)).form(form_of(place))
    client.send(
        form, person=str(place.technician.id), starts_on=f"{day:%Y-%m-%d}", ends_on="2035-01-01"
    )

    page = client.sign_in(place.technician).visit("/a-traiter")

    assert f"/demandes/{mine.request_id}" in page.links
    page = client.visit(f"/demandes/{mine.request_id}")
    assert "Maing ou Luc Wattiez en suppléance répond avant le" in page.main
    assert f"/reservations/{mine.id}/valider" in {each.action for each in page.forms}
