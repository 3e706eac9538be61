"""Messages and notes on the page of a request."""

import pytest

from tests.client import Browser
from tests.pages.place import Place


def address(mine: int) -> str:
    return f"/reservations/{mine}/messages"


def test_a_message_is_read_by_the_other_side(client: Browser, place: Place) -> None:
    mine = place.requested(1)
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert "Aucun message." in page.main

    page = client.send(page.form(address(mine.id)), text="Une question\r\nsur la remorque")

    assert "Votre message est envoyé." in page.main
    read = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}").main
    assert "Une question sur la remorque" in read
    assert "Messages (1)" in read


def test_a_note_is_neither_shown_nor_counted_to_who_borrows(client: Browser, place: Place) -> None:
    mine = place.requested(1)
    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    page = client.send(page.form(address(mine.id)), text="Vérifier les piquets", internal="true")
    assert "La note est gardée." in page.main
    assert "Note interne" in page.main

    read = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}").main
    assert "piquets" not in read
    assert "Messages (" not in read
    assert "note interne" not in read.lower()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("  ", "Écrivez votre message."), ("x" * 2001, "2000 caractères au plus.")],
)
def test_what_is_wrong_is_said_beside_the_message_as_typed(
    client: Browser, place: Place, typed: str, said: str
) -> None:
    mine = place.requested(1)
    client.sign_in(place.secretary)

    page = client.send(address(mine.id), 422, text=typed)

    assert said in page.main
    assert f"#message-{mine.id}" in page.links
    assert page.form(address(mine.id)).fields["text"].strip() == typed.strip()


def test_lines_count_as_they_are_typed(client: Browser, place: Place) -> None:
    mine = place.requested(1)
    client.sign_in(place.secretary)

    page = client.send(address(mine.id), text="x\r\n" * 999 + "xx")

    assert "Votre message est envoyé." in page.main


def test_a_double_click_writes_once(client: Browser, place: Place) -> None:
    mine = place.requested(1)
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    form = page.form(address(mine.id))
    client.send(form, text="Bonjour")

    assert "Messages (1)" in client.send(form, text="Bonjour").main


def test_others_write_nothing(client: Browser, place: Place) -> None:
    mine = place.requested(1)

    client.sign_in(place.neighbour).send(address(mine.id), 404, text="Bonjour")
    client.sign_in(place.secretary).send(address(mine.id), 403, text="Note", internal="true")
