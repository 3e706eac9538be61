"""What a paper signed on screens really looks like: the same words, then the evidence."""

import io

import pypdf
import pytest

from booking.rules.signatures import Given
from booking.usecases import signing
from tests.factories import make_commune, make_item, make_scene
from tests.signing import GIVEN, address, by_link, delegate, issued, paper

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
    evidence = "".join(after[len(before) :])
    assert kept.sha256 in evidence
    for said in (
        "JeanneThuillier",
        "192.0.2.7",
        "Paul#strong[Delvaux]$x$",
        "2001:db8::7",
        "parlien",
        "J’ailuenentiercequiprécède",
    ):
        assert said in evidence
    assert "JeanneThuillier,Maire" in evidence
    assert (kept.number or "?") in after[0]


def test_who_signs_in_the_name_of_another_signs_in_their_frame_and_says_for_whom() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    delegate(owner, scene.maing)
    address(scene.querenaing, MAYOR)
    address(scene.maing, LENDER)
    made = issued(scene, make_item(scene.pool, owner=owner))

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    signing.sign(by_link(scene.maing, LENDER), (made.id,), Given("Paul Delvaux", "Maire"))

    kept = paper(made.id)
    *signed, evidence = pages(kept.signed_pdf or b"")
    assert "".join(signed).count("Signéélectroniquement") == 2
    assert "Pour:MaingAunomde:ArtresEnqualitéde:prêteur" in evidence
