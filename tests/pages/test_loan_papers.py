"""The papers of a loan on the page of its request, and on the first page."""

import pytest

from booking.db import db
from booking.models.conventions import Act
from booking.models.organizations import Mandate
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind, PaperState
from booking.vocabulary import ActKind
from tests.client import Browser
from tests.issued import make_paper, paper_of, sign
from tests.pages.place import Place


def without(kind: ActKind) -> None:
    """Take away the acts of a kind, of everybody."""
    db.session.query(Act).filter_by(kind=kind).delete()
    db.session.commit()


def test_the_page_of_the_request_leads_to_its_papers(client: Browser, place: Place) -> None:
    mine = place.approved()
    paper = f"/conventions/{paper_of(mine.id).id}"

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert paper in page.links
    assert f"/reservations/{mine.id}/convention.pdf" in page.links
    assert f"/reservations/{mine.id}/dossier.zip" in page.links
    assert f"Bon de prêt n° {mine.convention}" in page.main
    assert "Convention à signer" in page.main
    assert f"Quérénaing signe le bon de prêt n° {mine.convention} et retire" in page.main
    for kind in ("preparation", "delivery", "report_out", "report_back"):
        assert f"/reservations/{mine.id}/papiers/{kind}.pdf" in page.links


def test_once_signed_it_is_ready(client: Browser, place: Place) -> None:
    mine = place.approved()
    sign(paper_of(mine.id))

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "Prête au retrait" in page.main
    assert "Convention signée (fait)" in page.main
    assert "Lire et signer" not in page.main


def test_a_draft_is_read_before_the_answer(client: Browser, place: Place) -> None:
    mine = place.requested()

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "le numéro vient avec la validation" in page.main
    assert f"/reservations/{mine.id}/convention.pdf" in page.links
    assert "/papiers/" not in " ".join(page.links)


def test_without_framework_the_lender_chooses_between_two_papers(
    client: Browser, place: Place
) -> None:
    without(ActKind.FRAMEWORK)
    mine = place.approved()

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    assert "Aucune convention-cadre n’est en vigueur entre Maing et Quérénaing" in page.main
    assert page.form(f"/reservations/{mine.id}/convention").fields["kind"] == "loan"
    framework = f"/conventions/nouvelle?type=framework&partenaire={place.borrower.id}"
    assert any(each.startswith(framework) for each in page.links)
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert "Maing prépare la convention-cadre" in page.main
    assert f"/reservations/{mine.id}/convention" not in [each.action for each in page.forms]


@pytest.mark.parametrize(
    ("table", "kind", "said"),
    [
        (Act, ActKind.DELIBERATION, "il manque l’acte du prêteur"),
        (Mandate, None, "il manque la personne qui signe pour le prêteur"),
    ],
)
def test_what_keeps_it_a_draft_is_said_and_where_to_record_it(
    client: Browser, place: Place, table: type, kind: ActKind | None, said: str
) -> None:
    mine = place.requested()
    lacking = db.session.query(table).filter_by(organization_id=place.lender.id)
    (lacking.filter_by(kind=kind) if kind else lacking).delete()
    db.session.commit()
    mine = place.approved()

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    assert said in page.main
    assert ("/administration/actes" in page.links) is (table is Act)
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert "Maing doit l’enregistrer" in page.main


def test_once_the_act_is_there_the_slip_is_issued_in_one_click(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    paper = paper_of(mine.id)
    paper.state = PaperState.CANCELLED
    db.session.commit()

    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")

    assert page.form(f"/reservations/{mine.id}/convention").fields["kind"] == "slip"
    assert "Établir le bon de prêt" in page.main
    assert "Annulé" in page.main


def test_what_changed_since_wants_an_amendment_first(client: Browser, place: Place) -> None:
    mine = place.approved()
    db.session.get_one(Reservation, mine.id).lines[0].quantity = 9
    db.session.commit()

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "un avenant est à établir avant de signer" in page.main
    assert "Lire et signer" not in page.main
    assert "Maing établit l’avenant" in page.main
    amend = f"/reservations/{mine.id}/avenant"
    assert amend not in [each.action for each in page.forms]
    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")
    assert page.form(amend)


def test_a_loan_that_left_unsigned_says_so(client: Browser, place: Place) -> None:
    mine = place.out()

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "Convention non signée (sautée)" in page.main
    assert "Quérénaing n’a pas signé" in page.main


def test_the_first_page_says_what_is_to_sign_and_to_have_signed(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    paper = f"/conventions/{paper_of(mine.id).id}"

    page = client.sign_in(place.secretary).visit("/")
    assert "1 À répondre 1 document à signer" in page.main
    assert paper in page.links
    assert "document à signer par nous" in page.main
    page = client.sign_in(place.manager).visit("/")
    assert "document à faire signer : Quérénaing" in page.main
    assert paper not in page.links


def test_the_first_page_counts_those_it_does_not_show(client: Browser, place: Place) -> None:
    for _ in range(7):
        make_paper(place.lender, place.borrower, kind=PaperKind.STORAGE)

    page = client.sign_in(place.secretary).visit("/")

    assert "7 À répondre 7 documents à signer" in page.main
    assert "Et 2 autres." in page.main
    assert "à signer" not in client.sign_in(place.technician).visit("/").main
