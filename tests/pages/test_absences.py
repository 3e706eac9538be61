"""The page of absences: for oneself, for those one employs."""

from datetime import timedelta

import pytest

from booking import clock
from booking.models.accounts import User
from booking.models.catalogue import Unit
from booking.models.mail import Message
from booking.models.reservations import Hold
from booking.queries import catalogue
from booking.usecases import absences, asking
from booking.vocabulary import Role
from tests.client import Browser
from tests.factories import asked, count_rows, make_user, next_weekend
from tests.pages.place import Place, as_actor
from tests.staff import make_drone, make_pilots

DAY = timedelta(days=1)


def make_pilot(place: Place) -> tuple[User, Unit]:
    """Make the only pilot of Maing, with an account and no other right."""
    item, (unit,) = make_pilots(place.pool, as_actor(place.manager), 1)
    make_drone(place.pool, item)
    user = make_user(place.lender, Role.OBSERVER, name="Théo Marin")
    absences.link(as_actor(place.manager), unit.id, user.email)
    return user, unit


def promise(place: Place) -> None:
    """Let Quérénaing have the drone over the weekend."""
    drone = catalogue.find(as_actor(place.secretary), "DRO")
    asking.request(as_actor(place.secretary), asked((drone, 1)))


def test_a_pilot_says_in_days_when_not_there(client: Browser, place: Place) -> None:
    user, unit = make_pilot(place)
    client.sign_in(user)
    assert "/absences" in client.visit("/").links
    page = client.visit("/absences")
    assert "Je serai absent" in page.main
    assert "motif" not in [each.get("name") for each in page.root.all("input")]

    page = client.send(
        page.form(f"/absences/personnes/{unit.id}"), first_on="2035-07-02", last_on="2035-07-03"
    )

    assert "Indisponible du lundi 2 juillet 2035 au mardi 3 juillet 2035" in page.main
    undo = next(form for form in page.forms if form.action.endswith("/fin"))
    assert "Aucune absence notée" in client.send(undo).main


def test_a_day_alone_and_some_hours(client: Browser, place: Place) -> None:
    user, unit = make_pilot(place)
    client.sign_in(user)
    address = f"/absences/personnes/{unit.id}"

    page = client.send(address, first_on="2035-07-02")
    assert "Indisponible le lundi 2 juillet 2035" in page.main
    page = client.send(address, starts_at="2035-07-05T08:00", ends_at="2035-07-05T12:30")

    assert "du jeu. 5 juil. 2035, 8 h au jeu. 5 juil. 2035, 12 h 30" in page.main


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_on": ""}, "first_on"),
        ({"first_on": "2035-07-02", "last_on": "2035-07-01"}, "last_on"),
        ({"first_on": "2020-07-02"}, "last_on"),
        ({"starts_at": "2035-07-02T08:00"}, "ends_at"),
    ],
)
def test_dates_that_make_no_absence_are_said_beside_their_field(
    client: Browser, place: Place, typed: dict[str, str], field: str
) -> None:
    user, unit = make_pilot(place)
    client.sign_in(user)

    page = client.send(f"/absences/personnes/{unit.id}", 422, **typed)

    assert page.complaint(field)
    assert count_rows(Hold) == 0


def test_the_reservations_that_find_nobody_are_named(client: Browser, place: Place) -> None:
    user, unit = make_pilot(place)
    promise(place)
    client.sign_in(user)
    weekend = next_weekend()
    days = {"first_on": f"{weekend.starts_at:%Y-%m-%d}", "last_on": f"{weekend.ends_at:%Y-%m-%d}"}
    before = count_rows(Message)

    page = client.send(f"/absences/personnes/{unit.id}", **days)

    assert "Une réservation n’a plus personne" in page.main
    assert "Quérénaing, Fête de la Saint-Jean" in page.main
    assert count_rows(Message) == before + 1
    client.sign_in(place.manager)
    assert "Quérénaing, Fête de la Saint-Jean" in client.visit("/absences").main
    assert "Réservations en danger" in client.visit("/").main


def test_the_employer_notes_and_links_and_others_see_nothing(client: Browser, place: Place) -> None:
    _, unit = make_pilot(place)
    client.sign_in(place.manager)
    page = client.visit("/absences")
    assert "Noter une absence" in page.main
    assert "/absences" in client.visit("/administration").links
    link = page.form(f"/absences/personnes/{unit.id}/compte")

    page = client.send(link, 422, email="inconnu@mairie.example")
    assert "ne porte cette adresse" in page.complaint("email")
    assert "relié" in client.send(link, email="").main

    for person, status in ((place.secretary, 404), (place.stranger, 404), (place.technician, 403)):
        client.sign_in(person)
        client.send(f"/absences/personnes/{unit.id}", status, first_on="2035-07-02")
    client.sign_in(place.secretary)
    assert "Aucune personne" in client.visit("/absences").main
    assert "/absences" not in client.visit("/").links


def test_the_stock_says_unavailable_and_no_more(client: Browser, place: Place) -> None:
    _, unit = make_pilot(place)
    client.sign_in(place.manager)
    today = clock.today(as_actor(place.manager).zone)
    client.send(f"/absences/personnes/{unit.id}", first_on=f"{today}", last_on=f"{today + 3 * DAY}")

    page = client.visit(f"/materiel/{unit.stock.item_id}/stock")

    assert "Indisponible" in page.main
    assert "/absences" in page.links
    assert not [form for form in page.forms if form.action.startswith("/retraits/")]
    reasons = [each.get("value") for each in page.field("reason").all("option")]
    assert reasons == ["owner"]
