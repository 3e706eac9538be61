"""The year of an item, day by day."""

from datetime import UTC, datetime

import pytest

from booking import clock
from tests.client import Browser
from tests.factories import next_weekend, set_clock
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


def test_today_is_marked_and_no_day_is_drawn_that_is_in_no_month(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, datetime(2026, 11, 26, 12, tzinfo=UTC))
    page = client.sign_in(place.secretary).visit(f"/planning/{place.chairs.id}")

    months = [each for each in page.root.all("table")[0].all("tr") if each.all("td")]
    marked = [each for month in months for each in month.all("td") if each.get("aria-current")]
    assert marked == [months[10].all("td")[25]]
    assert (marked[0].get("aria-current"), marked[0].get("class").split()[-1]) == ("date", "now")
    last = months[10].all("td")[30]
    assert (last.text, last.get("class")) == ("", "none")
    page = client.visit(f"/planning/{place.chairs.id}?annee=2027")
    assert not [each for each in page.root.all("td") if each.get("aria-current")]
