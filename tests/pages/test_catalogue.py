"""Searching by dates, and the choice one carries along."""

from datetime import datetime
from urllib.parse import urlencode

import pytest

from booking.models.catalogue import Companion
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Role
from tests.client import Browser, Page
from tests.factories import keep, make_commune, make_item, make_pool, make_territory, make_user
from tests.pages.place import Place, as_actor


def local(at: datetime, who: Actor) -> str:
    return f"{at.astimezone(who.zone):%Y-%m-%dT%H:%M}"


def search(client: Browser, place: Place, mine: ReservationView, **more: str) -> Page:
    who = as_actor(place.secretary)
    dates = {"du": local(mine.starts_at, who), "au": local(mine.ends_at, who)}
    return client.visit(f"/materiel?{urlencode(dates | more)}")


def quantity_field(page: Page, reference: str) -> str:
    """Return the name of the field in which the quantity of an item is typed."""
    fields = page.form("/materiel").fields
    item = next(name for name, value in fields.items() if value == reference)
    return item.replace("-item", "-quantity")


def test_the_catalogue_shows_what_is_free_on_the_dates(client: Browser, place: Place) -> None:
    mine = place.requested(15)
    client.sign_in(place.secretary)

    page = search(client, place, mine)

    assert "25 libres sur 40" in page.main
    assert "4 libres sur 4" in page.main
    assert "2 matériels" in page.main


def test_words_and_families_narrow_the_search(client: Browser, place: Place) -> None:
    make_item(place.pool, name="Podium", family="Bâtiments", quantity=1)
    client.sign_in(place.secretary)

    assert "1 matériel" in client.visit("/materiel?q=tente").main
    page = client.visit("/materiel?famille=Bâtiments")
    assert "Podium" in page.main
    assert "Chaise" not in page.main
    nothing = client.visit("/materiel?q=soucoupe")
    assert "Aucun matériel ne répond à cette recherche" in nothing.main


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2030-06-02T08:00", "2030-06-01T08:00", "Le retour doit venir après le retrait."),
        ("2030-06-01T08:00", "2030-06-01T08:00", "Le retour doit venir après le retrait."),
        ("demain", "2030-06-01T08:00", "Donnez une date"),
        ("2030-06-01T08:00", "", "Donnez une date"),
        ("", "2030-06-01T08:00", "Donnez une date"),
    ],
)
def test_dates_that_make_no_period_are_said_beside_the_field(
    client: Browser, place: Place, first: str, last: str, words: str
) -> None:
    client.sign_in(place.secretary)

    page = client.visit(f"/materiel?{urlencode({'du': first, 'au': last})}")

    assert words in page.complaint("ends_at")
    assert page.field("starts_at").get("value") == first
    assert page.field("ends_at").get("value") == last


@pytest.mark.parametrize(
    ("first", "last"),
    [("0001-01-01T00:00", "0001-01-02T00:00"), ("9999-12-30T00:00", "9999-12-31T23:59")],
)
def test_dates_at_the_ends_of_time_never_break_the_page(
    client: Browser, place: Place, first: str, last: str
) -> None:
    client.sign_in(place.secretary)

    client.visit(f"/materiel?{urlencode({'du': first, 'au': last})}")


def test_the_choice_and_the_dates_are_kept(client: Browser, place: Place) -> None:
    mine = place.requested()
    client.sign_in(place.secretary)
    page = search(client, place, mine)
    field = quantity_field(page, place.chairs.reference)

    page = client.send(page.form("/materiel"), then="search", **{field: "12"})

    assert page.field(field).get("value") == "12"
    again = client.visit("/materiel")
    assert again.field("starts_at").get("value") == page.field("starts_at").get("value")
    assert f"12 × {place.chairs.name}" in again.main
    cleared = client.send(again.form("/materiel"), **{field: "0"})
    assert "Choisissez des quantités." in cleared.main


def test_continuing_leads_to_the_request_with_what_is_chosen(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    page = client.visit("/materiel")
    field = quantity_field(page, "TEN-3X3")

    page = client.send(page.form("/materiel"), then="ask", **{field: "2"})

    assert page.title == "Déposer la demande"
    assert page.field("lines-0-quantity").get("value") == "2"


def test_continuing_without_a_choice_says_what_to_do(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = client.send(client.visit("/materiel").form("/materiel"), then="ask")

    assert "Choisissez d’abord une quantité." in page.main


def test_what_is_missing_is_offered_in_one_click(client: Browser, place: Place) -> None:
    mine = place.requested(30)
    client.sign_in(place.secretary)
    page = search(client, place, mine)
    field = quantity_field(page, place.chairs.reference)

    short = client.send(page.form("/materiel"), then="search", **{field: "12"})

    assert "Il en manque 2 à ces dates." in short.main
    offered = [link for link in short.links if "du=" in link and "famille" not in link]
    assert any("q=" not in link for link in offered)
    taken = client.send(short.form("/materiel"), take=f"{place.chairs.reference}:10")
    assert taken.field(field).get("value") == "10"


@pytest.mark.parametrize(
    "given",
    [
        {"take": "TEN-3X3"},
        {"take": "TEN-3X3:beaucoup"},
        {"take": "TEN-3X3:-4"},
        {"take": "RIEN:4", "then": "ask"},
        {"lines-1-quantity": "3"},
        {"lines-1-item": "TEN-3X3"},
        {"lines-x-item": "TEN-3X3", "lines-1-": "3"},
        {"lines-1-item": "TEN-3X3", "lines-1-quantity": "-1"},
        {"lines-1-item": "TEN-3X3", "lines-1-quantity": "1e3"},
        {"lines-1-item": "TEN-3X3", "lines-1-quantity": "9" * 5000},
        {"lines-1-item": "RIEN", "lines-1-quantity": "1", "then": "ask"},
        {"lines": "3"},
    ],
)
def test_a_form_that_no_page_drew_never_breaks_the_service(
    client: Browser, place: Place, given: dict[str, str]
) -> None:
    client.sign_in(place.secretary)

    answer = client.post("/materiel", data=given, follow_redirects=True)

    assert answer.status_code < 500
    assert client.get("/materiel").status_code == 200, "the choice kept is poisoned"
    assert client.get("/demandes/nouvelle").status_code == 200


def test_an_item_says_where_it_is_and_what_it_asks_for(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = client.visit(f"/materiel/{place.tents.id}")

    assert page.title == "Tente pliante"
    assert "TEN-3X3" in page.main
    assert "18,50 €" in page.main
    asked = client.send(page.form("/materiel"), then="ask")
    assert asked.title == "Déposer la demande"


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999"])
def test_an_item_that_is_not_there_is_not_found(client: Browser, place: Place, number: str) -> None:
    page = client.sign_in(place.secretary).visit(f"/materiel/{number}", 404)

    assert page.title == "Page introuvable"


def test_the_items_of_another_territory_are_out_of_view(client: Browser, place: Place) -> None:
    elsewhere = make_item(make_pool(make_commune(make_territory(), "Rouvray")), name="Gradin")
    client.sign_in(place.secretary)

    assert "Gradin" not in client.visit("/materiel").text
    client.visit(f"/materiel/{elsewhere.id}", 404)


def test_a_pool_that_is_not_open_says_why(client: Browser, place: Place) -> None:
    anzin = make_commune(place.lender.territory, "Anzin", population=13_511)
    client.sign_in(make_user(anzin, Role.SECRETARY))

    for address in ("/materiel", f"/materiel/{place.tents.id}"):
        page = client.visit(address)
        assert "Non ouvert à Anzin : 13 511 habitants : réservé aux communes" in page.main
        assert not [field for form in page.forms for field in form.fields if "lines" in field]


def test_hostile_names_are_written_as_typed(client: Browser, place: Place) -> None:
    hostile = '<script>alert("x")</script>\'"&amp; {{ 7*7 }}'
    item = make_item(place.pool, name=hostile, description=hostile, family=hostile[:40])
    client.sign_in(place.secretary)

    for address in ("/materiel", f"/materiel/{item.id}"):
        page = client.visit(address)
        assert hostile in page.main
    page = client.visit(f"/materiel?{urlencode({'q': hostile, 'famille': hostile[:40]})}")
    assert page.field("q").get("value") == hostile


def test_an_item_shows_its_weeks_with_the_lowest_number_of_each_day(
    client: Browser, place: Place
) -> None:
    mine = place.requested(15)
    page = client.sign_in(place.secretary).visit(f"/materiel/{place.chairs.id}")

    day = mine.starts_at.astimezone(as_actor(place.secretary).zone).day
    table = next(each for each in page.root.all("table") if each.get("class") == "weeks")
    cells = [each.text for each in table.all("td")]
    assert len(cells) == 42
    assert f"le {day} : 25 libres" in cells
    assert "Les six semaines à venir" in page.main


def test_what_is_offered_with_an_item_is_added_in_the_same_form(
    client: Browser, place: Place
) -> None:
    driver = make_item(place.pool, 1, name="Conducteur", reference="OP-CON")
    keep(Companion(item_id=place.tents.id, companion=driver, mandatory=False))
    page = client.sign_in(place.secretary).visit(f"/materiel/{place.tents.id}")

    assert "Proposé avec" in page.main
    wanted = {"lines-1-quantity": "2", "lines-2-quantity": "1", "then": "ask"}
    page = client.send(page.form("/materiel"), **wanted)

    fields = page.form("/demandes/nouvelle").fields
    assert {fields["lines-0-item"], fields["lines-1-item"]} == {"TEN-3X3", "OP-CON"}


def test_a_long_catalogue_comes_by_pages_that_keep_what_is_typed(
    client: Browser, place: Place
) -> None:
    for rank in range(40):
        make_item(place.pool, name=f"Table {rank:02d}")
    client.sign_in(place.secretary)
    page = client.visit("/materiel")
    assert "Page 1 sur 2" in page.main
    assert "42 matériels" in page.main
    form = page.form("/materiel")

    field = quantity_field(page, place.chairs.reference)
    second = client.send(form, **{field: "3", "page": "2"})

    assert "Page 2 sur 2" in second.main
    assert "3 × Chaise pliante" in second.main


def test_the_search_may_be_printed_as_one_list(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    depot = place.chairs.stocks[0].depot

    page = client.visit(f"/materiel/liste?depot={depot.id}&q=chaise")

    assert depot.name in page.main
    assert "1 matériel" in page.main
    assert place.tents.reference not in page.main


def test_a_quantity_wanted_hides_what_has_too_few(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = client.visit("/materiel?quantite=5")

    assert "1 matériel" in page.main
    assert page.field("quantity").get("value") == "5"


@pytest.mark.parametrize(
    "form", [{"lines-0-item": "\0", "lines-0-quantity": "1"}, {"take": "\0:1"}]
)
def test_a_choice_that_names_nothing_does_not_break_the_pages_that_follow(
    client: Browser, place: Place, form: dict[str, str]
) -> None:
    client.sign_in(place.secretary)

    client.post("/materiel", data=form)

    assert client.get("/materiel").status_code == 200
