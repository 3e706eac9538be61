"""A request as a whole, as its page tells it: its one state."""

from booking.pages import rests
from booking.queries import reservations
from booking.usecases import reservations as acts
from tests.client import Browser
from tests.pages.place import Place, as_actor
from tests.wishes import make_both


def test_a_request_in_several_parts_has_one_state(client: Browser, place: Place) -> None:
    both = make_both(place)
    acts.approve(as_actor(place.manager), both.first.id)

    page = client.sign_in(place.secretary).visit(f"/demandes/{both.request_id}")

    assert "2 réservations : 1 en attente, 1 validée." in page.main
    alone = client.sign_in(place.manager).visit(f"/demandes/{both.request_id}")
    assert "réservations :" not in alone.main


def test_a_request_in_one_part_says_it_once(place: Place) -> None:
    mine = place.requested(1)

    assert rests.overall([mine]) == ""
    parts = reservations.show_request(as_actor(place.secretary), make_both(place).request_id)
    assert rests.overall(parts.reservations) == "2 en attente"
