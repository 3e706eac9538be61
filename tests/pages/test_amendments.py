"""Proposing another version, asking for one, and the answers."""

from datetime import timedelta

import pytest

from booking.rules.asking import AskedLine, Edited
from booking.usecases import amendments, changes
from tests.client import Browser
from tests.factories import ask, asked, next_weekend
from tests.pages.place import Place, as_actor


def url(reservation_id: int, act: str) -> str:
    """Return where an act is sent."""
    return f"/reservations/{reservation_id}/{act}"


def fewer(place: Place, quantity: int = 6) -> Edited:
    """Return another quantity of chairs, with a word."""
    return Edited(lines=(AskedLine(place.chairs.reference, quantity),), reason="Six seulement.")


def proposed(place: Place) -> tuple[int, str]:
    """Let the manager propose fewer chairs; return the reservation and its page."""
    mine = place.requested(10)
    amendments.propose(as_actor(place.manager), mine.id, fewer(place))
    return mine.id, f"/demandes/{mine.request_id}"


def changed(place: Place) -> tuple[int, str]:
    """Let the borrower ask for more chairs than agreed; return the reservation and its page."""
    mine = place.approved(10)
    changes.edit(as_actor(place.secretary), mine.id, fewer(place, 15))
    return mine.id, f"/demandes/{mine.request_id}"


def test_the_manager_proposes_and_the_borrower_accepts(client: Browser, place: Place) -> None:
    mine = place.requested(10)
    address = f"/demandes/{mine.request_id}"
    client.sign_in(place.manager).visit(address)
    page = client.visit(url(mine.id, "proposer"))

    sent = {"lines-0-quantity": "6", "reason": "Six seulement."}
    page = client.send(page.form(url(mine.id, "proposer")), **sent)
    assert "La proposition est transmise" in page.main
    assert "Quérénaing accepte ou décline la proposition avant le" in page.main

    page = client.sign_in(place.secretary).visit(address)
    assert "Maing propose autre chose" in page.main
    assert "Six seulement." in page.main
    page = client.send(page.form(url(mine.id, "accepter")))
    assert "La proposition est acceptée" in page.main
    assert (place.seen(mine.id).status, place.seen(mine.id).lines[0].quantity) == ("approved", 6)


def test_the_borrower_declines(client: Browser, place: Place) -> None:
    mine_id, address = proposed(place)
    page = client.sign_in(place.secretary).visit(address)

    client.send(page.form(url(mine_id, "decliner")), 422, text="x" * 1001)
    page = client.send(page.form(url(mine_id, "decliner")), text="Il en faut dix.")

    assert "La proposition est déclinée" in page.main
    page = client.sign_in(place.manager).visit(address)
    assert "Proposition déclinée le" in page.main
    assert "Il en faut dix." in page.main


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({}, 422, "Changez une date, une quantité ou un dépôt."),
        ({"lines-0-quantity": "0"}, 422, "Gardez au moins un matériel"),
        ({"lines-0-quantity": "41"}, 409, "41 demandés, 40 sont libres"),
    ],
)
def test_a_proposal_that_cannot_be_says_why(
    client: Browser, place: Place, typed: dict[str, str], status: int, words: str
) -> None:
    mine = place.requested(10)
    page = client.sign_in(place.manager).visit(url(mine.id, "proposer"))

    page = client.send(page.form(url(mine.id, "proposer")), status, **typed)

    assert words in page.main
    assert place.seen(mine.id).status == "requested"


def test_one_click_takes_other_dates_into_the_proposal(client: Browser, place: Place) -> None:
    mine = place.requested(10)
    ask(as_actor(place.secretary), (place.chairs, 30))
    page = client.sign_in(place.manager).visit(url(mine.id, "proposer"))
    form = page.form(url(mine.id, "proposer"))
    later = next_weekend(5)

    page = client.send(
        form, dates=f"{later.starts_at:%Y-%m-%dT%H:%M}/{later.ends_at:%Y-%m-%dT%H:%M}"
    )

    assert "Les dates sont remplacées." in page.main


def test_the_manager_accepts_a_change(client: Browser, place: Place) -> None:
    mine_id, address = changed(place)
    page = client.sign_in(place.manager).visit(address)
    assert "Quérénaing demande un changement" in page.main
    assert "Maing répond au changement demandé avant le" in page.main

    page = client.send(page.form(url(mine_id, "accepter-le-changement")))

    assert "Le changement est accepté" in page.main
    assert place.seen(mine_id).lines[0].quantity == 15


def test_the_manager_refuses_a_change_and_says_why(client: Browser, place: Place) -> None:
    mine_id, address = changed(place)
    page = client.sign_in(place.manager).visit(address)
    form = page.form(url(mine_id, "refuser-le-changement"))

    page = client.send(form, 422)
    assert "obligatoire" in page.complaint("reason")
    client.send(form, reason="Promis ailleurs.")

    page = client.sign_in(place.secretary).visit(address)
    assert "Changement refusé le" in page.main
    assert "Promis ailleurs." in page.main
    assert place.seen(mine_id).lines[0].quantity == 10


def test_the_borrower_withdraws_its_change(client: Browser, place: Place) -> None:
    mine_id, address = changed(place)
    page = client.sign_in(place.secretary).visit(address)

    page = client.send(page.form(url(mine_id, "retirer-le-changement")))

    assert "Le changement est retiré" in page.main
    assert "demande un changement" not in page.main


def test_a_change_that_no_longer_fits_says_what_lacks(client: Browser, place: Place) -> None:
    mine_id, address = changed(place)
    taken = asked((place.chairs, 25), despite="Fête nationale.")
    ask(as_actor(place.manager), *[(place.chairs, 25)], despite=taken.despite)
    ask(as_actor(place.manager), *[(place.chairs, 5)], despite=taken.despite)
    page = client.sign_in(place.manager).visit(address)

    page = client.send(page.form(url(mine_id, "accepter-le-changement")), 409)

    assert "15 demandés" in page.main
    assert place.seen(mine_id).change_due_at


def test_what_is_to_be_answered_stands_on_the_first_page(client: Browser, place: Place) -> None:
    changed(place)
    page = client.sign_in(place.manager).visit("/")
    assert "Répondre au changement demandé" in page.main
    assert "1 À répondre 1 demande" in page.main
    assert "Répondre au changement demandé avant le" in client.visit("/a-traiter").main
    assert "Maing répond au changement" in client.sign_in(place.secretary).visit("/").main
    proposed(place)
    assert "Accepter ou décliner" in client.sign_in(place.secretary).visit("/").main


def test_a_proposal_is_made_only_while_an_answer_is_awaited(client: Browser, place: Place) -> None:
    mine = place.approved(10)

    client.sign_in(place.manager).visit(url(mine.id, "proposer"), 409)
    client.sign_in(place.secretary).visit(url(place.requested(1).id, "proposer"), 403)


def test_the_borrower_says_why_it_asks_for_a_change(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    page = client.sign_in(place.secretary).visit(url(mine.id, "modifier"))
    later = mine.ends_at + timedelta(days=1)
    local = later.astimezone(as_actor(place.secretary).zone)

    client.send(
        page.form(url(mine.id, "modifier")), ends_at=f"{local:%Y-%m-%dT%H:%M}", reason="Pluie."
    )

    assert "Pluie." in client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}").main
