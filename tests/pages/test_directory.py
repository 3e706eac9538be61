"""The directory, for members alone."""

from booking.rules.organizations import Reached
from booking.usecases import contacts
from booking.vocabulary import ContactFunction
from tests.client import Browser
from tests.pages.place import Place, as_actor


def test_a_member_finds_whom_to_call(client: Browser, place: Place) -> None:
    reached = Reached(ContactFunction.EQUIPMENT, "Hélène Dubois", "03 27 00 00 00")
    contacts.add(as_actor(place.secretary), place.borrower.id, reached)
    page = client.sign_in(place.technician).visit("/")
    assert "/annuaire" in page.links

    page = client.visit("/annuaire?q=helene")
    assert "Hélène Dubois" in page.main
    assert "Maing" not in page.main
    assert "Prêt de matériel" in page.main
    page = client.visit(f"/annuaire/{place.borrower.id}")
    assert page.title == "Quérénaing"
    assert "tel:0327000000" in page.links
    assert f"/administration/organismes/{place.borrower.id}" not in page.links


def test_it_shows_the_depots_and_leads_to_what_one_keeps(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(f"/annuaire/{place.lender.id}")
    assert place.chairs.stocks[0].depot.name in page.main

    page = client.visit(f"/annuaire/{place.borrower.id}")
    assert f"/administration/organismes/{place.borrower.id}" in page.links
    assert "Aucun résultat pour ces mots" in client.visit("/annuaire?q=ailleurs").main


def test_others_find_nothing(client: Browser, place: Place) -> None:
    page = client.sign_in(place.stranger).visit("/annuaire")

    assert "Quérénaing" not in page.main
    client.visit(f"/annuaire/{place.borrower.id}", 404)
