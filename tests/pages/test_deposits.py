"""The price and the deposit of a loan on its page."""

from booking.usecases import reservations
from tests.client import Browser
from tests.factories import row
from tests.pages.place import Place, as_actor

PRICE = {"price": "25 € par jour", "deposit": "150 €", "deposit_means": "chèque n° 0012345"}


def test_a_deposit_is_asked_received_and_given_back(client: Browser, place: Place) -> None:
    mine = place.requested(2)
    address = f"/demandes/{mine.request_id}"
    page = client.sign_in(place.manager).visit(address)
    page = client.send(page.form(f"/reservations/{mine.id}/prix"), **PRICE)
    assert "Prix 25 € par jour Dépôt de garantie 150 €, chèque n° 0012345" in page.main
    assert "Dépôt de garantie reçu" not in page.main

    reservations.approve(as_actor(place.manager), mine.id)
    page = client.sign_in(place.technician).visit(address)
    page = client.send(page.form(f"/reservations/{mine.id}/garantie/recue"))
    assert row(mine.id).deposit_received_at
    page = client.send(page.form(f"/reservations/{mine.id}/garantie/rendue"))
    assert "Dépôt de garantie rendu" in page.main
    assert "a rendu le dépôt de garantie" in page.main
    actions = [each.action for each in page.forms]
    assert not [each for each in actions if "/garantie/" in each or each.endswith("/prix")]

    page = client.sign_in(place.secretary).visit(address)
    assert "Prix 25 € par jour" in page.main


def test_means_without_a_deposit_are_named_and_nothing_is_lost(
    client: Browser, place: Place
) -> None:
    mine = place.requested(2)
    address = f"/reservations/{mine.id}/prix"
    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    page = client.send(page.form(address), 422, price="25 €", deposit_means="chèque")

    assert "montant du dépôt de garantie" in page.complaint(f"deposit-{mine.id}")
    assert f"#deposit-{mine.id}" in page.links
    kept = page.form(address).fields
    assert (kept["price"], kept["deposit_means"]) == ("25 €", "chèque")
    assert row(mine.id).price == ""


def test_others_set_nothing_and_an_issued_paper_is_not_changed(
    client: Browser, place: Place
) -> None:
    mine = place.requested(2)
    prix = f"/reservations/{mine.id}/prix"
    for person, status in ((place.secretary, 403), (place.neighbour, 404), (place.stranger, 404)):
        client.sign_in(person)
        client.send(prix, status, **PRICE)
        client.send(f"/reservations/{mine.id}/garantie/recue", status)
        client.send(f"/reservations/{mine.id}/garantie/rendue", status)
    page = client.visit("/")
    assert "Prix et dépôt de garantie" not in page.main
    reservations.approve(as_actor(place.manager), mine.id)
    client.sign_in(place.manager)
    assert "Un document de ce prêt est déjà établi" in client.send(prix, 409, **PRICE).main
