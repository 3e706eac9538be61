"""Representatives, certificates and contacts on the page of their organization."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.organizations import Contact, InsuranceCertificate, Mandate
from tests.client import Browser, Form, Page
from tests.factories import count_rows
from tests.pages.place import Place

DAY = timedelta(days=1)
MANDATE = {"holder": "Ana Gomes", "title": "Maire", "starts_on": "2026-05-20"}
CERTIFICATE = {
    "insurer": "Groupe Nord",
    "number": "RC-2",
    "starts_on": "2026-01-01",
    "ends_on": "2099-12-31",
}
CONTACT = {"function": "technical", "name": "Luc Wattiez", "phone": "03 27 00 00 00"}


def sheet(place: Place) -> str:
    return f"/administration/organismes/{place.borrower.id}"


def form(page: Page, action: str) -> Form:
    return page.form(f"/administration/{action}")


def test_a_representative_comes_and_goes(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(sheet(place))
    page = client.send(page.form(f"{sheet(place)}/representants"), **MANDATE, act="Délib. 12")
    assert "Ana Gomes" in page.main

    made = db.session.scalars(select(Mandate).filter_by(holder="Ana Gomes")).one().id
    last = clock.now().date() + 30 * DAY
    page = client.send(form(page, f"representants/{made}/fin"), ends_on=last.isoformat())
    assert "Se termine bientôt" in page.main
    corrected = form(page, f"representants/{made}")
    assert corrected.fields["ends_on"] == last.isoformat()
    page = client.send(corrected, title="Première adjointe")
    assert "qualité : Maire → Première adjointe" in page.main
    by_delegation = {"delegated_by": "Zoé Petit, maire", "email": "ana@mairie.example"}
    page = client.send(form(page, f"representants/{made}"), **by_delegation)
    assert "par délégation de Zoé Petit, maire" in page.main
    assert "ana@mairie.example" in page.main
    assert "délégation reçue de : rien → Zoé Petit, maire" in page.main


def test_a_certificate_comes_and_goes(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(sheet(place))
    page = client.send(page.form(f"{sheet(place)}/attestations"), **CERTIFICATE)
    assert "Groupe Nord" in page.main

    made = db.session.scalars(select(InsuranceCertificate)).one().id
    page = client.send(form(page, f"attestations/{made}"), guarantees="Biens confiés")
    assert "Biens confiés" in page.main
    page = client.send(form(page, f"attestations/{made}/fin"), ends_on="2026-06-30")
    assert "Terminé" in page.main


def test_a_contact_comes_and_goes(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(sheet(place))
    page = client.send(page.form(f"{sheet(place)}/contacts"), **CONTACT, substitute="true")
    assert "(suppléance)" in page.main

    made = db.session.scalars(select(Contact)).one().id
    edited = form(page, f"contacts/{made}")
    assert edited.fields["substitute"] == "true"
    edited.fields.pop("substitute")
    page = client.send(edited, name="Zoé Petit", function="depot")
    assert "(suppléance)" not in page.main
    assert "Zoé Petit" in page.main
    page = client.send(form(page, f"contacts/{made}/fin"))
    assert count_rows(Contact) == 0
    assert "a retiré un contact" in page.main


@pytest.mark.parametrize(
    ("rows", "typed", "field", "said"),
    [
        ("representants", MANDATE | {"ends_on": "2026-05-19"}, "ends_on", "ne peut pas précéder"),
        ("representants", MANDATE | {"starts_on": "hier"}, "starts_on", "ne se lit pas"),
        ("representants", MANDATE | {"holder": ""}, "holder", "obligatoire"),
        ("representants", MANDATE | {"email": "ana"}, "email", "adresse électronique"),
        ("attestations", CERTIFICATE | {"ends_on": "2025-12-31"}, "ends_on", "ne peut pas"),
        ("attestations", CERTIFICATE | {"ends_on": ""}, "ends_on", "obligatoire"),
        ("contacts", CONTACT | {"phone": ""}, "phone", "Donnez un téléphone"),
        ("contacts", CONTACT | {"email": "luc"}, "email", "adresse électronique"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place, rows: str, typed: dict[str, str], field: str, said: str
) -> None:
    page = client.sign_in(place.secretary).visit(sheet(place))
    tables = (Mandate, InsuranceCertificate, Contact)
    before = [count_rows(each) for each in tables]

    page = client.send(page.form(f"{sheet(place)}/{rows}"), 422, **typed)

    wrong = [each.text for each in page.root.all() if each.get("class") == "error"]
    assert len(wrong) == 1
    assert said in wrong[0]
    names = {"representants": "mandate", "attestations": "certificate", "contacts": "contact"}
    assert f"#{field}-{names[rows]}-new" in page.links
    kept = page.form(f"{sheet(place)}/{rows}").fields | {"function": "technical"}
    assert {name: kept[name] for name in typed} == typed
    chosen = [each for each in page.root.all("option") if "selected" in each.attributes]
    assert [each.get("value") for each in chosen] == (["technical"] if rows == "contacts" else [])
    assert [count_rows(each) for each in tables] == before


def test_an_end_before_its_start_is_named_beside_the_end(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(sheet(place))
    mine = db.session.scalars(select(Mandate).filter_by(organization_id=place.borrower.id)).one().id

    page = client.send(form(page, f"representants/{mine}/fin"), 422, ends_on="1999-01-01")

    assert f"#ends_on-end-mandate-{mine}" in page.links
    assert "1999-01-01" in [each.get("value") for each in page.root.all("input")]


def test_others_touch_nothing(client: Browser, place: Place) -> None:
    mine = db.session.scalars(select(Mandate).filter_by(organization_id=place.borrower.id)).one().id
    for person, status in ((place.neighbour, 403), (place.stranger, 404)):
        client.sign_in(person)
        client.send(f"{sheet(place)}/contacts", status, **CONTACT)
        client.send(f"{sheet(place)}/representants", status, **MANDATE)
        client.send(f"{sheet(place)}/attestations", status, **CERTIFICATE)
        client.send(f"/administration/representants/{mine}", status, **MANDATE)
        client.send(f"/administration/representants/{mine}/fin", status, ends_on="2027-01-01")
    client.send("/administration/contacts/9999", 404)
    client.send("/administration/attestations/9999/fin", 404)
