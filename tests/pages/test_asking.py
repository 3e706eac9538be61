"""Asking by a page: what is typed is kept, what would fit is offered."""

from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from booking.db import db
from booking.models.reservations import Request, Shortage
from booking.vocabulary import Role
from tests.client import Browser, Form, Page
from tests.factories import make_commune, make_item, make_pool, make_user, next_weekend
from tests.pages.place import Place, as_actor

ASK = "/demandes/nouvelle"


def count(table: type[Request] | type[Shortage]) -> int:
    return db.session.scalars(select(func.count(table.id))).one()


def filled(client: Browser, place: Place, reference: str = "TEN-3X3", quantity: int = 2) -> Form:
    """Choose something for a far weekend and fill the form in, without sending it."""
    zone, weekend = as_actor(place.secretary).zone, next_weekend()
    dates = [f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for at in (weekend.starts_at, weekend.ends_at)]
    client.visit(f"/materiel?du={quote(dates[0])}&au={quote(dates[1])}")
    chosen = {"lines-1-item": reference, "lines-1-quantity": str(quantity), "then": "ask"}
    form = client.send("/materiel", **chosen).form(ASK)
    form.fields.update(purpose="Ducasse", place="Salle des fêtes", note="Merci !")
    return form


def test_the_form_starts_from_the_choice_and_the_dates(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)

    assert form.fields["lines-0-item"] == "TEN-3X3"
    assert form.fields["lines-0-quantity"] == "2"
    assert len(form.fields["starts_at"]) == len("2026-12-04T14:00")
    assert form.fields["beneficiary_kind"] == "commune"
    assert form.fields["request_key"]


def test_a_request_is_submitted_and_held(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)

    page = client.send(form)

    assert page.title == "Ducasse, 2 tentes"
    assert "Votre demande est déposée." in page.main
    assert "Maing répond avant le" in page.main
    assert "Déposée" in page.main
    assert "Choisissez des quantités." in client.visit("/materiel").main
    assert "Ducasse" in client.visit("/demandes").main


def test_a_double_click_submits_once(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)

    first = client.send(form)
    second = client.send(form)

    assert first.address == second.address
    assert count(Request) == 1


def test_a_shortage_stores_nothing_and_keeps_what_was_typed(client: Browser, place: Place) -> None:
    place.requested(30)
    form = filled(client.sign_in(place.secretary), place, place.chairs.reference, 11)

    page = client.send(form, 409)

    assert "Il n’y a pas assez de matériel libre à ces dates." in page.main
    assert "11 demandés, 10 sont libres." in page.main
    kept = page.form(ASK).fields
    signed = {"csrf_token": ""}  # which carries the second
    assert kept | signed == form.fields | signed
    assert (count(Request), count(Shortage)) == (1, 1)


def test_one_click_replaces_the_dates_then_it_fits(client: Browser, place: Place) -> None:
    place.requested(30)
    form = filled(client.sign_in(place.secretary), place, place.chairs.reference, 11)
    short = client.send(form, 409).form(ASK)
    offered = [value for name, value, _ in short.buttons if name == "dates"]
    assert len(offered) >= 3

    again = client.send(short, dates=offered[-1])

    assert "Les dates sont remplacées." in again.main
    fields = again.form(ASK).fields
    assert f"{fields['starts_at']}/{fields['ends_at']}" == offered[-1]
    assert fields["purpose"] == "Ducasse"
    assert count(Request) == 1
    assert client.send(again.form(ASK)).title == "Ducasse, 11 chaises"


def test_one_click_takes_what_is_free(client: Browser, place: Place) -> None:
    place.requested(30)
    form = filled(client.sign_in(place.secretary), place, place.chairs.reference, 11)
    short = client.send(form, 409).form(ASK)
    offered = [value for name, value, words in short.buttons if words.startswith("En demander 10")]

    again = client.send(short, take=offered[0])

    assert again.form(ASK).fields["lines-0-quantity"] == "10"
    assert client.send(again.form(ASK)).title == "Ducasse, 10 chaises"


def test_a_line_is_taken_away_in_one_click(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)

    page = client.send(form, take="TEN-3X3:0")

    assert "Aucun matériel choisi." in page.main
    assert page.form(ASK).fields["purpose"] == "Ducasse"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"purpose": ""}, "purpose", "obligatoire"),
        ({"purpose": "x" * 161}, "purpose", "obligatoire"),
        ({"purpose": "Fête \N{PARTY POPPER}"}, "purpose", "ne peuvent pas être imprimés"),
        ({"starts_at": ""}, "starts_at", "obligatoire"),
        ({"starts_at": "demain"}, "starts_at", "ne se lit pas"),
        ({"ends_at": "2001-01-01T08:00"}, "ends_at", "Le retour doit venir après le retrait."),
        ({"beneficiary_kind": "association"}, "beneficiary_name", "Quelle association ?"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    client: Browser, place: Place, change: dict[str, str], field: str, words: str
) -> None:
    form = filled(client.sign_in(place.secretary), place)

    page = client.send(form, 422, **change)

    if field != "purpose" or len(change["purpose"]) < 161:
        assert words in page.complaint(field)
    assert page.complaint(field)
    assert f"#{field}" in page.links, "the summary leads into the field"
    assert page.form(ASK).fields["note"] == "Merci !"
    assert count(Request) == 0


@pytest.mark.parametrize("quantity", ["", "0", "-1", "deux", "1.5", "9" * 5000])
def test_a_quantity_that_is_none_is_said_beside_its_line(
    client: Browser, place: Place, quantity: str
) -> None:
    form = filled(client.sign_in(place.secretary), place)

    page = client.send(form, 422, **{"lines-0-quantity": quantity})

    assert "à corriger" in page.main
    assert page.form(ASK).fields["lines-0-quantity"] == (quantity or "0")


def test_a_request_of_nothing_is_refused(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    form.fields.pop("lines-0-item")
    form.fields.pop("lines-0-quantity")

    page = client.send(form, 422)

    assert "obligatoire" in page.main or "au moins un matériel" in page.main


@pytest.mark.parametrize(
    "given",
    [
        {"dates": "2030-01-01T08:00"},
        {"dates": "a/b/c"},
        {"dates": "a/b"},
        {"take": "TEN-3X3"},
        {"take": ":"},
        {"lines-0-quantity": "3"},
        {"lines-0-quantity": "3", "take": "TEN-3X3:1"},
        {"lines": "3"},
        {"lines-0-surprise": "3"},
        {"surprise": "3"},
        {"borrower": "Maing", "purpose": "x"},
        {"starts_at": "0001-01-01T00:00", "ends_at": "0001-01-02T00:00"},
        {"starts_at": "9999-12-31T23:00", "ends_at": "9999-12-31T23:59"},
    ],
)
def test_a_form_that_no_page_drew_never_breaks_the_service(
    client: Browser, place: Place, given: dict[str, str]
) -> None:
    client.sign_in(place.secretary)

    answer = client.post(ASK, data=given)

    assert answer.status_code < 500
    assert count(Request) == 0


def test_a_date_typed_in_winter_and_in_summer_is_local(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    typed = {"starts_at": "2027-03-26T14:00", "ends_at": "2027-03-29T10:00"}

    page = client.send(form, **typed)

    assert "vendredi 26 mars 2027, 14 h" in page.main
    assert "lundi 29 mars 2027, 10 h" in page.main


def test_who_is_not_eligible_is_told_why(client: Browser, place: Place) -> None:
    anzin = make_commune(place.lender.territory, "Anzin", population=13_511)
    client.sign_in(make_user(anzin, Role.SECRETARY))

    page = client.send(filled(client, place), 403)

    assert "« Parc communautaire » n’est pas ouvert à votre organisme" in page.main
    assert "réservé aux communes de moins de 5 000" in page.main
    assert page.form(ASK).fields["purpose"] == "Ducasse"


def test_who_may_not_ask_is_told_so(client: Browser, place: Place) -> None:
    client.sign_in(make_user(place.borrower, Role.OBSERVER))

    page = client.visit("/demandes/nouvelle", 403)

    assert "Votre rôle ne permet pas cette action." in page.main


def test_a_cart_of_two_pools_stays_one_request(client: Browser, place: Place) -> None:
    other = make_item(make_pool(place.lender, name="Parc technique"), name="Nacelle", quantity=1)
    form = filled(client.sign_in(place.secretary), place)

    page = client.send(form, **{"lines-1-item": other.reference, "lines-1-quantity": "1"})

    assert page.title == "Ducasse, 2 tentes et 1 nacelle"
    assert "Parc communautaire" in page.main
    assert "Parc technique" in page.main


def test_hostile_text_is_written_as_typed(client: Browser, place: Place) -> None:
    hostile = "<script>alert(1)</script>'\"&amp; {{ 7*7 }}</textarea>"
    form = filled(client.sign_in(place.secretary), place)

    page = client.send(form, purpose=hostile, place=hostile, note=hostile)

    assert page.title.startswith(hostile)
    assert page.main.count(hostile) >= 3
    manager: Page = client.sign_in(place.manager).visit(page.address)
    assert hostile in manager.main
    assert hostile in client.visit("/a-traiter").main
    assert hostile in client.visit("/").main


def test_one_click_takes_something_alike_instead(client: Browser, place: Place) -> None:
    make_item(place.pool, name="Chaise empilable", reference="CHA-EMP", quantity=60)
    form = filled(client.sign_in(place.secretary), place, place.chairs.reference, 50)
    short = client.send(form, 409)
    assert "À la place" in short.main
    offered = [value for name, value, _ in short.form(ASK).buttons if name == "instead"]
    assert offered[0] == f"{place.chairs.reference}:CHA-EMP:50"

    again = client.send(short.form(ASK), instead=offered[0]).form(ASK)

    assert (again.fields["lines-0-item"], again.fields["lines-0-quantity"]) == ("CHA-EMP", "50")
    assert client.send(again).title == "Ducasse, 50 chaises"
