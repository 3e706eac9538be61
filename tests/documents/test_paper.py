"""Papers read back from their PDF; Typst itself refuses one below the standards."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from booking.documents.fonts import missing_glyphs
from booking.documents.paper import (
    Article,
    Evidence,
    Fields,
    Paper,
    Paragraph,
    Party,
    Run,
    SignBox,
    Table,
    UndrawableTextError,
    from_dict,
    render,
)
from booking.paperwork import SHEETS, PaperKind
from tests.documents.samples import (
    BORROWER,
    BOXES,
    DIGEST,
    LENDER,
    PLAIN,
    SIGNED,
    flat,
    make_paper,
    paragraph,
    read,
    text_of,
)
from tests.papers import make_picture

DRAFT = make_paper(number=None)


def pages_of(pdf: bytes) -> list[str]:
    return [flat(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def test_it_names_the_parties_and_who_signs_for_them() -> None:
    text = text_of(PLAIN)
    for said in (LENDER.name, "245 901 160", LENDER.address, "Camille Durand, présidente"):
        assert said in text
    for said in (BORROWER.name, "215 904 806", "Dominique Lenoir, maire", "n° 2026-08"):
        assert said in text


def test_its_articles_and_its_signatures_are_bookmarks_in_order() -> None:
    titles = [entry.title for entry in read(PLAIN).outline]
    named = [f"Article {rank} – {each.title}" for rank, each in enumerate(PLAIN.articles, 1)]
    assert titles == [*named, "Signatures"]
    places = [text_of(PLAIN).index(title) for title in titles]
    assert places == sorted(places)


def test_it_draws_every_kind_of_block() -> None:
    text = text_of(PLAIN)
    for said in (
        "Un soin raisonnable est dû",
        "– montage par un agent formé – vent sous 60 km/h",
        "Assureur : Mutuelle",
        "Matériel prêté Référence Désignation Quantité Dépôt Valeur unitaire",
        "TENTE-5X12 Tente de réception 5 × 12 m 2 Dépôt de Maing 1 850,00 €",
        "Total 42 4 680,00 €",
    ):
        assert said in text


def test_it_says_its_number_its_day_and_its_pages() -> None:
    text = text_of(PLAIN)
    assert "n° 2026-0007 du 23 novembre 2026" in text
    for rank, page in enumerate(read(PLAIN).pages, start=1):
        assert f"page {rank}/{len(read(PLAIN).pages)}" in page.extract_text()


def test_a_draft_says_projet_on_each_page() -> None:
    assert len(read(DRAFT).pages) > 1
    assert all("PROJET" in page.extract_text() for page in read(DRAFT).pages)
    assert "Ce projet n’est pas destiné à la signature" in text_of(DRAFT)


def test_a_final_paper_never_says_projet() -> None:
    assert "projet" not in text_of(PLAIN).lower()
    assert "à compléter" not in text_of(PLAIN)


@pytest.mark.parametrize("kind", SHEETS)
def test_what_is_never_numbered_is_no_draft(kind: PaperKind) -> None:
    sheet = make_paper(kind=kind, number=None, boxes=())
    assert "projet" not in text_of(sheet).lower()
    assert "Édité le 23 novembre 2026" in text_of(sheet)


def test_a_hole_says_what_lacks_and_leaves_a_line() -> None:
    hole = Paragraph((Run("Acte du "), Run("date de la délibération", hole=True), Run(".")))
    text = text_of(make_paper(hole, number=None))
    assert "Acte du [date de la délibération, à compléter]" in text


def test_what_nobody_gave_is_to_be_completed_in_a_draft() -> None:
    nobody = Party("L’emprunteur", "Comité des fêtes")
    text = text_of(make_paper(Fields((("Assureur", ""),)), number=None, parties=(LENDER, nobody)))
    for label in ("SIREN", "Adresse", "Signataire", "Habilitation", "Assureur"):
        assert f"{label} : à compléter" in text


def test_what_nobody_gave_is_left_out_of_a_final_paper() -> None:
    nobody = Party("L’emprunteur", "Comité des fêtes")
    text = text_of(make_paper(Fields((("Assureur", ""),)), parties=(nobody,), boxes=()))
    assert "SIREN" not in text
    assert "Signataire" not in text
    assert "Assureur :" in text
    assert "None" not in text


def test_it_bears_the_coats_of_arms_of_all_on_its_first_page() -> None:
    """Typst itself refuses a picture without words for those who do not see it."""
    logos = {"a": make_picture((480, 300)).small, "b": make_picture((300, 480)).small}
    parties = (replace(LENDER, logo="a"), replace(BORROWER, logo="b"))

    (page, *others) = PdfReader(BytesIO(render(make_paper(parties=parties), logos))).pages

    assert [image.image.size for image in page.images if image.image] == [(480, 300), (300, 480)]
    assert all(not each.images for each in others)
    assert not PdfReader(BytesIO(render(make_paper(parties=parties)))).pages[0].images


@pytest.mark.parametrize("size", [(480, 20), (20, 480)])
@pytest.mark.parametrize("count", [1, 2, 6])
def test_logos_of_any_shape_leave_the_paper_whole(size: tuple[int, int], count: int) -> None:
    parties = tuple(replace(BORROWER, logo="a", mention="") for _ in range(count))
    plain, bearing = (
        len(pages_of(render(make_paper(parties=parties, boxes=()), logos)))
        for logos in ({}, {"a": make_picture(size).small})
    )

    assert bearing == plain


def test_it_says_the_mention_of_each_and_its_own_once() -> None:
    text = text_of(make_paper(mention=LENDER.mention))
    assert text.count(LENDER.mention) == 1
    assert f"{BORROWER.name} : {BORROWER.mention}" in text
    assert "Service du parc" in text_of(make_paper(mention="Service du parc"))


@pytest.mark.parametrize("count", range(1, 8))
def test_a_frame_of_signature_never_splits_over_pages(count: int) -> None:
    boxes = (*BOXES, *BOXES, SignBox("copropriétaire", "Commune de Monchaux-sur-Écaillon"))[:count]
    for lines in range(0, 30, 9):
        pages = pages_of(render(make_paper(*[paragraph("Une ligne.")] * lines, boxes=boxes)))
        frames = [
            {page.count(said) for said in ("Nom :", "Qualité :", "Lieu et date", "Signature et")}
            for page in pages
        ]
        assert all(len(each) == 1 for each in frames)
        assert sum(max(each) for each in frames) == count
        assert count > 6 or frames[-1] == {count}


def test_no_page_of_signatures_is_empty_of_the_text() -> None:
    for lines in range(1, 40, 3):
        said = [paragraph("Une ligne.")] * lines
        assert "Une ligne." in pages_of(render(make_paper(*said)))[-1]


def test_who_signs_for_another_says_it() -> None:
    assert "par délégation de Camille Durand" in text_of(PLAIN)


def test_a_page_of_evidence_says_how_each_signed() -> None:
    other = replace(SIGNED, part="propriétaire", organization=LENDER.name, title="", drawn="")
    *pages, proof = pages_of(render(PLAIN, None, (SIGNED, other), DIGEST))

    for said in (SIGNED.name, SIGNED.at, SIGNED.means, SIGNED.address, SIGNED.consent, DIGEST):
        assert said in proof
    assert "Pour : Commune de Quérénaing En qualité de : emprunteur" in proof
    assert f"Pour : {LENDER.name} En qualité de : propriétaire" in proof
    assert "preuve des signatures page 1/1" in proof
    assert "Signé électroniquement, à l’écran, jeudi 26 novembre 2026, 9 h 12." in " ".join(pages)


def test_the_pages_of_a_signed_paper_are_those_of_the_original() -> None:
    original = pages_of(render(PLAIN))
    signed = pages_of(render(PLAIN, None, (SIGNED,), DIGEST))

    assert signed[: len(original) - 1] == original[:-1]
    assert len(signed) == len(original) + 1
    assert f"page {len(original)}/{len(original)}" in signed[-2]


@pytest.mark.parametrize(
    "drawn", ["M0 0' onload='x", "<script/>", "M0 0\n", "C1 1", "M0,0;", "url(#a)", "é", "٣"]
)
def test_a_drawn_signature_is_made_of_lines_alone(drawn: str) -> None:
    with pytest.raises(ValueError, match="drawn signature"):
        replace(SIGNED, drawn=drawn)


@pytest.mark.parametrize("drawn", ["", "M", "L-", "M..", "M 1-2.3,4L", "0" * 5000, "M1 1L" * 999])
def test_any_lines_leave_a_paper(drawn: str) -> None:
    assert DIGEST in pages_of(render(PLAIN, None, (replace(SIGNED, drawn=drawn),), DIGEST))[-1]


def test_room_to_write_is_as_high_as_a_hand_needs() -> None:
    empty = Table("État", ("Matériel", "État"), (("Tente", ""),) * 60)
    full = replace(empty, rows=(("Tente", "–"),) * 60)
    high, low = (len(read(make_paper(table, boxes=())).pages) for table in (empty, full))
    assert high > low


@pytest.mark.parametrize("text", ["Fête 🎉", "日本", "سلام", "nul \0", "\ufeff", "\ue000"])
def test_a_character_no_font_draws_is_named_and_refused(text: str) -> None:
    for paper in (make_paper(subtitle=text), make_paper(paragraph(text))):
        with pytest.raises(UndrawableTextError) as refused:
            render(paper)
        assert refused.value.characters == missing_glyphs(text) != ""
    with pytest.raises(UndrawableTextError):
        render(PLAIN, None, (replace(SIGNED, consent=text),), DIGEST)


def test_a_paper_comes_back_from_json_as_it_went() -> None:
    for paper in (PLAIN, DRAFT, make_paper(Paragraph((Run("date", hole=True),)))):
        carried = json.loads(json.dumps(paper.as_dict()))
        assert from_dict(carried) == paper
        assert from_dict(carried).as_dict() == carried
    assert PLAIN.as_dict()["issued_on"] == "2026-11-23"


def test_two_renders_are_the_same_bytes() -> None:
    evidence: tuple[Evidence, ...] = (SIGNED,)
    assert render(PLAIN, None, evidence, DIGEST) == render(PLAIN, None, evidence, DIGEST)


def test_a_bare_paper_is_drawn() -> None:
    bare = Paper("loan", "Bon", "", "1", date(2026, 12, 1), (), (Article("Objet", ()),))
    assert "n° 1 du 1er décembre 2026" in text_of(bare)
