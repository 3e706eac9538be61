"""The page of a link to sign: one person, papers shown, a button; opening does nothing."""

from datetime import timedelta

import pytest
from flask import Flask

from booking import clock, journal
from booking.db import db
from booking.models.accounts import User
from booking.models.conventions import Convention
from booking.paperwork import PaperState
from booking.vocabulary import MailKind
from tests.client import Browser, browser
from tests.factories import set_clock
from tests.pages.place import Place
from tests.signing import (
    address,
    body,
    link,
    mandate,
    paper,
    paper_of,
    print_plainly,
    signatures,
    states,
    written,
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


def test_a_link_shows_who_signs_what_for_whom_and_signs_at_a_button(
    stranger: Browser, place: Place
) -> None:
    made = issue(place)
    found = link(written(MailKind.TO_SIGN)[0])

    page = stranger.visit(found)
    assert page.title == f"À signer : bon de prêt n° {made.number}, Maing"
    assert "en tant que Jeanne Thuillier, Maire, pour Quérénaing" in page.main
    assert "Quérénaing signe comme emprunteur" in page.main
    assert made.sha256 in page.main
    assert f"{found}/{made.id}.pdf" in page.links
    assert stranger.get(f"{found}/{made.id}.pdf").data == made.pdf
    assert states(made.id) == ["asked", "waiting"]

    done = stranger.send(page.forms[-1], consent="1")
    assert done.title == "C’est fait"
    first = signatures(made.id)[0]
    assert (first.state, first.name, first.means) == ("signed", "Jeanne Thuillier", "link")
    (entry,) = [each for each in journal.entries("convention", made.id) if each.act == "sign"]
    assert (entry.user_id, entry.door) == (None, "mail")


def test_a_link_serves_once(stranger: Browser, place: Place) -> None:
    made = issue(place)
    found = link(written(MailKind.TO_SIGN)[0])
    sent = stranger.visit(found).forms[-1]
    stranger.send(sent, consent="1")

    assert stranger.send(sent, consent="1").title == "C’est fait"  # pressed twice
    assert stranger.visit(found, 404).title == DEAD
    assert stranger.get(f"{found}/{made.id}.pdf").status_code == 404
    assert len([each for each in journal.entries("convention", made.id) if each.act == "sign"]) == 1


def test_without_agreeing_a_link_signs_nothing(stranger: Browser, place: Place) -> None:
    made = issue(place)
    page = stranger.visit(link(written(MailKind.TO_SIGN)[0]))

    again = stranger.send(page.forms[-1], 422, title="Maire honoraire")

    assert "Cochez cette case pour signer." in again.main
    assert again.field("title").get("value") == "Maire honoraire"
    assert states(made.id) == ["asked", "waiting"]


def test_one_refuses_by_a_link_and_says_why(stranger: Browser, place: Place) -> None:
    made = issue(place)
    page = stranger.visit(link(written(MailKind.TO_SIGN)[0]))
    sent = next(each for each in page.forms if each.fields.get("act") == "refuse")
    wrong = stranger.send(sent, 422)
    assert "Ce champ est obligatoire." in wrong.main

    done = stranger.send(sent, reason="La date est fausse.")

    assert "Votre refus et son motif sont enregistrés" in done.main
    assert stranger.send(sent, reason="La date est fausse.").title == "C’est fait"
    assert paper(made.id).state is PaperState.REFUSED
    assert "La date est fausse." in body(written(MailKind.SIGN_REFUSED)[0])


def test_one_passes_it_on_by_a_link_which_then_is_dead(stranger: Browser, place: Place) -> None:
    mandate(place.borrower, "adjoint@querenaing.example")
    made = issue(place)
    signatures(made.id)[0].email = MAYOR  # whichever mandate was asked
    db.session.commit()
    first = link(written(MailKind.TO_SIGN)[0])
    page = stranger.visit(first)
    sent = next(each for each in page.forms if each.fields.get("act") == "forward")

    assert "La signature est transmise" in stranger.send(sent).main

    assert stranger.visit(first, 404).title == DEAD
    second = stranger.visit(link(written(MailKind.TO_SIGN)[-1]))
    assert "Paul Delvaux, Adjoint délégué, pour Quérénaing" in second.main


@pytest.mark.parametrize("change", ["cancelled", "late", "false", "ended"])
def test_a_link_dies(
    stranger: Browser, place: Place, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = issue(place)
    found = link(written(MailKind.TO_SIGN)[0])
    if change == "cancelled":
        made.state = PaperState.CANCELLED
    if change == "ended":
        address(place.borrower, MAYOR).ends_on = clock.now().date() - timedelta(days=2)
    db.session.commit()
    if change == "late":
        set_clock(monkeypatch, clock.now() + timedelta(days=30, minutes=1))
    if change == "false":
        found = found[:-2]

    assert stranger.visit(found, 404).title == DEAD
    stranger.send(found, 404, papers=str(made.id), **AGREED)
    assert states(made.id) == ["asked", "waiting"]


def test_a_link_signs_nothing_else_than_it_was_written_for(stranger: Browser, place: Place) -> None:
    made = issue(place)
    (sent,) = written(MailKind.TO_SIGN)
    sent.sent_at = sent.created_at  # what has left tells of nothing that came later
    db.session.commit()
    other = paper_of(place.approved(1).id)
    found = link(sent)

    page = stranger.send(found, 409, act="sign", papers=str(other.id), **AGREED)

    assert "Les documents à signer ont changé depuis votre lecture" in page.main
    stranger.send(found, 409, act="refuse", paper=str(other.id), reason="Non.")
    assert states(made.id) == states(other.id) == ["asked", "waiting"]
    assert stranger.get(f"{found}/{other.id}.pdf").status_code == 404


def test_a_link_to_two_papers_signs_what_is_left_of_them(stranger: Browser, place: Place) -> None:
    first = issue(place)
    second = paper_of(place.approved(1).id)
    (message,) = written(MailKind.TO_SIGN)
    page = stranger.visit(link(message))
    assert page.title == "2 documents à signer"
    refusing = [each for each in page.forms if each.fields.get("act") == "refuse"]
    left = stranger.send(refusing[0], reason="Non.")
    assert "Lire le document qui reste à signer" in left.main

    both = {"papers": [str(first.id), str(second.id)], "act": "sign", **AGREED}
    wrong = stranger.read(stranger.post(link(message), data=both), 409)
    assert "ont changé depuis votre lecture" in wrong.main
    assert states(second.id) == ["asked", "waiting"]
    stranger.send(wrong.forms[-1], consent="1")

    assert states(first.id) == ["refused", "waiting"]
    assert states(second.id) == ["signed", "asked"]
