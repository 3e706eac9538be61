"""The year of an item, day by day."""

from booking import clock
from tests.client import Browser
from tests.factories import next_weekend
from tests.pages.place import Place, as_actor


def test_an_item_has_its_year(client: Browser, place: Place) -> None:
    place.requested(40)
    loan = next_weekend().starts_at.astimezone(as_actor(place.manager).zone)
    client.sign_in(place.secretary)
    address = f"/planning/{place.chairs.id}"
    assert address in client.visit(f"/materiel/{place.chairs.id}").links

    page = client.visit(f"{address}?annee={loan.year}")

    assert page.title == f"Chaise pliante, l’année {loan.year}"
    assert "Plus rien de libre" in page.main
    months = [each for each in page.root.all("table")[0].all("tr") if each.all("td")]
    day = months[loan.month - 1].all("td")[loan.day - 1]
    assert (day.text, day.get("class")) == ("0", "all")
    assert f"{address}?annee={loan.year + 1}" in page.links
    assert client.visit(f"{address}?annee=2500").title.endswith(f"{clock.now():%Y}")
    client.visit("/planning/999999", 404)
