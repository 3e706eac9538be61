"""Organizations as those who administer them see and change them."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.models.organizations import Organization, Territory
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser
from tests.factories import count_rows, make_commune, make_user
from tests.pages.place import Place

INDEX, NEW = "/administration/organismes", "/administration/organismes/nouveau"


def make_office(place: Place) -> Organization:
    """Make the EPCI of the place."""
    territory = db.session.get_one(Territory, place.lender.territory_id)
    return make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)


def sheet(organization: Organization) -> str:
    return f"{INDEX}/{organization.id}"


def test_a_secretary_finds_its_own_and_adds_an_association(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(INDEX)
    assert sheet(place.borrower) in page.links
    assert sheet(place.lender) not in page.links

    form = client.visit(NEW).form(NEW)
    page = client.send(form, kind="association", name="Comité des fêtes", siren="732 829 320")

    assert page.title == "Organisme : Comité des fêtes"
    made = db.session.scalars(select(Organization).filter_by(name="Comité des fêtes")).one()
    assert (made.siren, made.answerable_id) == ("732829320", place.borrower.id)
    assert "a ajouté : Comité des fêtes" in page.main


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("siren", "732829321", "La clé de ce SIREN ne convient pas"),
        ("siren", "12345", "Un SIREN a neuf chiffres."),
        ("rna", "595012345", "un W suivi de neuf chiffres"),
        ("name", "", "obligatoire"),
        ("postal_code", "5926", "cinq chiffres"),
        ("phone", "appelez-nous", "Donnez un numéro"),
        ("email", "mairie", "adresse électronique"),
        ("kind", "epci", "Choisissez une nature"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place, field: str, value: str, said: str
) -> None:
    form = client.sign_in(place.secretary).visit(NEW).form(NEW)
    typed = {"kind": "association", "name": "Comité des fêtes", "address": "1 place"}
    before = count_rows(Organization)

    page = client.send(form, 422, **(typed | {field: value}))

    assert said in page.complaint(field)
    assert f"#{field}" in page.links
    assert page.field("address").get("value") == "1 place"
    assert count_rows(Organization) == before


def test_the_office_finds_everybody_and_adds_a_syndicate(client: Browser, place: Place) -> None:
    client.sign_in(make_user(make_office(place), Role.ADMINISTRATOR))
    page = client.visit(INDEX)
    assert {sheet(place.lender), sheet(place.borrower)} <= set(page.links)
    assert sheet(place.lender) not in client.visit(f"{INDEX}?q=querenaing").links
    assert "Aucun organisme" in client.visit(f"{INDEX}?nature=syndicate").main

    form = client.visit(NEW).form(NEW)
    assert client.send(form, 422, kind="ccas", name="CCAS").complaint("answerable_id")
    client.send(form, kind="syndicate", name="SIVOM du Val")

    assert "SIVOM du Val" in client.visit(f"{INDEX}?nature=syndicate").main


def test_a_commune_changes_its_address_but_not_its_official_name(
    client: Browser, place: Place
) -> None:
    here = f"{sheet(place.borrower)}/modifier"
    page = client.sign_in(place.secretary).visit(here)
    form = page.form(here)
    assert "name" not in form.fields

    page = client.send(form, address="1 place de la Mairie", mention="Mairie ouverte le mardi")

    assert "1 place de la Mairie" in page.main
    assert "adresse : rien → 1 place de la Mairie" in page.main


def test_other_roles_and_other_houses_are_kept_out(client: Browser, place: Place) -> None:
    for person, status in ((place.manager, 403), (place.neighbour, 403), (place.stranger, 404)):
        client.sign_in(person).visit(sheet(place.borrower), status)
        client.visit(f"{sheet(place.borrower)}/modifier", status)
        client.send(f"{sheet(place.borrower)}/modifier", status, address="Ailleurs")
    client.sign_in(place.manager).visit(NEW, 403)
    client.visit(INDEX, 403)
