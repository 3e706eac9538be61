"""Papers: their list, their page, their words, their bytes, their folder."""

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader

from booking.paperwork import PaperKind, PaperState
from booking.queries import conventions
from booking.usecases import files
from booking.vocabulary import Role
from tests.client import Browser
from tests.factories import make_user
from tests.issued import make_paper, paper_of, sign, words_of
from tests.pages.place import Place, as_actor
from tests.papers import make_picture
from tests.signing import address as give_address


def test_before_approval_a_draft_is_read(client: Browser, place: Place) -> None:
    mine = place.requested()

    answer = client.sign_in(place.secretary).get(f"/reservations/{mine.id}/convention.pdf")

    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert f"projet-de-convention-{mine.id}.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_after_approval_the_issued_bytes_are_given_to_both_parties(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    paper = paper_of(mine.id)
    number, content, address = paper.number, paper.pdf, f"/conventions/{paper.id}.pdf"

    for person in (place.secretary, place.manager):
        client.sign_in(person)
        answer = client.get(f"/reservations/{mine.id}/convention.pdf")
        assert answer.data == content
        assert f"convention-{number}.pdf" in answer.headers["Content-Disposition"]
        answer = client.get(address)
        assert answer.data == content
        assert f"bon-de-pret-{number}.pdf" in answer.headers["Content-Disposition"]


def test_bytes_that_never_change_are_sent_once(client: Browser, place: Place) -> None:
    paper = paper_of(place.approved().id)
    address, digest = f"/conventions/{paper.id}.pdf", paper.sha256
    client.sign_in(place.secretary)

    first = client.get(address)
    assert first.headers["ETag"] == f'"{digest}"'
    assert hashlib.sha256(first.data).hexdigest() == digest
    again = client.get(address, headers={"If-None-Match": f'"{digest}"'})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(address, headers={"If-None-Match": '"autre"'})
    assert other.status_code == 200


def test_the_signed_copy_is_another_file(client: Browser, place: Place) -> None:
    paper = paper_of(place.approved().id)
    address = f"/conventions/{paper.id}.pdf?signe=1"
    client.sign_in(place.secretary).visit(address, 404)
    sign(paper)

    answer = client.get(address)

    assert answer.data == b"%PDF-signed"
    assert answer.headers["Content-Disposition"].endswith('-signe.pdf"')
    page = client.visit(f"/conventions/{paper.id}")
    assert address in page.links
    assert "Signé par tous le" in page.main


@pytest.mark.parametrize("state", ["requested", "approved"])
def test_the_papers_of_others_are_out_of_view(client: Browser, place: Place, state: str) -> None:
    mine = getattr(place, state)()
    addresses = [
        f"/reservations/{mine.id}/{end}"
        for end in ("convention.pdf", "papiers/preparation.pdf", "dossier.zip")
    ]
    if state == "approved":
        paper = f"/conventions/{paper_of(mine.id).id}"
        addresses += [paper, f"{paper}.pdf", f"{paper}/texte", f"{paper}/dossier.zip"]

    for address in addresses:
        assert client.get(address).status_code == 302
    for person in (place.neighbour, place.stranger):
        client.sign_in(person)
        for address in addresses:
            client.visit(address, 404)
    client.sign_in(place.secretary).visit("/reservations/999999/convention.pdf", 404)
    client.visit("/conventions/999999", 404)


@pytest.mark.parametrize("state", ["requested", "approved"])
def test_the_paper_bears_the_logo_of_the_lender(client: Browser, place: Place, state: str) -> None:
    files.add_logo(as_actor(make_user(place.lender, Role.SECRETARY)), make_picture())
    mine = getattr(place, state)()

    answer = client.sign_in(place.secretary).get(f"/reservations/{mine.id}/convention.pdf")

    assert PdfReader(BytesIO(answer.data)).pages[0].images


def test_the_page_of_a_paper_says_its_state_who_must_act_and_since_when(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    paper = paper_of(mine.id)
    number, digest, address = paper.number, paper.sha256, f"/conventions/{paper.id}"

    page = client.sign_in(place.secretary).visit(address)

    assert page.title == f"Bon de prêt n° {number}, Fête de la Saint-Jean"
    assert "À signer" in page.main
    assert (
        "Quérénaing (Jeanne Thuillier, maire) doit signer, comme emprunteur, depuis le" in page.main
    )
    assert digest in page.main
    assert "Imprimer (PDF)" in page.main
    assert "Quérénaing doit signer : Jeanne Thuillier." in page.main
    assert "Lire et signer" not in page.main  # a secretary brings what the mayor signed
    assert f"{address}/exemplaire-signe" in page.links
    for link in (f"{address}.pdf", f"{address}/texte", f"{address}/dossier.zip"):
        assert link in page.links
    assert f"/demandes/{mine.request_id}" in page.links
    assert "Lire et signer" not in client.sign_in(place.manager).visit(address).main
    give_address(place.borrower, place.secretary.email)
    assert "Lire et signer" in client.sign_in(place.secretary).visit(address).main


def test_a_paper_and_its_amendment_lead_to_each_other(client: Browser, place: Place) -> None:
    ground = make_paper(place.lender, place.borrower)
    facts = {"kind": PaperKind.AMENDMENT, "amends_id": ground.id}
    amendment = make_paper(place.lender, place.borrower, **facts)
    first, second = f"/conventions/{ground.id}", f"/conventions/{amendment.id}"
    client.sign_in(place.secretary)

    page = client.visit(first)
    assert "Ce document est modifié par : Avenant" in page.main
    assert second in page.links
    assert first in client.visit(second).links


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": PaperState.CANCELLED, "reason": "Doublon"}, "Annulé : Doublon"),
        (
            {"state": PaperState.REFUSED, "reason": "Dates fausses"},
            "Signature refusée : Dates fausses",
        ),
        ({"renewable": True}, "reconduite tacitement chaque année"),
        ({"ends_on": None}, "À partir du 1er janvier 2026"),
    ],
)
def test_what_became_of_a_paper_is_said(
    client: Browser, place: Place, facts: dict[str, object], said: str
) -> None:
    paper = make_paper(place.lender, place.borrower, **facts)

    assert said in client.sign_in(place.secretary).visit(f"/conventions/{paper.id}").main


def test_a_draft_is_the_lenders_to_complete(client: Browser, place: Place) -> None:
    draft = make_paper(place.lender, place.borrower, state=PaperState.DRAFT)
    address = f"/conventions/{draft.id}"

    page = client.sign_in(place.manager).visit(address)

    assert page.title == "Convention-cadre, projet, Maing et Quérénaing"
    assert f"{address}/modifier" in page.links
    assert f"{address}/dossier.zip" not in page.links
    client.sign_in(place.secretary).visit(address, 404)


def test_the_words_are_a_page_with_the_digest_of_the_pdf(client: Browser, place: Place) -> None:
    paper = make_paper(place.lender, place.borrower, content=words_of("Objet"))
    address, digest = f"/conventions/{paper.id}", paper.sha256

    page = client.sign_in(place.secretary).visit(f"{address}/texte")

    assert "Objet" in page.main
    assert "Le prêt est gratuit." in page.main
    assert digest in page.main
    assert f"{address}.pdf" in page.links
    assert f"{address}/texte" in client.visit(address).links


def test_what_was_issued_before_has_its_pdf_alone(client: Browser, place: Place) -> None:
    paper = make_paper(place.lender, place.borrower)
    address = f"/conventions/{paper.id}"

    page = client.sign_in(place.secretary).visit(f"{address}/texte")

    assert "Ce document n’est gardé qu’en PDF." in page.main
    assert f"{address}.pdf" in page.links
    assert f"{address}/texte" not in client.visit(address).links


@pytest.mark.parametrize(
    "kind", ["preparation", "delivery", "insurance", "report_out", "report_back"]
)
def test_sheets_are_printed_for_the_depot(client: Browser, place: Place, kind: str) -> None:
    mine = place.approved()

    answer = client.sign_in(place.technician).get(f"/reservations/{mine.id}/papiers/{kind}.pdf")

    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("kind", ["loan", "framework", "tout"])
def test_nothing_else_is_printed_so(client: Browser, place: Place, kind: str) -> None:
    mine = place.approved()

    client.sign_in(place.manager).visit(f"/reservations/{mine.id}/papiers/{kind}.pdf", 404)


def test_the_folder_has_every_file_with_its_digest(client: Browser, place: Place) -> None:
    mine = place.approved()
    paper = sign(paper_of(mine.id))
    client.sign_in(place.secretary)

    for address in (f"/conventions/{paper.id}/dossier.zip", f"/reservations/{mine.id}/dossier.zip"):
        answer = client.get(address)
        assert answer.content_type == "application/zip"
        with zipfile.ZipFile(BytesIO(answer.data)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            for each in manifest["fichiers"]:
                content = archive.read(each["nom"])
                assert hashlib.sha256(content).hexdigest() == each["sha256"]
            assert len(archive.namelist()) == len(manifest["fichiers"]) + 1 == 6
        assert client.get(address).data == answer.data


def test_the_draft_of_a_loan_is_drawn_for_its_lender(client: Browser, place: Place) -> None:
    mine = place.approved()
    facts = {"kind": PaperKind.LOAN, "state": PaperState.DRAFT, "reservation_id": mine.id}
    draft = make_paper(place.lender, place.borrower, **facts)

    answer = client.sign_in(place.manager).get(f"/conventions/{draft.id}.pdf")

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "PROJET" in text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert conventions.issued(as_actor(place.manager), mine.id) is not None
