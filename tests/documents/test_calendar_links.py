"""How a secret address is handed to each family of agendas."""

from urllib.parse import parse_qs, urlsplit

import pytest

from booking.documents.calendar_links import links, segment

URL = "https://parc.example/calendriers/s3cret/Mon-agenda.ics"


@pytest.mark.parametrize(
    ("name", "room", "found"),
    [
        ("Mon agenda", 100, "Mon agenda"),
        ("Dépôt d’Épinay", 100, "Dépôt d’Épinay"),
        ("Dépôt d’Épinay", 39, "Dépôt d’Épinay"),
        ("Dépôt d’Épinay", 38, "Depot-d-Epinay"),
        ("Salle 1/2,\N{NO-BREAK SPACE}Maing", 100, "Salle 1-2, Maing"),
        ("Parc\x07", 100, "Parc"),
        ("..", 100, "calendrier"),
        ("", 100, "calendrier"),
    ],
)
def test_a_name_stands_in_the_address_as_it_is_written(name: str, room: int, found: str) -> None:
    assert segment(name, room) == found


def test_each_family_gets_the_link_that_it_knows() -> None:
    found = links(URL)

    assert found.url == URL
    assert found.webcal == "webcal://parc.example/calendriers/s3cret/Mon-agenda.ics"
    assert parse_qs(urlsplit(found.google).query) == {"cid": [URL]}
    assert found.free_busy == "https://parc.example/calendriers/s3cret/Mon-agenda.ifb"


def test_the_code_is_an_image_in_the_page() -> None:
    assert links(URL).qr.startswith("data:image/svg+xml")
    assert links(URL).qr != links(URL + "x").qr
