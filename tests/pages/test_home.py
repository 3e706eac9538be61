"""The first page, and the health of the service."""

from tests.client import Browser
from tests.factories import lose
from tests.pages.place import Place


def test_the_borrower_sees_what_is_under_way(client: Browser, place: Place) -> None:
    place.request(purpose="Marché de Noël")

    page = client.sign_in(place.secretary).visit("/")

    assert "Rien n’attend votre réponse." in page.main
    assert "Marché de Noël" in page.main
    assert "Maing répond avant le" in page.main
    assert "À traiter" not in page.text


def test_the_manager_sees_who_waits_for_an_answer(client: Browser, place: Place) -> None:
    request_id = place.request()

    page = client.sign_in(place.manager).visit("/")

    assert "1 demande attend votre réponse." in page.main
    assert f"/demandes/{request_id}" in page.links
    assert "À traiter" in page.text


def test_the_technician_sees_what_leaves_and_comes_back(client: Browser, place: Place) -> None:
    place.approved()
    place.out()

    page = client.sign_in(place.technician).visit("/")

    assert "Sorties et retours" in page.main
    assert "à remettre le" in page.main
    assert "à rendre le" in page.main
    assert "/materiel" in page.links


def test_what_concerns_others_does_not_show(client: Browser, place: Place) -> None:
    place.request(purpose="Affaire privée")

    for person in (place.neighbour, place.stranger):
        assert "Affaire privée" not in client.sign_in(person).visit("/").text


def test_the_health_of_the_service_is_public(client: Browser) -> None:
    answer = client.get("/sante")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_the_manager_reads_which_reservations_are_in_danger(client: Browser, place: Place) -> None:
    mine = place.approved(30)
    assert "en danger" not in client.sign_in(place.manager).visit("/").main
    lose(place.chairs.stocks[0], 20)

    page = client.visit("/")

    assert "Réservations en danger" in page.main
    assert "il en manque 10" in page.main
    assert f"/demandes/{mine.request_id}" in page.links
    assert "en danger" not in client.sign_in(place.secretary).visit("/").main
