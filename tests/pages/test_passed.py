"""A form that comes too late says who recorded what, when, and where it is read."""

import pytest

from booking.usecases import reservations
from tests.client import Browser
from tests.pages.place import Place, as_actor

pytestmark = pytest.mark.usefixtures("base")
TAKER = {"borrower_name": "Luc Petit"}


def test_a_hand_over_done_meanwhile_says_by_whom_and_leads_to_the_loan(
    client: Browser, place: Place
) -> None:
    mine = place.approved(10)
    address = f"/comptoir/remise/{mine.id}"
    late = client.sign_in(place.technician).visit(address).form(address)
    other = client.visit(address).form(address)
    client.send(other, keeper_name="Bruno Lefebvre", **TAKER)

    for page in (client.send(late, 409, **TAKER), client.visit(address, 409)):
        assert page.title == "Ce n’est plus possible"
        assert "Déjà enregistré : remise du " in page.main
        assert ", par Bruno Lefebvre, à Luc Petit." in page.main
        assert f"/reservations/{mine.id}/etat" in page.links


def test_a_return_done_meanwhile_says_by_whom(client: Browser, place: Place) -> None:
    mine = place.out(10)
    address = f"/comptoir/retour/{mine.id}"
    client.sign_in(place.technician)
    late, other = (client.visit(address).form(address) for _ in range(2))
    client.send(other, keeper_name="Bruno Lefebvre", **TAKER)

    page = client.send(late, 409, **TAKER)

    assert "Déjà enregistré : retour du " in page.main
    assert ", par Bruno Lefebvre, de Luc Petit." in page.main
    assert f"/reservations/{mine.id}/etat" in page.links


def test_what_was_cancelled_meanwhile_says_so(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    reservations.cancel(as_actor(place.manager), mine.id, "Pluie annoncée.")

    page = client.sign_in(place.technician).visit(f"/comptoir/remise/{mine.id}", 409)

    assert "la réservation est « Annulée »" in page.main
