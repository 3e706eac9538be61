"""A request as a whole: its one state, and what becomes of the rest once a part is lost."""

from booking.pages import requests
from booking.queries import reservations
from booking.usecases import reservations as acts
from tests.client import Browser
from tests.pages.place import Place, as_actor
from tests.wishes import Both, make_both


def lose(place: Place) -> Both:
    """Ask of two lenders, of whom the first refuses."""
    both = make_both(place)
    acts.refuse(as_actor(place.manager), both.first.id, "Déjà promis.")
    return both


def test_a_request_in_several_parts_has_one_state(client: Browser, place: Place) -> None:
    both = make_both(place)
    acts.approve(as_actor(place.manager), both.first.id)

    page = client.sign_in(place.secretary).visit(f"/demandes/{both.request_id}")

    assert "2 réservations : 1 en attente, 1 validée." in page.main
    alone = client.sign_in(place.manager).visit(f"/demandes/{both.request_id}")
    assert "réservations :" not in alone.main


def test_a_request_in_one_part_says_it_once(place: Place) -> None:
    mine = place.requested(1)

    assert requests.overall([mine]) == ""
    parts = reservations.show_request(as_actor(place.secretary), make_both(place).request_id)
    assert requests.overall(parts.reservations) == "2 en attente"


def test_the_borrower_keeps_the_rest(client: Browser, place: Place) -> None:
    both = lose(place)
    page = client.sign_in(place.secretary).visit(f"/demandes/{both.request_id}")
    assert "Maing a refusé sa part. Gardez-vous le reste ?" in page.main
    assert f"2 tatamis ({both.second.reference})" in page.main

    page = client.send(page.form(f"/demandes/{both.request_id}/garder"))

    assert "vous gardez le reste" in page.main
    assert "Gardez-vous le reste" not in page.main


def test_the_borrower_gives_up_the_rest(client: Browser, place: Place) -> None:
    both = lose(place)
    client.sign_in(place.secretary)
    form = client.visit(f"/demandes/{both.request_id}").form(
        f"/demandes/{both.request_id}/annuler-le-reste"
    )

    page = client.send(form, reason="Sans chaises, non.")

    assert "Le reste de la demande est annulé" in page.main
    assert "1 refusée, 1 annulée." in page.main


def test_the_question_is_for_who_borrows_alone(client: Browser, place: Place) -> None:
    both = lose(place)
    address = f"/demandes/{both.request_id}"

    assert "Gardez-vous" not in client.sign_in(place.manager).visit(address).main
    client.send(f"{address}/garder", 403)
    client.sign_in(place.neighbour).send(f"{address}/garder", 404)
    client.send(f"{address}/annuler-le-reste", 404)
