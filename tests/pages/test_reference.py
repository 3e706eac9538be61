"""What programs may ask, drawn from the document that programs read."""

from tests.client import Browser
from tests.pages.place import Place


def test_every_call_of_the_document_is_on_the_page(client: Browser, place: Place) -> None:
    document = client.get("/api/v1/openapi.json").get_json()

    page = client.sign_in(place.secretary).visit("/aide/api")

    for path, calls in document["paths"].items():
        for method in calls.keys() - {"parameters"}:
            assert f"{method.upper()} {path}" in page.main
    assert "lines[].quantity" in page.main
    assert "not_enough_available" in page.main
    assert "/api/v1/openapi.json" in page.links


def test_the_page_is_for_those_who_are_signed_in(client: Browser) -> None:
    assert client.get("/aide/api").status_code == 302
