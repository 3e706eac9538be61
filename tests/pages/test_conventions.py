"""The convention, to print and sign."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from booking.queries import conventions
from booking.usecases import files
from booking.vocabulary import Role
from tests.client import Browser
from tests.factories import make_user
from tests.pages.place import Place, as_actor
from tests.papers import make_picture


def test_before_approval_a_draft_is_read(client: Browser, place: Place) -> None:
    mine = place.requested()

    answer = client.sign_in(place.secretary).get(f"/conventions/{mine.id}.pdf")

    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert f"projet-de-convention-{mine.id}.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_after_approval_the_issued_bytes_are_given_to_both_parties(
    client: Browser, place: Place
) -> None:
    mine = place.approved()
    issued = conventions.issued(as_actor(place.secretary), mine.id)
    assert issued
    number, content = issued.number, issued.pdf

    for person in (place.secretary, place.manager):
        answer = client.sign_in(person).get(f"/conventions/{mine.id}.pdf")
        assert answer.data == content
        assert f"convention-{number}.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("state", ["requested", "approved"])
def test_the_papers_of_others_are_out_of_view(client: Browser, place: Place, state: str) -> None:
    mine = getattr(place, state)()

    assert client.get(f"/conventions/{mine.id}.pdf").status_code == 302
    for person in (place.neighbour, place.stranger):
        client.sign_in(person).visit(f"/conventions/{mine.id}.pdf", 404)
    client.sign_in(place.secretary).visit("/conventions/999999.pdf", 404)


def test_the_page_of_the_request_leads_to_the_paper(client: Browser, place: Place) -> None:
    mine = place.approved()

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert f"/conventions/{mine.id}.pdf" in page.links
    assert f"Convention n° {mine.convention}" in page.main


@pytest.mark.parametrize("state", ["requested", "approved"])
def test_the_paper_bears_the_logo_of_the_lender(client: Browser, place: Place, state: str) -> None:
    files.add_logo(as_actor(make_user(place.lender, Role.SECRETARY)), make_picture())
    mine = getattr(place, state)()

    answer = client.sign_in(place.secretary).get(f"/conventions/{mine.id}.pdf")

    assert PdfReader(BytesIO(answer.data)).pages[0].images
