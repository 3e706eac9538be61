"""Signing some of several papers, what is said after, and to whom it is offered at all."""

import pytest
from flask import Flask

from booking.models.conventions import Convention
from booking.paperwork import PaperKind, PaperState
from booking.rules.paperwork import Drafted
from booking.usecases import drafting, signing
from booking.vocabulary import MailKind
from tests.client import Browser, Page, browser
from tests.issued import make_paper
from tests.pages.place import Place, as_actor
from tests.signing import (
    GIVEN,
    address,
    by_link,
    link,
    mandate,
    paper_of,
    print_plainly,
    states,
    written,
)

MAYOR = "maire@querenaing.example"
AGREED = {"consent": "1", "name": "Jeanne Thuillier", "title": "Maire"}
OVER = "Votre signature est enregistrée. Il est signé de tous."
NEXT = "Votre signature est enregistrée. Le signataire suivant est prévenu."


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print at little cost: papers have their own tests."""
    print_plainly(monkeypatch)


@pytest.fixture
def stranger(app: Flask, client: Browser) -> Browser:
    """Give a browser that nobody signed in with."""
    return browser(app)


def ticked(page: Page) -> list[bool]:
    """Return which of three boxes are ticked."""
    fields = [page.field(f"papers-{rank}") for rank in (1, 2, 3)]
    return ["checked" in each.attributes for each in fields]


def three(place: Place) -> list[Convention]:
    """Agree to three loans and return their papers."""
    return [paper_of(place.approved(1).id) for _ in range(3)]


def test_one_signs_what_one_ticks_and_the_rest_stays_due(client: Browser, place: Place) -> None:
    address(place.borrower, place.secretary.email)
    papers = three(place)
    ids = [str(each.id) for each in papers]
    page = client.sign_in(place.secretary).visit("/conventions/a-signer")
    boxes = [page.field(f"papers-{rank}") for rank in (1, 2, 3)]
    assert [each.get("value") for each in boxes] == ids
    assert ticked(page) == [True] * 3

    none = client.read(client.post("/conventions/signer", data=AGREED), 422)
    assert "Choisissez au moins un document." in none.main
    answer = client.post(
        "/conventions/signer", data=AGREED | {"papers": ids[::2]}, follow_redirects=True
    )

    left = client.read(answer)
    assert NEXT in left.main
    assert f"n° {papers[1].number}" in left.main
    assert left.form("/conventions/signer").fields["papers"] == ids[1]
    assert [states(each.id)[0] for each in papers] == ["signed", "asked", "signed"]


def test_a_wrong_form_keeps_what_was_ticked(client: Browser, place: Place) -> None:
    address(place.borrower, place.secretary.email)
    ids = [str(each.id) for each in three(place)]
    client.sign_in(place.secretary)

    answer = client.post("/conventions/signer", data={"papers": ids[1:2], "name": "Jeanne"})

    page = client.read(answer, 422)
    assert ticked(page) == [False, True, False]


def test_a_wrong_refusal_leaves_all_ticked(client: Browser, place: Place) -> None:
    address(place.borrower, place.secretary.email)
    first = three(place)[0]

    page = client.sign_in(place.secretary).send(f"/conventions/{first.id}/refuser", 422)

    assert ticked(page) == [True] * 3


def test_a_link_signs_some_then_the_others(stranger: Browser, place: Place) -> None:
    address(place.borrower, MAYOR)
    papers = three(place)
    (message,) = written(MailKind.TO_SIGN)
    found, ids = link(message), [str(each.id) for each in papers]
    assert "Ce que vous signez" in stranger.visit(found).main

    some = {"act": "sign", "papers": ids[:2], **AGREED}
    done = stranger.read(stranger.post(found, data=some))
    assert NEXT in done.main
    assert "Lire le document qui reste à signer" in done.main
    again = stranger.read(stranger.post(found, data=some))
    assert again.title == "C’est fait"
    assert [states(each.id)[0] for each in papers] == ["signed", "signed", "asked"]
    stranger.send(stranger.visit(found).forms[-1], consent="1")

    assert [states(each.id)[0] for each in papers] == ["signed"] * 3


def test_the_last_one_to_sign_reads_that_nobody_is_left(client: Browser, place: Place) -> None:
    address(place.borrower, MAYOR)
    address(place.lender, place.manager.email)
    made = paper_of(place.approved(1).id)
    signing.sign(by_link(place.borrower, MAYOR), (made.id,), GIVEN)

    page = client.sign_in(place.manager).visit("/conventions/a-signer")
    assert "Signature et cachet" not in page.main  # nothing is to be filled by hand here
    answer = client.post(
        "/conventions/signer", data=AGREED | {"papers": [str(made.id)]}, follow_redirects=True
    )

    assert OVER in client.read(answer).main


def test_only_who_may_sign_is_told_to_sign(client: Browser, place: Place) -> None:
    address(place.borrower, MAYOR)
    mandate(place.borrower, "adjoint@querenaing.example")
    mine = place.approved(1)
    here = f"/conventions/{paper_of(mine.id).id}"

    page = client.sign_in(place.secretary).visit(here)
    assert "Lire et signer" not in page.main
    assert "Quérénaing doit signer : " in page.main
    assert "Imprimer (PDF)" in page.main
    assert f"{here}/exemplaire-signe" in page.links
    assert "Lire et signer" not in client.visit(f"/demandes/{mine.request_id}").main

    address(place.borrower, place.secretary.email)
    assert "Lire et signer" in client.visit(here).main
    page = client.visit(f"/demandes/{mine.request_id}")
    assert "Lire et signer" in page.main
    assert "/conventions/a-signer" in page.links


@pytest.mark.parametrize("act", ["exemplaire-signe", "refuser", "transmettre", "relancer"])
def test_the_other_side_finds_no_draft_to_act_on(client: Browser, place: Place, act: str) -> None:
    address(place.borrower, place.secretary.email)
    draft = make_paper(place.lender, place.borrower, state=PaperState.DRAFT)
    sent = {"reason": "Non.", "mandate": "1"}

    answer = client.sign_in(place.secretary).post(f"/conventions/{draft.id}/{act}", data=sent)

    assert answer.status_code == 404


@pytest.mark.parametrize("what", ["", "/texte", ".pdf", "/dossier.zip", "/exemplaire-signe"])
def test_the_other_side_finds_no_draft_to_read(client: Browser, place: Place, what: str) -> None:
    address(place.borrower, place.secretary.email)
    draft = make_paper(place.lender, place.borrower, state=PaperState.DRAFT)

    answer = client.sign_in(place.secretary).get(f"/conventions/{draft.id}{what}")

    assert answer.status_code == 404


def test_a_draft_is_read_as_a_page_by_who_prepares_it(client: Browser, place: Place) -> None:
    said = Drafted(PaperKind.INCIDENT, reservation=place.approved(1).id)
    made = drafting.prepare(as_actor(place.manager), said)
    here = f"/conventions/{made}"

    assert f"{here}/texte" in client.sign_in(place.manager).visit(here).links
    page = client.visit(f"{here}/texte")

    assert "PROJET" in page.main
    assert "Article 1" in page.main
    assert "gardé qu’en PDF" not in page.main
