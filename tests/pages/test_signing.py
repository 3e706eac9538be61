"""Signing from one's own page, from a link, and beside a paper."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from booking import clock
from booking.db import db
from booking.models.accounts import Membership, User
from booking.models.conventions import Convention
from booking.paperwork import PaperState
from booking.queries import reservations
from booking.usecases import asking, signing
from booking.usecases import reservations as acts
from tests.client import Browser, browser
from tests.factories import asked, make_commune, make_item, set_clock
from tests.pages.place import Place, as_actor
from tests.papers import form
from tests.signing import (
    GIVEN,
    SCANNED,
    address,
    by_link,
    delegate,
    mandate,
    paper,
    paper_of,
    print_plainly,
    signatures,
    states,
)

MAYOR = "maire@querenaing.example"
AGREED = {"consent": "1", "name": "Jeanne Thuillier", "title": "Maire"}
DEAD = "Ce lien n’a plus d’effet"


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print at little cost: papers have their own tests."""
    print_plainly(monkeypatch)


@pytest.fixture
def stranger(app: Flask, client: Browser) -> Browser:
    """Give a browser that nobody signed in with."""
    return browser(app)


def issue(place: Place) -> Convention:
    """Agree to a loan and return its paper, asked of the mayor of Quérénaing."""
    address(place.borrower, MAYOR)
    return paper_of(place.approved(1).id)


def mayor(place: Place) -> User:
    """Return the secretary as somebody who also holds the mandate."""
    address(place.borrower, place.secretary.email)
    return place.secretary


def test_one_reads_the_whole_text_then_signs(client: Browser, place: Place) -> None:
    who = mayor(place)
    papers = [paper_of(place.approved(1).id) for _ in range(2)]
    page = client.sign_in(who).visit("/conventions/a-signer")
    assert "2 documents attendent votre signature" in page.main
    for each in papers:
        assert f"Bon de prêt n° {each.number}" in page.main
        assert each.sha256 in page.main
        for article in (each.content or {})["articles"]:
            assert article["title"] in page.main
    sent = page.form("/conventions/signer")
    assert ("", "", "Signer les documents cochés") in sent.buttons
    assert sent.fields["name"] == "Jeanne Thuillier"
    assert sent.fields["title"] == "Maire"

    ids = [str(each.id) for each in papers]
    answer = client.post(
        "/conventions/signer", data=sent.fields | AGREED | {"papers": ids}, follow_redirects=True
    )

    assert "Votre signature est enregistrée" in client.read(answer).main
    assert [states(each.id) for each in papers] == [["signed", "asked"]] * 2
    assert signatures(papers[0].id)[0].address == "127.0.0.1"


def test_one_agrees_to_sign_for_the_owner_whose_delegation_one_has(
    client: Browser, place: Place
) -> None:
    owner = make_commune(place.lender.territory, "Famars")
    delegate(owner, place.lender)
    address(place.borrower, MAYOR)
    address(place.lender, place.manager.email)
    for item in (make_item(place.pool, owner=owner), place.chairs):
        request_id = asking.request(as_actor(place.secretary), asked((item, 1)))
        (mine,) = reservations.show_request(as_actor(place.secretary), request_id).reservations
        acts.approve(as_actor(place.manager), mine.id)
        signing.sign(by_link(place.borrower, MAYOR), (paper_of(mine.id).id,), GIVEN)

    page = client.sign_in(place.manager).visit("/conventions/a-signer")

    assert "je le signe pour Famars, par délégation n° 2024-7, et pour Maing." in page.main


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"consent": ""}, "consent", "Cochez cette case pour signer."),
        ({"name": " "}, "name", "Ce champ est obligatoire."),
        ({"title": ""}, "title", "Ce champ est obligatoire."),
        ({"drawn": "M1 2 L3 4' onload='x"}, "drawn", "Ce tracé ne se lit pas : effacez-le."),
        ({"drawn": "M1 2 " + "L3 4 " * 5_000}, "drawn", "Ce tracé est trop long"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_signed(
    client: Browser, place: Place, changed: dict[str, str], field: str, said: str
) -> None:
    who = mayor(place)
    made = paper_of(place.approved(1).id)
    client.sign_in(who)

    page = client.send("/conventions/signer", 422, papers=str(made.id), **AGREED | changed)

    assert said in page.main
    assert states(made.id) == ["asked", "waiting"]
    assert field in AGREED or field == "drawn"


def test_a_drawing_is_kept_as_strokes(client: Browser, place: Place) -> None:
    who = mayor(place)
    made = paper_of(place.approved(1).id)
    strokes = "M1 2 L3 4 L30 40 M7 8 L7 8"

    client.sign_in(who).send("/conventions/signer", papers=str(made.id), drawn=strokes, **AGREED)

    assert signatures(made.id)[0].drawn == strokes


def test_when_one_of_those_shown_is_cancelled_none_is_signed(client: Browser, place: Place) -> None:
    who = mayor(place)
    first, second = (paper_of(place.approved(1).id) for _ in range(2))
    second.state = PaperState.CANCELLED
    db.session.commit()

    answer = client.sign_in(who).post(
        "/conventions/signer", data=AGREED | {"papers": [str(first.id), str(second.id)]}
    )

    page = client.read(answer, 409)
    assert f"Ce document n’est plus à signer : bon de prêt n° {second.number}" in page.main
    assert states(first.id) == ["asked", "waiting"]


def test_a_scan_is_brought_with_what_it_shows(client: Browser, place: Place) -> None:
    made = issue(place)
    here = f"/conventions/{made.id}/exemplaire-signe"
    page = client.sign_in(place.manager).visit(here)
    assert page.field("signed-0-name").get("value") == "Jeanne Thuillier"
    fields = page.form(here).fields | {"signed-0-rank": "1", "signed-1-rank": "2"}
    fields.pop("file")

    wrong = client.post(here, **form(b"MZ", "a.pdf", **fields))
    assert "Ce document ne se lit pas" in client.read(wrong, 422).main
    assert "L’exemplaire signé est un fichier PDF." in client.read(wrong, 422).main
    assert "ODT" not in client.read(wrong, 422).main
    unticked = {"signed-0-rank": "", "signed-0-name": "Luc Petit"}
    skipped = client.post(here, **form(SCANNED, "a.pdf", **fields | unticked))
    page = client.read(skipped, 422)
    assert "Une signature qui vient avant" in page.main
    assert page.field("signed-0-name").get("value") == "Luc Petit"
    assert page.form(here).fields.get("signed-0-rank") is None
    assert page.form(here).fields["signed-1-rank"] == "2"
    cut = client.post(here, **form(SCANNED[:-9], "a.pdf", **fields))
    assert "Ce PDF ne s’ouvre pas" in client.read(cut, 422).main
    answer = client.post(here, **form(SCANNED, "a.pdf", **fields), follow_redirects=True)

    assert (
        "L’exemplaire signé est déposé. Le document est signé de tous." in client.read(answer).main
    )
    assert paper(made.id).state is PaperState.SIGNED
    assert "Aucune signature à apporter" in client.visit(here).main


def test_beside_a_paper_one_reminds_refuses_and_passes_on(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = mayor(place)
    deputy = mandate(place.borrower, "adjoint@querenaing.example")
    made = paper_of(place.approved(1).id)
    set_clock(monkeypatch, clock.now() + timedelta(days=2))
    client.sign_in(place.manager)
    assert client.post(f"/conventions/{made.id}/relancer").status_code == 302
    page = client.visit(f"/conventions/{made.id}")
    assert "Relance possible à partir du" in page.main
    assert "Relancer la signature" not in page.main
    again = client.post(f"/conventions/{made.id}/relancer", follow_redirects=True)
    page = client.read(again)
    assert page.title == client.visit(f"/conventions/{made.id}").title
    assert "La signature vient d’être demandée" in page.main
    client.sign_in(who)
    passed = client.post(f"/conventions/{made.id}/transmettre", data={"mandate": deputy.id})
    assert passed.status_code == 302
    client.send(f"/conventions/{made.id}/refuser", 422)
    refused = client.post(f"/conventions/{made.id}/refuser", data={"reason": "Non."})

    assert refused.status_code == 302
    assert paper(made.id).state is PaperState.REFUSED


@pytest.mark.parametrize("act", ["refuser", "transmettre", "relancer", "exemplaire-signe"])
def test_others_find_no_paper(client: Browser, place: Place, act: str) -> None:
    made = issue(place)
    for who in (place.neighbour, place.stranger):
        answer = client.sign_in(who).post(f"/conventions/{made.id}/{act}", data={})
        assert answer.status_code == 404


def test_others_have_nothing_to_sign(client: Browser, place: Place) -> None:
    made = issue(place)

    page = client.sign_in(place.manager).visit("/conventions/a-signer")
    assert "Rien n’attend votre signature" in page.main
    page = client.send("/conventions/signer", 403, papers=str(made.id), **AGREED)
    client.sign_in(place.stranger).send("/conventions/signer", 404, papers=str(made.id), **AGREED)
    assert states(made.id) == ["asked", "waiting"]


def test_what_is_signed_on_paper_is_printed(client: Browser, place: Place) -> None:
    who = mayor(place)
    made = paper_of(place.approved(1).id)
    made.territory.admitted = {"slip": ["paper"]}
    db.session.commit()

    page = client.sign_in(who).visit("/conventions/a-signer")

    assert "À signer sur papier" in page.main
    assert f"/conventions/{made.id}.pdf" in page.links
    assert "/conventions/signer" not in [each.action for each in page.forms]


def test_the_panel_says_where_each_signature_stands(
    app: Flask, client: Browser, place: Place
) -> None:
    made = issue(place)
    signing.sign(by_link(place.borrower, MAYOR), (made.id,), GIVEN)

    page = client.sign_in(place.manager).visit(f"/conventions/{made.id}/exemplaire-signe")

    assert "Quérénaing (emprunteur) Signée Jeanne Thuillier, Maire, le" in page.main
    assert "par lien" in page.main
    assert "Maing (propriétaire) À signer" in page.main
    assert as_actor(place.manager).organization_name == "Maing"


def test_the_counter_says_why_nothing_leaves_unsigned(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(f"/parcs/{place.pool.id}/conditions")
    client.send(page.forms[-1], needs_signed="1")
    db.session.refresh(place.pool)
    assert place.pool.needs_signed
    mine = place.approved(1)
    assert "Document pas encore signé" in client.visit(f"/demandes/{mine.request_id}").main

    counter = f"/comptoir/remise/{mine.id}"
    page = client.send(client.visit(counter).form(counter), 409, borrower_name="Luc")

    assert "Le document du prêt n’est pas encore signé de tous : rien ne part avant." in page.main
    assert f"/demandes/{mine.request_id}" in page.links
    assert place.seen(mine.id).status == "approved"


def test_a_paper_says_that_nobody_can_be_told_and_offers_no_reminder(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = paper_of(place.approved(1).id)
    db.session.execute(delete(Membership).filter_by(organization_id=place.borrower.id))
    db.session.commit()
    set_clock(monkeypatch, clock.now() + timedelta(days=2))
    client.sign_in(place.manager)

    page, listed = client.visit(f"/conventions/{made.id}"), client.visit("/conventions")

    assert re.search(r"à signer sur papier\s: aucune adresse électronique connue", page.main)
    assert "demandée le" not in page.main
    assert not re.search(r"Relanc", page.main)
    assert re.search(r"sur papier\s: aucune adresse électronique connue", listed.main)
