"""Asking for details and answering, on the request's page."""

import pytest

from booking.usecases import replies
from tests.client import Browser
from tests.pages.place import Place, as_actor


def url(reservation_id: int, act: str) -> str:
    """Return where an act is sent."""
    return f"/reservations/{reservation_id}/{act}"


def test_the_manager_asks_and_the_borrower_answers(client: Browser, place: Place) -> None:
    mine = place.requested()
    address = f"/demandes/{mine.request_id}"
    page = client.sign_in(place.manager).visit(address)

    page = client.send(
        page.form(url(mine.id, "demander-des-precisions")), question="Combien de personnes ?"
    )
    assert "La question est posée" in page.main
    assert "Quérénaing répond à la question avant le" in page.main

    page = client.sign_in(place.secretary).visit(address)
    assert "Combien de personnes ?" in page.main
    assert f"/reservations/{mine.id}/modifier" in page.links
    page = client.send(page.form(url(mine.id, "repondre")), text="Deux cents.")
    assert "La réponse est transmise" in page.main
    assert place.seen(mine.id).status == "requested"


@pytest.mark.parametrize(
    ("act", "field"), [("demander-des-precisions", "question"), ("repondre", "text")]
)
def test_an_empty_text_is_said_beside_its_field(
    client: Browser, place: Place, act: str, field: str
) -> None:
    mine = place.requested()
    if act == "repondre":
        replies.ask_details(as_actor(place.manager), mine.id, "Combien ?")
    client.sign_in(place.manager if field == "question" else place.secretary)
    form = client.visit(f"/demandes/{mine.request_id}").form(url(mine.id, act))

    page = client.send(form, 422, **{field: " "})

    assert "obligatoire" in page.complaint(field)


def test_the_manager_no_longer_waits(client: Browser, place: Place) -> None:
    mine = place.requested()
    replies.ask_details(as_actor(place.manager), mine.id, "Combien ?")
    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    page = client.send(page.form(url(mine.id, "reprendre")), text="Deux cents, au téléphone.")

    assert "de nouveau à traiter" in page.main
    assert place.seen(mine.id).status == "requested"
    page = client.visit(f"/demandes/{mine.request_id}")
    replies.ask_details(as_actor(place.manager), mine.id, "Et où ?")
    page = client.visit(f"/demandes/{mine.request_id}")
    page = client.send(page.form(url(mine.id, "reprendre")), 422, text="x" * 2001)
    assert "2000 caractères au plus" in page.complaint("text")


def test_what_is_to_be_answered_stands_on_the_first_page(client: Browser, place: Place) -> None:
    mine = place.requested()
    replies.ask_details(as_actor(place.manager), mine.id, "Combien ?")

    assert "Répondre à la question avant le" in client.sign_in(place.secretary).visit("/").main
    assert "Quérénaing répond à la question" in client.sign_in(place.manager).visit("/").main


def test_a_limit_is_said_before_one_cancels(client: Browser, place: Place) -> None:
    mine = place.approved()
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert "Annuler la réservation" in page.main
    assert "Sans motif jusqu’au" in page.main

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")
    page = client.send(page.form(url(mine.id, "annuler")), 422)

    assert "compte sur cette réservation" in page.complaint("reason")
    other = place.requested(1)
    page = client.sign_in(place.secretary).visit(f"/demandes/{other.request_id}")
    assert "Retirer la demande" in page.main
