"""What a paper signed on screens really looks like: the same words, then the evidence."""

import copy
import hashlib
import io

import pypdf
import pytest

from booking import clock
from booking.db import db
from booking.documents import signing as words
from booking.documents.attachments import Document
from booking.errors import WrongMoment
from booking.paperwork import Means
from booking.rules.signatures import Given, Scanned, Written
from booking.usecases import evidence, scans, signing
from tests.factories import make_commune, make_item, make_scene
from tests.signing import GIVEN, SCANNED, address, by_link, delegate, issued, paper

pytestmark = pytest.mark.usefixtures("base")
MAYOR, LENDER = "maire@querenaing.example", "maire@maing.example"


def pages(content: bytes) -> list[str]:
    """Return the words of each page, without blanks."""
    read = pypdf.PdfReader(io.BytesIO(content)).pages
    return ["".join(page.extract_text().split()) for page in read]


def test_the_signed_copy_adds_a_page_of_evidence_to_the_same_words() -> None:
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    address(scene.maing, LENDER)
    made = issued(scene)

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    other = Given("Paul #strong[Delvaux] $x$", "Premier adjoint", address="2001:db8::7")
    signing.sign(by_link(scene.maing, LENDER), (made.id,), other)

    kept = paper(made.id)
    before, after = pages(kept.pdf or b""), pages(kept.signed_pdf or b"")
    assert len(after) > len(before)
    proof = "".join(after[len(before) :])
    assert kept.sha256 in proof
    for said in (
        "JeanneThuillier",
        "192.0.2.7",
        "Paul#strong[Delvaux]$x$",
        "2001:db8::7",
        "parlien",
        "J’ailuenentiercequiprécède",
        "Autitredu:mandatdeJeanneThuillier,Maire",
    ):
        assert said in proof
    assert "JeanneThuillier,Maire" in proof
    assert (kept.number or "?") in after[0]


def test_it_lists_those_who_signed_by_hand_too_and_does_not_say_that_they_clicked() -> None:
    scene = make_scene()
    address(scene.maing, LENDER)
    made = issued(scene)
    day = clock.today(scene.manager.zone)
    scan = Document("bon.pdf", "application/pdf", SCANNED, "0" * 64)
    by = Written(1, "Jeanne Thuillier", "Maire")

    scans.deposit(scene.secretary, made.id, scan, Scanned(Means.BOOK, day, (by,)))
    signing.sign(by_link(scene.maing, LENDER), (made.id,), GIVEN)

    kept = paper(made.id)
    *before, last = pages(kept.signed_pdf or b"")
    assert "signaturemanuscrite,auparapheur,exemplairenumérisé" in last
    assert hashlib.sha256(SCANNED).hexdigest() in last
    assert "Enqualitéde:emprunteur" in last
    assert "Enqualitéde:prêteur" in last
    words = "".join(before)
    assert words.count("Signéàlamain") == words.count("Signéélectroniquement") == 1


def test_under_a_delegation_it_names_the_frame_that_was_signed_and_the_act() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    delegate(owner, scene.maing)
    address(scene.querenaing, MAYOR)
    address(scene.maing, LENDER)
    made = issued(scene, make_item(scene.pool, owner=owner))

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    signing.sign(by_link(scene.maing, LENDER), (made.id,), GIVEN)

    *before, last = pages(paper(made.id).signed_pdf or b"")
    assert "Pour:MaingAunomde:ArtresEnqualitéde:prêteur" in last
    assert "délégationn°2024-7" in last
    assert "".join(before).count("Signéélectroniquement") == 2


def test_a_coat_of_arms_that_the_disk_lost_keeps_nobody_from_signing() -> None:
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    address(scene.maing, LENDER)
    made = issued(scene)
    content = copy.deepcopy(made.content or {})
    content["parties"][0]["logo"] = "0" * 64
    made.content = content
    made.terms = {**(made.terms or {}), "content_sha256": words.digest(content)}
    db.session.commit()

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    signing.sign(by_link(scene.maing, LENDER), (made.id,), GIVEN)

    assert paper(made.id).signed_pdf


def test_words_that_are_not_those_issued_are_not_signed() -> None:
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    made = issued(scene)
    db.session.expire(made)
    assert not evidence.is_altered(made)
    made.content = {**(made.content or {}), "subtitle": "Autre chose"}
    db.session.commit()

    with pytest.raises(WrongMoment, match="paper_altered"):
        signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    made.terms = {"lines": []}  # issued before words had a digest
    db.session.commit()
    assert not evidence.is_altered(made)
