"""The planning: a table to read, a list of days, ways to ask and to open, and nothing of others."""

from datetime import timedelta

import pytest

from booking import clock
from booking.db import db
from booking.documents import words
from booking.models.organizations import Territory
from booking.usecases import reservations
from booking.vocabulary import Role
from tests.client import Browser, Element, Page
from tests.factories import (
    make_commune,
    make_item,
    make_territory,
    make_user,
    next_weekend,
    set_clock,
    take,
)
from tests.pages.place import Place, as_actor


def weekend(place: Place) -> str:
    """Return the address of the month of the usual loan."""
    return f"/planning?jour={next_weekend().starts_at.astimezone(as_actor(place.manager).zone):%F}"


def said(place: Place, state: str, quantity: int = 15) -> str:
    """Return what a bar says of the usual loan."""
    zone, loan = as_actor(place.manager).zone, next_weekend()
    hours = words.hours(*(at.astimezone(zone) for at in (loan.starts_at, loan.ends_at)))
    return f"{quantity} Quérénaing, {state}, {hours}".replace(words.NO_BREAK, " ")


def table(page: Page) -> Element:
    """Return the planning itself."""
    return page.root.all("table")[0]


def cells(page: Page, name: str) -> list[str]:
    """Return the numbers on the row of an item."""
    rows = (each for each in table(page).all("tr") if each.all("th"))
    row = next(each for each in rows if each.all("th")[0].text.startswith(name))
    return [each.text for each in row.all("td")]


def bars(page: Page) -> list[str]:
    """Return what takes things, as the table says it."""
    return [each.text for each in table(page).all("td") if each.get("class").startswith("b ")]


def test_the_table_has_a_row_an_item_and_a_column_a_day(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit("/planning?jour=2027-05-04")

    assert page.title == "Planning, mai 2027"
    heads = table(page).all("thead")[0].all("th")
    assert len(heads) == 32
    assert {each.get("scope") for each in heads} == {"col"}
    assert heads[6].text == "jeu 6 férié : Ascension"
    assert cells(page, "Chaise") == ["40"] * 31
    assert {each.get("scope") for each in table(page).all("th")} == {"col", "row", "rowgroup"}


@pytest.mark.parametrize(
    ("address", "title", "count"),
    [
        ("?vue=semaine&jour=2026-12-04", "Planning, semaine du 30 novembre 2026", 14),
        ("?vue=mois&jour=2027-02-04", "Planning, février 2027", 28),
        ("?vue=trimestre&jour=2026-12-04", "Planning, octobre 2026 à décembre 2026", 92),
    ],
)
def test_it_shows_a_week_a_month_a_quarter(
    client: Browser, place: Place, address: str, title: str, count: int
) -> None:
    page = client.sign_in(place.secretary).visit(f"/planning{address}")

    assert page.title == title
    assert len(table(page).all("thead")[0].all("tr")[0].all("th")) == count + 1


@pytest.mark.parametrize(
    "address", ["", "?vue=siecle&jour=hier&par=rien&parc=x&depot=-1", "?jour=9999-12-31"]
)
def test_what_cannot_be_read_is_as_if_nothing_was_said(
    client: Browser, place: Place, address: str
) -> None:
    page = client.sign_in(place.secretary).visit(f"/planning{address}")

    assert [each.get("class") for each in table(page).all("thead")[0].all("th")].count("now") == 1


def test_one_moves_to_what_comes_before_and_after(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit("/planning?vue=mois&jour=2026-12-04&par=parc")

    moves = [each for each in page.links if each.startswith("/planning?")]
    assert any("jour=2026-11-01" in each and "par=parc" in each for each in moves)
    assert any("jour=2027-01-01" in each and "par=parc" in each for each in moves)
    assert any("vue=semaine" in each and "jour=2026-12-04" in each for each in moves)


def test_a_party_opens_the_loan_from_its_bar(client: Browser, place: Place) -> None:
    mine = place.requested(15)

    for person in (place.secretary, place.manager):
        page = client.sign_in(person).visit(weekend(place))
        assert "25" in cells(page, "Chaise")
        assert bars(page) == ["15 Quérénaing, déposée"]
        assert f"/demandes/{mine.request_id}" in page.links

    reservations.approve(as_actor(place.manager), mine.id)
    assert bars(client.visit(weekend(place))) == ["15 Quérénaing, validée"]


def test_others_read_that_it_is_taken_and_no_more(client: Browser, place: Place) -> None:
    mine = place.requested(15)

    page = client.sign_in(place.neighbour).visit(weekend(place))

    assert bars(page) == ["Occupé"]
    assert "25" in cells(page, "Chaise")
    assert f"/demandes/{mine.request_id}" not in page.links
    assert "Quérénaing" not in page.main
    assert "Saint-Jean" not in str(page.root.all("main")[0].all("td"))


def test_another_territory_reads_nothing(client: Browser, place: Place) -> None:
    page = client.sign_in(place.stranger).visit(weekend(place))

    assert "Aucun matériel à montrer" in page.main
    assert "Chaise" not in page.main


def test_the_preparation_and_what_is_withheld_are_said(client: Browser, place: Place) -> None:
    place.chairs.preparation_after_hours = 48
    db.session.commit()
    place.requested(15)
    take(place.tents.stocks[0], 1, next_weekend())

    page = client.sign_in(place.manager).visit(weekend(place))

    assert {"15 Quérénaing, déposée", "remise en état", "Entretien, 1"} == set(bars(page))
    assert f"/materiel/{place.tents.id}/stock" in page.links


def test_a_free_cell_leads_to_the_request_with_its_item_and_its_dates(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.secretary)
    page = client.visit("/planning?jour=2027-05-04")
    assert f"/planning/{place.chairs.id}/2027-05-04" in page.links

    response = client.get(f"/planning/{place.chairs.id}/2027-05-04")
    assert response.status_code == 302
    form = client.visit(response.location)

    assert form.field("event_starts_at").get("value") == "2027-05-04T08:00"
    assert form.field("event_ends_at").get("value") == "2027-05-04T18:00"
    assert "Les retraits et les retours sont proposés" in form.main
    assert "Chaise pliante" in form.main
    assert form.field("lines-0-quantity").get("value") == "1"


def test_half_a_day_is_asked_for_from_the_week(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    page = client.visit("/planning?vue=semaine&jour=2027-05-04")
    address = f"/planning/{place.chairs.id}/2027-05-04-apres-midi"
    assert address in page.links

    location = client.get(address).location.replace("%3A", ":")
    assert "du=2027-05-04T14:00&au=2027-05-04T18:00" in location


def test_a_day_that_does_not_exist_is_nowhere(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    client.visit(f"/planning/{place.chairs.id}/2027-02-30", 404)
    client.visit(f"/planning/{place.chairs.id}/2026-01-31", 404)  # nor one that is over


def test_what_is_not_free_or_past_is_not_asked_for(client: Browser, place: Place) -> None:
    place.requested(40)
    client.sign_in(place.secretary)
    saturday = (next_weekend().starts_at + timedelta(days=1)).date()

    assert f"/planning/{place.chairs.id}/{saturday}" not in client.visit(weekend(place)).links
    past = client.visit(f"/planning?jour={clock.now() - timedelta(days=70):%F}")
    assert set(cells(past, "Chaise")) == {""}
    assert not any(each.startswith("/planning/") for each in past.links)


def test_who_may_not_ask_reads_numbers_without_links(client: Browser, place: Place) -> None:
    page = client.sign_in(place.technician).visit("/planning?jour=2027-05-04")

    assert cells(page, "Chaise") == ["40"] * 31
    assert not any(each.startswith("/planning/") for each in page.links)


def test_on_a_phone_each_day_says_what_is_taken(client: Browser, place: Place) -> None:
    place.requested(15)

    page = client.sign_in(place.secretary).visit(weekend(place))

    listed = [each.text for each in page.root.all("ol")[-1].all("li") if not each.all("h2")]
    assert listed.count(f"Chaise pliante : {said(place, 'déposée')} 25 libres") == 4
    assert "Rien n’est pris." in page.main


def test_on_a_phone_a_week_is_seven_days_each_said_once(client: Browser, place: Place) -> None:
    place.requested(15)

    page = client.sign_in(place.secretary).visit(f"{weekend(place)}&vue=semaine")

    days = [each for each in page.root.all("ol")[-1].all("li") if each.all("h2")]
    assert len(days) == 7
    assert bars(page) == [said(place, "déposée")]
    listed = [each.text for day in days for each in day.all("li")]
    assert listed == [f"Chaise pliante : {said(place, 'déposée')} 25 libres"] * 3


def test_on_a_phone_the_day_that_runs_is_not_past(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    saturday = next_weekend().starts_at + timedelta(days=1)
    set_clock(monkeypatch, saturday)

    page = client.sign_in(place.secretary).visit("/planning?vue=semaine")

    past, coming = [each.all("h2") for each in page.root.all("ol")[-2:]]
    assert (len(past), len(coming)) == (5, 2)
    assert coming[0].text.startswith("Samedi")


def test_holidays_are_named(client: Browser, place: Place) -> None:
    db.session.get_one(Territory, as_actor(place.manager).territory_id).school_zone = "B"
    db.session.commit()

    page = client.sign_in(place.secretary).visit("/planning?jour=2026-12-04")

    row = next(each for each in table(page).all("tr") if each.get("class") == "school")
    assert row.text == "Vacances scolaires Vacances de Noël"
    assert "Jour férié : Noël. Vacances de Noël." in page.main


def test_an_empty_park_says_so(client: Browser) -> None:
    user = make_user(make_commune(make_territory()), Role.SECRETARY)

    page = client.sign_in(user).visit("/planning")

    assert "Aucun parc ne prête encore" in page.main
    assert not page.root.all("table")


def test_it_is_narrowed_and_grouped_as_asked(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    make_item(place.pool, 3, name="Cône", family="Voirie")

    page = client.visit("/planning?famille=Voirie&par=depot")
    assert "Cône" in table(page).text
    assert "Chaise" not in table(page).text
    assert page.field("famille").all("option")[0].text == "Toutes les familles"
    assert "Aucun matériel à montrer" in client.visit("/planning?parc=999999").main


def test_it_is_in_the_menu(client: Browser, place: Place) -> None:
    page = client.sign_in(place.technician).visit("/planning")

    current = [each.text for each in page.root.all("a") if each.get("aria-current") == "page"]
    assert "Planning" in current


def test_anothers_thing_is_not_asked_for(client: Browser, place: Place) -> None:
    client.sign_in(place.stranger).visit(f"/planning/{place.chairs.id}", 404)
    response = client.get(f"/planning/{place.chairs.id}/2027-05-04")
    client.visit(response.location, 404)
