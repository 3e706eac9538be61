"""The menu: who has the counter, and what stays under the thumb."""

import pytest

from tests.client import Browser
from tests.pages.place import Place


def at_hand(client: Browser) -> list[str]:
    """Return the three entries at the bottom of a phone."""
    bars = [each for each in client.visit("/").root.all("nav") if each.get("class") == "acts"]
    return [each.text for each in bars[0].all("a")]


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("technician", ["Comptoir", "Accueil", "Matériel"]),
        ("manager", ["Accueil", "À traiter", "Matériel"]),
        ("secretary", ["Accueil", "Matériel", "Mes demandes"]),
    ],
)
def test_what_a_role_does_most_stays_under_the_thumb(
    client: Browser, place: Place, person: str, first: list[str]
) -> None:
    client.sign_in(getattr(place, person))

    assert at_hand(client) == first


def test_the_counter_is_in_the_menu_of_who_stands_there(client: Browser, place: Place) -> None:
    for person in (place.technician, place.manager):
        assert "/comptoir" in client.sign_in(person).visit("/").links
    assert "/comptoir" not in client.sign_in(place.secretary).visit("/").links


def test_a_page_of_the_counter_is_found_under_it(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit("/comptoir/pret-immediat")
    current = [each.text for each in page.root.all("a") if each.get("aria-current") == "true"]

    assert current == ["Comptoir"]


def test_incidents_are_in_the_menu_and_lit_where_one_tells_of_them(
    client: Browser, place: Place
) -> None:
    for person, lit in (
        (place.manager, ["Incidents"]),
        (place.technician, ["Incidents", "Comptoir"]),
    ):
        page = client.sign_in(person).visit("/incidents/nouveau")
        current = [each.text for each in page.root.all("a") if each.get("aria-current") == "true"]
        assert current == lit
    assert "/incidents" not in client.sign_in(place.secretary).visit("/").links
