"""The walk-in, on the page: pick or scan, lend, then hand over."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from booking import clock
from booking.db import db
from booking.models.conventions import Act
from booking.models.depots import OpeningSlot
from booking.queries import reservations
from booking.queries.views import ReservationView
from booking.vocabulary import ActKind, Formality, Role
from tests.client import Browser, Form
from tests.factories import keep, lose, make_commune, make_item, make_user, set_clock
from tests.pages.place import Place, as_actor

LEND = "/comptoir/pret-immediat"


def filled(client: Browser, place: Place, **fields: str) -> Form:
    """Pick chairs and say who takes them; nothing is lent yet."""
    form = client.visit(LEND).form(LEND)
    form.fields.update(add_item=place.chairs.reference, add_quantity="4", add="1")
    form = client.send(form).form(LEND)
    form.fields.update(borrower=str(place.borrower.id), purpose="Dépannage du marché")
    form.fields.update(fields)
    return form


def lent(place: Place) -> list[ReservationView]:
    """Return what the borrower has."""
    return reservations.of_borrower(as_actor(place.secretary))


def post(client: Browser, form: Form, **fields: str) -> Any:
    """Send a form without following where it leads."""
    return client.post(form.action, data=form.fields | fields)


@pytest.mark.parametrize("person", ["manager", "technician"])
def test_what_is_lent_leads_to_the_hand_over(client: Browser, place: Place, person: str) -> None:
    form = filled(client.sign_in(getattr(place, person)), place)

    answer = post(client, form)

    (mine,) = lent(place)
    assert (answer.status_code, answer.location) == (302, f"/comptoir/remise/{mine.id}")
    assert (mine.status, mine.channel, mine.lines[0].quantity) == ("approved", "counter", 4)
    page = client.visit(f"/demandes/{mine.request_id}")
    assert f"Prêt immédiat au comptoir, par {mine.asked_by}, Maing" in page.main
    assert "a prêté au comptoir, sans délai de demande" in page.main
    assert post(client, form).location == answer.location, "the same form again"
    assert len(lent(place)) == 1


def test_a_number_scanned_is_added_and_a_thing_is_taken_out(client: Browser, place: Place) -> None:
    client.sign_in(place.technician)
    form = client.visit(f"{LEND}?materiel={place.tents.reference}").form(LEND)
    assert form.fields["lines-0-item"] == "TEN-3X3"

    form = client.send(form, add="1", add_code=place.chairs.reference.lower()).form(LEND)
    assert form.fields["lines-1-item"] == place.chairs.reference
    form = client.send(form, add="1", add_item="TEN-3X3", add_quantity="2").form(LEND)
    assert form.fields["lines-0-quantity"] == "3"
    form = client.send(form, take="TEN-3X3:0").form(LEND)
    assert form.fields["lines-0-item"] == place.chairs.reference
    assert "lines-1-item" not in form.fields
    page = client.send(form, 422, add="1", add_code="ZZ-9")
    assert "Aucun matériel de vos parcs ne porte ce numéro." in page.complaint("add_code")
    assert page.form(LEND).fields["lines-0-item"] == place.chairs.reference


def test_it_comes_back_when_the_depot_takes_back_and_one_sees_what_is_free(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, datetime(2027, 3, 5, 9, tzinfo=UTC))  # a Friday
    lose(place.chairs.stocks[0], 39)
    page = client.sign_in(place.technician).visit(LEND)
    assert page.form(LEND).fields["ends_at"] == "2027-03-06T17:00"  # hours are free
    assert f"Chaise pliante ({place.chairs.reference}), 1 libre" in page.main

    depot_id = place.chairs.stocks[0].depot_id
    keep(OpeningSlot(depot_id=depot_id, weekday=0, opens_at=time(8), closes_at=time(16, 30)))

    for address in (LEND, f"{LEND}?materiel={place.chairs.reference}"):
        assert client.visit(address).form(LEND).fields["ends_at"] == "2027-03-08T08:00"


def test_who_lends_is_not_said_to_have_asked(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.technician), place)

    assert "Demandé par" not in client.send(form).main


def test_what_is_picked_and_not_added_is_lent_all_the_same(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    form = client.visit(LEND).form(LEND)
    fields = {"borrower": str(place.borrower.id), "purpose": "Dépannage"}

    post(client, form, add_item=place.chairs.reference, add_quantity="2", **fields)

    assert lent(place)[0].lines[0].quantity == 2


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place
) -> None:
    form = filled(client.sign_in(place.manager), place)

    page = client.send(form, 422, purpose="", place="Salle des fêtes")
    assert page.complaint("purpose")
    kept = page.form(LEND).fields
    assert (kept["place"], kept["borrower"]) == ("Salle des fêtes", str(place.borrower.id))
    assert kept["lines-0-quantity"] == "4"
    past = f"{clock.now() - timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert "à venir" in client.send(form, 422, ends_at=past).complaint("ends_at")
    empty = client.visit(LEND).form(LEND)
    assert "Choisissez au moins un matériel." in client.send(empty, 422).main
    assert lent(place) == []


def test_a_refusal_says_what_is_free_and_offers_it(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.manager), place)

    page = client.send(form, 409, **{"lines-0-quantity": "50"})
    assert "50 demandés, 40 libres" in page.main
    reference = place.chairs.reference
    buttons = page.form(LEND).buttons
    assert ("take", f"{reference}:40") in [(name, value) for name, value, _ in buttons]
    again = client.send(page.form(LEND), take=f"{reference}:40").form(LEND)
    assert again.fields["lines-0-quantity"] == "40"
    assert post(client, again).status_code == 302


def test_what_may_be_had_instead_takes_the_place(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.manager), place)

    page = client.send(form, instead=f"{place.chairs.reference}:TEN-3X3:2")

    fields = page.form(LEND).fields
    assert (fields["lines-0-item"], fields["lines-0-quantity"]) == ("TEN-3X3", "2")


def test_without_a_paper_it_says_what_to_do(client: Browser, place: Place) -> None:
    for act in db.session.query(Act).filter_by(kind=ActKind.FRAMEWORK):
        db.session.delete(act)
    place.chairs.formality = Formality.SLIP
    keep(place.chairs)
    form = filled(client.sign_in(place.technician), place)

    page = client.send(form)

    assert page.address == f"/demandes/{lent(place)[0].request_id}"
    assert "aucun document n’a pu être établi" in page.main
    assert lent(place)[0].paper_id is None


def test_several_owners_are_handed_over_one_after_the_other(client: Browser, place: Place) -> None:
    owner = make_commune(place.lender.territory, "Famars")
    stage = make_item(place.pool, 2, name="Podium", reference="POD", owner=owner)
    form = filled(client.sign_in(place.manager), place)
    form = client.send(form, add="1", add_code=stage.reference).form(LEND)
    form.fields.update(borrower=str(place.borrower.id), purpose="Dépannage")

    page = client.send(form)

    assert page.title == "Aujourd’hui au comptoir"
    assert "un par propriétaire" in page.main
    assert {f"/comptoir/remise/{each.id}" for each in lent(place)} <= set(page.links)


def test_only_the_people_of_the_manager_lend(client: Browser, place: Place) -> None:
    observer = make_user(place.lender, Role.OBSERVER)

    for who in (place.secretary, place.neighbour, observer):
        client.sign_in(who).visit(LEND, 403)
    page = client.sign_in(place.manager).visit(LEND)
    assert "Il faut du réseau" in page.main
