"""The convention for programs: a PROJET before approval, the issued bytes after."""

import hashlib
import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from booking.db import db
from booking.models.conventions import Act, Convention
from booking.vocabulary import ActKind
from tests.api.program import Program, read
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
