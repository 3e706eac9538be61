"""Printing labels."""

import pytest

from tests.client import Browser
from tests.pages.place import Place


def test_the_manager_prints_a_sheet(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = client.visit("/etiquettes")
    assert "Imprimer 2 étiquettes" in page.main

    answer = client.get("/etiquettes.pdf?feuille=14&deja=2")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ("feuille=99", "feuille", "Choisissez un format de la liste."),
        ("deja=21", "deja", "Une feuille a 21 étiquettes."),
        ("deja=-1", "deja", "Au moins 0."),
        ("deja=x", "deja", "Ce n’est pas un nombre entier."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Browser, place: Place, asked: str, field: str, words: str
) -> None:
    client.sign_in(place.manager)

    for address in ("/etiquettes", "/etiquettes.pdf"):
        assert words in client.visit(f"{address}?{asked}", 422).complaint(field)


def test_who_keeps_nothing_has_nothing_to_label(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    assert "Rien à étiqueter" in client.visit("/etiquettes").main
