"""How a secret address is handed to each family of agendas."""

from urllib.parse import parse_qs, urlsplit

from booking.documents.calendar_links import links

URL = "https://parc.example/calendriers/s3cret/Mon-agenda.ics"


def test_each_family_gets_the_link_that_it_knows() -> None:
    found = links(URL)

    assert found.url == URL
    assert found.webcal == "webcal://parc.example/calendriers/s3cret/Mon-agenda.ics"
    assert parse_qs(urlsplit(found.google).query) == {"cid": [URL]}
    assert found.free_busy == "https://parc.example/calendriers/s3cret/Mon-agenda.ifb"


def test_the_code_is_an_image_in_the_page() -> None:
    assert links(URL).qr.startswith("data:image/svg+xml")
    assert links(URL).qr != links(URL + "x").qr
