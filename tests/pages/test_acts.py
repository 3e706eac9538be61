"""The register of acts on its pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.conventions import Act
from booking.models.organizations import Mandate, Territory
from booking.schemas.acts import NEITHER
from booking.vocabulary import ActKind, OrganizationKind, Role
from tests.client import Browser
from tests.factories import LONG_AGO, count_rows, keep, make_commune, make_user
from tests.pages.place import Place
from tests.papers import form, office_text, photo
from tests.registers import make_act

ACTS = "/administration/actes"
PDF = b"%PDF-1.7 deliberation"
ACT = {
    "kind": "deliberation",
    "number": "2026-041",
    "title": "Prêt de matériel",
    "taken_on": "2026-05-20",
    "starts_on": "2026-05-22",
}


def test_an_act_goes_from_the_empty_register_to_its_end(client: Browser, place: Place) -> None:
    for each in db.session.scalars(select(Act).filter_by(organization_id=place.borrower.id)):
        db.session.delete(each)
    page = client.sign_in(place.secretary).visit(ACTS)
    assert "Inscrivez à l’ordre du jour la délibération" in page.main

    add = f"{ACTS}/nouveau?organisme={place.borrower.id}"
    assert add in page.links
    page = client.send(client.visit(add).form(f"{ACTS}/nouveau"), **ACT)
    made = db.session.scalars(select(Act).filter_by(number="2026-041")).one()
    assert page.title == "Délibération n° 2026-041"
    assert "Non transmis" in page.main

    edit = f"{ACTS}/{made.id}/modifier"
    page = client.send(client.visit(edit).form(edit), transmitted_on="2026-05-21")
    assert "transmis le : rien → 21 mai 2026" in page.main
    page = client.send(page.form(f"{ACTS}/{made.id}/fin"), ends_on="2026-06-30")
    assert "Terminé" in page.main
    assert "Mettre fin" not in page.main
    page = client.visit(ACTS)
    assert "Délibération n° 2026-041 du 20 mai 2026 Prêt de matériel" in page.main
    assert "a ajouté un acte : 2026-041" in page.main


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"kind": ""}, "kind", "obligatoire"),
        ({"number": ""}, "number", "obligatoire"),
        ({"taken_on": "hier"}, "taken_on", "ne se lit pas"),
        ({"starts_on": "2026-05-19"}, "starts_on", "ne peut pas prendre effet"),
        ({"ends_on": "2026-05-21"}, "ends_on", "ne peut pas précéder"),
        ({"transmitted_on": "2026-05-19"}, "transmitted_on", "avant sa date"),
        ({"transmitted_on": "2099-01-01"}, "transmitted_on", "encore à venir"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place, wrong: dict[str, str], field: str, said: str
) -> None:
    made, before = make_act(place.borrower).id, count_rows(Act)
    client.sign_in(place.secretary)
    for address in (f"{ACTS}/nouveau", f"{ACTS}/{made}/modifier"):
        page = client.send(client.visit(address).form(address), 422, **ACT | wrong)
        assert said in page.complaint(field)
        assert f"#{field}" in page.links
        kept = page.form(address).fields
        assert {name: kept[name] for name in ACT | wrong} == ACT | wrong
    assert count_rows(Act) == before

    page = client.send(f"{ACTS}/{made}/fin", 422, ends_on="1999-01-01")
    assert "précéder" in page.complaint("ends_on")


def test_a_copy_is_joined_and_opened(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    sent = form(PDF, "Délibération 41.pdf", **ACT)
    page = client.read(client.post(f"{ACTS}/nouveau", **sent, follow_redirects=True))
    (link,) = (each for each in page.links if each.startswith("/fichiers/"))
    assert client.get(link).data == PDF
    assert client.sign_in(place.neighbour).get(link).status_code == 404

    made = db.session.scalars(select(Act).filter_by(number="2026-041")).one().id
    client.sign_in(place.secretary)
    address = f"{ACTS}/{made}/modifier"
    sent = form(photo(), "photo.jpg", **ACT)
    page = client.read(client.post(address, **sent, follow_redirects=True))
    assert "acte.jpg" in page.main
    assert "fichier : Délibération 41.pdf → acte.jpg" in page.main
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("content", [b"MZ programme", office_text(), b"\xff\xd8 casse"])
def test_what_is_no_pdf_and_no_picture_is_refused(
    client: Browser, place: Place, content: bytes
) -> None:
    client.sign_in(place.secretary)
    sent = form(content, "a.pdf", **ACT)

    page = client.read(client.post(f"{ACTS}/nouveau", **sent), 422)

    assert page.complaint("file") == NEITHER
    assert page.form(f"{ACTS}/nouveau").fields["number"] == "2026-041"


def test_the_filters_stay_in_the_address_and_in_the_export(client: Browser, place: Place) -> None:
    soon = clock.now().date() + timedelta(days=30)
    make_act(place.borrower, number="=1+1", kind=ActKind.DECISION, ends_on=soon)
    make_act(place.borrower, number="D-7", kind=ActKind.DELEGATION)
    page = client.sign_in(place.secretary).visit(ACTS)
    assert "1 se termine sous 60 jours." in page.main
    assert "1 délégation à vérifier depuis le renouvellement du conseil." in page.main

    page = client.visit(f"{ACTS}?nature=decision&etat=bientot&transmission=non")
    assert "1 acte" in page.main
    assert page.form(ACTS).fields["etat"] == "bientot"
    (export,) = (each for each in page.links if "export.csv" in each)
    answer = client.get(export)
    lines = answer.get_data(as_text=True).splitlines()
    assert len(lines) == 2
    assert ";'=1+1;" in lines[1]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    client.visit(f"{ACTS}?endpoint=x&_external=1&filename=y")
    assert "Rien ne correspond" in client.visit(f"{ACTS}?nature=rules").main


def test_the_office_chooses_an_organization_and_a_lender_reads(
    client: Browser, place: Place
) -> None:
    territory = db.session.get_one(Territory, place.lender.territory_id)
    office = make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)
    own = f"{ACTS}?organisme={place.borrower.id}"
    page = client.sign_in(make_user(office, Role.ADMINISTRATOR)).visit(own)
    assert page.title == "Actes, Quérénaing"
    chosen = page.field("organisme").all("option")
    assert [e.text for e in chosen] == ["CC du Val", "Artres", "Maing", "Quérénaing"]

    client.sign_in(place.manager).visit(own, 404)
    place.request()
    page = client.visit(own)
    assert "Enregistrer un acte" not in page.main
    framework = f"{ACTS}/nouveau?organisme={place.borrower.id}&nature=framework"
    assert framework in page.links
    client.visit(framework)
    sent = {**ACT, "kind": "framework", "partner_id": str(place.lender.id)}
    assert "Convention-cadre n° 2026-041" in client.send(framework, **sent).title
    client.send(framework, 403, **{**sent, "kind": "delegation"})
    made = db.session.scalars(select(Act).filter_by(organization_id=place.borrower.id)).first()
    assert made
    client.visit(f"{ACTS}/{made.id}")
    client.send(f"{ACTS}/{made.id}/fin", 403, ends_on="2026-06-30")
    client.visit(f"{ACTS}/{made.id}/modifier", 403)
    for person in (place.neighbour, place.stranger):
        client.sign_in(person)
        client.visit(f"{ACTS}/{made.id}", 404)
        client.send(f"{ACTS}/{made.id}/fin", 404, ends_on="2026-06-30")
        client.visit(f"{ACTS}/{made.id}/modifier", 404)
        client.visit(own, 404)


def test_where_an_act_is_asked_for_the_register_is_one_click_away(
    client: Browser, place: Place
) -> None:
    own = f"{ACTS}?organisme={place.borrower.id}"
    client.sign_in(place.secretary)
    assert client.visit("/mise-en-route").links.count(own) == 2
    assert own in client.visit(f"/administration/organismes/{place.borrower.id}").links
    assert ACTS in client.visit("/administration").links


def test_an_old_mandate_or_delegation_is_flagged_where_it_is_written(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.secretary)
    sheet = f"/administration/organismes/{place.borrower.id}"
    assert "À vérifier" not in client.visit(sheet).main
    mandates = select(Mandate).filter_by(organization_id=place.borrower.id)
    mandate = db.session.scalars(mandates).one()
    mandate.starts_on = LONG_AGO
    keep(mandate)
    make_act(place.borrower, number="D-7", kind=ActKind.DELEGATION)

    said = "À vérifier : ce mandat date d’avant le dernier renouvellement"
    assert said in client.visit(sheet).main
    assert "À vérifier : délégation n° D-7, d’avant" in client.visit(sheet).main
    both = "À vérifier : Jeanne Thuillier, Maire ; délégation n° D-7."
    assert both in client.visit("/mise-en-route").main


def test_a_borrower_reads_who_records_its_framework(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    form = client.visit(f"{ACTS}/nouveau").form(f"{ACTS}/nouveau")
    lender = str(place.lender.id)

    page = client.send(form, 403, **{**ACT, "kind": "framework", "partner_id": lender})

    assert "demandez-leur de l’enregistrer dans votre registre" in page.main
