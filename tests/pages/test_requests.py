"""What becomes of the rest of a request once a part of it is lost, on its page."""

from booking.usecases import reservations as acts
from tests.client import Browser
from tests.pages.place import Place, as_actor
from tests.wishes import Both, make_both


def lose(place: Place) -> Both:
    """Ask of two lenders, of whom the first refuses."""
    both = make_both(place)
    acts.refuse(as_actor(place.manager), both.first.id, "Déjà promis.")
    return both


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


def test_a_reason_that_cannot_be_taken_is_said_beside_it_as_typed(
    client: Browser, place: Place
) -> None:
    both = lose(place)
    address = f"/demandes/{both.request_id}/annuler-le-reste"

    page = client.sign_in(place.secretary).send(address, 422, reason="x" * 1001)

    assert "1000 caractères au plus." in page.main
    assert "#reste-motif" in page.links
    assert place.seen(both.second.id).status == "requested"
