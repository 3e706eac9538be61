"""Papers of a loan on its page: to bring, joined, seen, taken back."""

import pytest

from booking.documents.attachments import ACTS, MOST_BYTES
from booking.schemas.papers import NEITHER
from tests.client import Browser, Page
from tests.pages.place import Place
from tests.papers import form, office_text, photo
from tests.wishes import require_key

PDF = b"%PDF-1.7 attestation"


def send(
    client: Browser, mine: int, control: str, content: bytes, name: str = "a.pdf", status: int = 200
) -> Page:
    """Join a file to a request from its page."""
    sent = form(content, name, requirement=control)
    address = f"/reservations/{mine}/pieces"
    return client.read(client.post(address, **sent, follow_redirects=status < 300), status)


def test_a_paper_goes_from_asked_to_joined_to_seen(client: Browser, place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)
    address = f"/demandes/{mine.request_id}"
    page = client.sign_in(place.secretary).visit(address)
    assert "Clé du local À fournir avant le" in page.main

    page = send(client, mine.id, control, PDF, "Attestation d’été.pdf")
    assert "La pièce est jointe." in page.main
    assert "Clé du local Jointe Attestation d’été.pdf" in page.main
    assert "Nadia Carpentier, Quérénaing" in page.main

    client.sign_in(place.technician)
    seen = client.send(f"/reservations/{mine.id}/piece-vue", requirement=control)
    assert "Clé du local Vue le" in seen.main
    assert "par Luc Wattiez" in seen.main
    assert "Retirer Attestation" not in client.sign_in(place.secretary).visit(address).main


def test_the_parties_alone_fetch_it(client: Browser, place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)
    page = send(client.sign_in(place.secretary), mine.id, control, PDF)
    (link,) = (each for each in page.links if each.startswith("/fichiers/"))

    for who in (place.secretary, place.manager, place.technician):
        answer = client.sign_in(who).get(link)
        assert (answer.status_code, answer.data) == (200, PDF)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    for who in (place.neighbour, place.stranger):
        assert client.sign_in(who).get(link).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ programme", "a.pdf", NEITHER),
        (b"\xff\xd8 no picture", "a.jpg", NEITHER),
        (office_text(("word/vbaProject.bin", b"x")), "a.docx", ACTS),
        (b"", "a.pdf", "Ce fichier est vide."),
        (b"x" * (MOST_BYTES + 1), "a.pdf", "trop lourd"),
    ],
)
def test_a_file_that_is_no_paper_is_refused_beside_its_field(
    client: Browser, place: Place, content: bytes, name: str, said: str
) -> None:
    control = require_key(place)
    mine = place.requested(1)

    page = send(client.sign_in(place.secretary), mine.id, control, content, name, 422)

    assert said in page.main
    assert f"#piece-{control}-{mine.id}" in page.links
    assert "Jointe" not in page.main


def test_a_photograph_is_taken_too(client: Browser, place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)

    page = send(client.sign_in(place.secretary), mine.id, control, photo(), "IMG_1.jpg")

    assert "Clé du local Jointe photo.jpg" in page.main
    (link,) = (each for each in page.links if each.startswith("/fichiers/"))
    answer = client.get(link)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-cache", "a right that ends, ends at once"


def test_who_joined_it_takes_it_back(client: Browser, place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)
    page = send(client.sign_in(place.secretary), mine.id, control, PDF)
    (taking,) = (each for each in page.forms if each.action.endswith("/retrait-de-la-demande"))
    client.sign_in(place.neighbour).send(taking, 404)
    client.sign_in(place.manager).send(taking, 403)

    page = client.sign_in(place.secretary).send(taking)

    assert "La pièce est retirée." in page.main
    assert "a.pdf" not in page.main


def test_others_join_nothing(client: Browser, place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)

    send(client.sign_in(place.neighbour), mine.id, control, PDF, status=404)
    send(client.sign_in(place.technician), mine.id, control, PDF, status=403)
    page = send(client.sign_in(place.secretary), mine.id, "tent_check", PDF, status=409)
    assert "Cette exigence ne concerne pas cette réservation." in page.main
