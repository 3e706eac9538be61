"""The list of papers: what waits first, what is looked for, the table to take away."""

import csv
import io

import pytest

from booking.db import db
from booking.models.conventions import Act
from booking.paperwork import PaperKind
from booking.queries import paper_search
from booking.vocabulary import ActKind, Role
from tests.client import Browser
from tests.factories import make_user
from tests.issued import make_paper, paper_of, sign
from tests.pages.place import Place
from tests.signing import address as give_address


def test_the_list_shows_what_waits_first(client: Browser, place: Place) -> None:
    mine = place.approved()
    paper = paper_of(mine.id)
    address = f"/conventions/{paper.id}"

    page = client.sign_in(place.secretary).visit("/conventions")

    assert "1 document à signer par Quérénaing." in page.main
    assert page.links.count(address) == 2  # what waits, then all
    assert "Nouvelle convention" not in page.main
    page = client.sign_in(place.manager).visit("/conventions")
    assert "à signer par" not in page.main
    assert page.links.count(address) == 1
    assert "/conventions/nouvelle" in page.links


def test_only_who_signs_is_led_to_sign_several_and_each_says_whose_it_is(
    client: Browser, place: Place
) -> None:
    papers = [paper_of(place.approved(1).id) for _ in range(2)]

    page = client.sign_in(place.secretary).visit("/conventions")

    assert "2 documents à signer par Quérénaing." in page.main
    assert "Signer plusieurs documents" not in page.main
    for each in papers:
        assert f"Bon de prêt n° {each.number}, Fête de la Saint-Jean, Maing" in page.main
    give_address(place.borrower, place.secretary.email)
    assert "Signer plusieurs documents" in client.visit("/conventions").main
    page = client.visit("/conventions/a-signer")
    for each in papers:
        assert page.main.count(f"on de prêt n° {each.number}, Maing") == 3  # list, title, box


def test_a_loan_without_paper_waits_for_its_lender(client: Browser, place: Place) -> None:
    db.session.query(Act).filter_by(kind=ActKind.FRAMEWORK).delete()
    db.session.commit()
    mine = place.approved()

    page = client.sign_in(place.manager).visit("/conventions")

    assert "1 prêt sans convention ni bon." in page.main
    assert f"/demandes/{mine.request_id}" in page.links
    assert (
        "sans convention ni bon" not in client.sign_in(place.secretary).visit("/conventions").main
    )


def test_filters_stay_in_the_address_and_an_empty_list_says_what_to_do(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.secretary)
    assert "Cherchez du matériel" in client.visit("/conventions").main
    framework = f"/conventions/{sign(make_paper(place.lender, place.borrower)).id}"

    page = client.visit("/conventions?q=cadre&type=framework&etat=signed&cote=borrows&annee=2026")
    assert framework in page.links
    assert page.field("q").get("value") == "cadre"
    chosen = [each.text for each in page.root.all("option") if "selected" in each.attributes]
    assert chosen == ["Convention-cadre", "Signé", "J’emprunte", "2026"]
    page = client.visit("/conventions?cote=lends")
    assert framework not in page.links
    assert "Aucun document ne répond à ces critères" in page.main
    for nonsense in ("?type=x&etat=y&cote=z&annee=demain", "?page=0", "?endpoint=x", "?_anchor=x"):
        assert framework in client.visit(f"/conventions{nonsense}").links


def test_a_long_list_has_pages_that_keep_the_filters(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_search, "PER_PAGE", 1)
    for _ in range(2):
        make_paper(place.lender, place.borrower)

    page = client.sign_in(place.manager).visit("/conventions?cote=lends")

    assert "Page 1 sur 2" in page.main
    assert "2 documents" in page.main
    (address,) = {each for each in page.links if "page=2" in each}
    assert "cote=lends" in address
    assert "Page 2 sur 2" in client.visit(address).main


def test_what_is_found_is_taken_away_as_a_table(client: Browser, place: Place) -> None:
    place.request()
    make_paper(place.lender, place.borrower, kind=PaperKind.STORAGE)
    paper = paper_of(place.approved().id)
    number, digest = paper.number, paper.sha256

    answer = client.sign_in(place.secretary).get("/conventions.csv?type=slip")

    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.data.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    assert len(head) == len(row)
    assert row[:6] == [
        number,
        "bon de prêt",
        "Fête de la Saint-Jean",
        "Maing",
        "Maing",
        "Quérénaing",
    ]
    assert row[8:10] == ["À signer", "Quérénaing"]
    assert row[-1] == digest


@pytest.mark.parametrize(
    ("role", "shown"),
    [(each, each is not Role.TECHNICIAN) for each in Role],
)
def test_the_menu_leads_there_who_reads_papers(
    client: Browser, place: Place, role: Role, shown: bool
) -> None:
    place.approved()

    page = client.sign_in(make_user(place.borrower, role)).visit("/")

    assert ("/conventions" in page.links) is shown
