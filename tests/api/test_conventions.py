"""The convention for programs: a PROJET before approval, the issued bytes after."""

import hashlib
import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from booking.db import db
from booking.models.conventions import Act, Convention
from booking.models.loans import Passage
from booking.paperwork import PaperKind, PaperState
from booking.vocabulary import ActKind
from tests.api.program import Program, read
from tests.issued import make_paper, paper_of, sign
from tests.pages.place import Place


def pdf(program: Program, reservation_id: int) -> bytes:
    answer = program.call("GET", f"/reservations/{reservation_id}/convention.pdf")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    return answer.data


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_before_approval_the_paper_is_a_draft(program: Program, place: Place) -> None:
    mine = place.requested()

    text = words(pdf(program.of(place.secretary), mine.id))

    assert "PROJET" in text
    assert "Quérénaing" in text


def test_after_approval_the_issued_bytes_are_served(program: Program, place: Place) -> None:
    mine = place.approved()

    first = pdf(program.of(place.secretary), mine.id)

    issued = db.session.scalars(select(Convention).filter_by(reservation_id=mine.id)).one()
    assert hashlib.sha256(first).hexdigest() == issued.sha256
    assert "PROJET" not in words(first)
    assert issued.number in words(first)
    assert pdf(program.of(place.manager), mine.id) == first
    assert (
        program.of(place.secretary).get(f"/reservations/{mine.id}")["convention"] == issued.number
    )


def test_without_the_lenders_act_the_paper_stays_a_draft(program: Program, place: Place) -> None:
    db.session.query(Act).filter_by(organization_id=place.lender.id).delete()
    db.session.commit()
    mine = place.approved()

    assert "PROJET" in words(pdf(program.of(place.secretary), mine.id))
    assert program.of(place.secretary).get(f"/reservations/{mine.id}")["convention"] is None


@pytest.mark.parametrize("state", ["requested", "approved"])
def test_the_papers_of_others_are_out_of_view(program: Program, place: Place, state: str) -> None:
    mine = getattr(place, state)()
    path = f"/reservations/{mine.id}/convention.pdf"

    for person in (place.neighbour, place.stranger):
        read(program.of(person).call("GET", path), 404)
    read(program.call("GET", path), 401)
    read(program.of(place.secretary).call("GET", "/reservations/999999/convention.pdf"), 404)


def test_papers_are_found_by_what_they_are(program: Program, place: Place) -> None:
    mine = place.approved()
    slip = paper_of(mine.id)
    framework = sign(make_paper(place.lender, place.borrower, year=2025, rank=12))
    slip_id, framework_id = slip.id, framework.id
    reader = program.of(place.secretary)

    def found(query: str = "") -> list[int]:
        return [each["id"] for each in reader.get(f"/conventions{query}")["conventions"]]

    assert found() == [framework_id, slip_id]
    assert found("?kind=slip") == [slip_id]
    assert found("?state=signed&year=2025") == [framework_id]
    assert found("?q=2025-0012") == [framework_id]
    assert found("?side=lends") == []
    listed = reader.get("/conventions")
    assert (listed["count"], listed["page"], listed["pages"]) == (2, 1, 1)
    assert program.of(place.neighbour).get("/conventions")["conventions"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=bail", "kind"),
        ("state=x", "state"),
        ("side=x", "side"),
        ("year=12", "year"),
        ("page=0", "page"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(
    program: Program, place: Place, query: str, field: str
) -> None:
    problem = program.of(place.secretary).get(f"/conventions?{query}", 422)

    assert field in problem["errors"]


def test_a_paper_says_who_signed_and_who_is_to(program: Program, place: Place) -> None:
    mine = place.approved()
    paper = sign(paper_of(mine.id), 1)
    paper_id, digest = paper.id, paper.sha256

    read_paper = program.of(place.manager).get(f"/conventions/{paper_id}")

    expected = {
        "kind": "slip",
        "state": "to_sign",
        "number": mine.convention,
        "owner": "Maing",
        "partner": "Quérénaing",
        "reservation": mine.id,
        "purpose": "Fête de la Saint-Jean",
        "signed_at": None,
        "sha256": digest,
        "amends": None,
        "amendments": [],
    }
    assert expected.items() <= read_paper.items()
    first, second = read_paper["signatures"]
    assert (first["state"], first["means"], first["name"]) == ("signed", "link", "Jeanne Thuillier")
    assert (second["state"], second["part"], second["means"]) == ("asked", "owner", None)
    loan = program.of(place.secretary).get(f"/reservations/{mine.id}")
    assert (loan["convention_id"], loan["signed_at"]) == (paper_id, None)
    assert (loan["status"], loan["label"]) == ("approved", "Convention à signer")


def test_the_bytes_of_a_paper_come_with_their_digest(program: Program, place: Place) -> None:
    paper = paper_of(place.approved().id)
    address, content, digest = f"/conventions/{paper.id}.pdf", paper.pdf, paper.sha256

    answer = program.of(place.secretary).call("GET", address)

    assert answer.data == content
    assert answer.headers["ETag"] == f'"{digest}"'


def test_a_draft_is_a_projet_for_its_lender_alone(program: Program, place: Place) -> None:
    facts = {"state": PaperState.DRAFT, "kind": PaperKind.LOAN}
    draft = make_paper(place.lender, place.borrower, reservation_id=place.approved().id, **facts)
    address = f"/conventions/{draft.id}"

    answer = program.of(place.manager).call("GET", f"{address}.pdf")
    assert "PROJET" in words(answer.data)
    assert program.of(place.manager).get(address)["number"] is None
    for end in ("", ".pdf"):
        read(program.of(place.secretary).call("GET", f"{address}{end}"), 404)


def test_no_paper_of_others_is_in_view(program: Program, place: Place) -> None:
    address = f"/conventions/{paper_of(place.approved().id).id}"

    for person in (place.neighbour, place.stranger):
        for end in ("", ".pdf"):
            problem = read(program.of(person).call("GET", f"{address}{end}"), 404)
            assert problem["code"] == "convention_not_found"


def test_the_document_describes_the_papers(program: Program, place: Place) -> None:
    described = program.of(place.secretary).get("/openapi.json")

    paths = described["paths"]
    for path in (
        "/conventions",
        "/conventions/{convention_id}",
        "/conventions/{convention_id}.pdf",
    ):
        assert paths[f"/api/v1{path}"]["get"]["summary"]
    kind = described["components"]["schemas"]["ReadPaper"]["properties"]["kind"]
    assert "framework" in kind["enum"]


def test_a_convention_is_issued_for_a_loan_without_a_framework(
    program: Program, place: Place
) -> None:
    frameworks = db.session.query(Act).filter_by(kind=ActKind.FRAMEWORK)
    frameworks.filter_by(organization_id=place.borrower.id).delete()
    db.session.commit()
    mine = place.approved()
    path, lender = f"/reservations/{mine.id}/convention", program.of(place.manager)
    refused = lender.post(f"/reservations/{mine.id}/hand-over", status=409)
    assert refused["code"] == "paper_awaited"
    assert lender.post(path, {"kind": "slip"}, 409)["code"] == "framework_missing"
    lender.post(path, {"kind": "framework"}, 422)
    program.of(place.secretary).post(path, {"kind": "loan"}, 403)
    for person in (place.neighbour, place.stranger):
        program.of(person).post(path, {"kind": "loan"}, 404)

    made = program.of(place.manager).post(path, {"kind": "loan", "request_key": "k"})

    assert made["convention"].endswith("-0001")
    assert program.of(place.manager).post(path, {"kind": "loan", "request_key": "k"}) == made
    again = program.of(place.manager).post(path, {"kind": "loan"}, 409)
    assert again["code"] == "paper_issued"


def test_what_a_paper_lacks_is_named_to_programs(program: Program, place: Place) -> None:
    db.session.query(Act).filter_by(
        organization_id=place.lender.id, kind=ActKind.DELIBERATION
    ).delete()
    db.session.commit()
    mine = place.approved()

    path = f"/reservations/{mine.id}/convention"
    refused = program.of(place.manager).post(path, {"kind": "loan"}, 409)

    assert (refused["code"], refused["missing"]) == ("lender_act", ["lender_act"])


def test_a_program_issues_the_report_of_what_passed(program: Program, place: Place) -> None:
    mine = place.out()
    passage = db.session.scalars(select(Passage)).one()
    path = f"/reservations/{mine.id}/passages/{passage.id}/report"

    answer = program.of(place.manager).call("POST", path)

    assert answer.status_code == 200
    assert answer.json["kind"] == "report_out"
    assert program.of(place.manager).call("POST", path).json["code"] == "paper_issued"
    assert program.of(place.stranger).call("POST", path).status_code == 404
