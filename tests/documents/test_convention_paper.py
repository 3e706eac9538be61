"""What people type, long lists and the standards, on the paper of a convention."""

import json
from datetime import date

import pytest

from booking.documents.convention import (
    Line,
    UndrawableTextError,
    missing_glyphs,
    render,
)
from tests.documents.papers import (
    LENDER,
    flat,
    make_terms,
    metadata_of,
    read,
    text_of,
)

HOSTILE = '#read("/etc/passwd") $x$ *b* _i_ @ref [x] `code` <label> // \\ "q" \'a\' ~ -- #{d}'


def test_what_people_type_is_printed_as_typed() -> None:
    lines = (Line(HOSTILE, HOSTILE, 1, HOSTILE, 1, HOSTILE),)
    assert text_of(make_terms(purpose=HOSTILE)).count(HOSTILE) == 2
    text = text_of(make_terms(lines=lines, requirements=(HOSTILE,))).replace(" ", "")
    assert text.count(HOSTILE.replace(" ", "")) >= 3
    assert "root:" not in text


def test_a_very_long_word_stays_on_the_paper_and_stays_one_word() -> None:
    word = "Anticonstitutionnellement" * 8
    terms = make_terms(purpose=word, lines=(Line(word, word, 1, word, 1, word),))
    printed = "\n".join(page.extract_text() for page in read(terms).pages)
    assert printed.replace("\n", "").count(word) == 6
    assert max(len(line) for line in printed.splitlines()) < 150


def test_three_hundred_lines_run_over_pages_under_a_repeated_header() -> None:
    lines = tuple(Line(f"CH-{n:03}", f"Chaise {n}", 1, "Maing", 2_450) for n in range(300))
    pages = [flat(page.extract_text()) for page in read(make_terms(lines=lines)).pages]
    listing = [page for page in pages if "CH-" in page]
    assert len(listing) > 5
    assert all("N° d’inventaire" in page and "Quantité" in page for page in listing)
    assert all(sum(line.reference in page for page in pages) == 1 for line in lines)
    assert "Total 300 7 350,00 €" in listing[-1]


@pytest.mark.parametrize("count", range(1, 16, 2))
def test_the_signatures_never_split_over_pages(count: int) -> None:
    lines = tuple(Line(f"CH-{n}", "Chaise", 1, "Maing", 100) for n in range(count))
    last = read(make_terms(lines=lines)).pages[-1].extract_text()
    assert last.count("Signature et cachet") == 3
    assert last.count("Qualité") == 3
    assert "Sont annexés" in last


@pytest.mark.parametrize("text", ["Fête 🎉", "日本", "سلام", "nul \0", "\ufeff", "\ue000"])
def test_a_character_no_font_draws_is_named_and_refused(text: str) -> None:
    missing = missing_glyphs(text)
    assert missing
    with pytest.raises(UndrawableTextError) as refused:
        render(make_terms(purpose=text))
    assert refused.value.characters == missing


def test_missing_characters_are_named_once_in_order() -> None:
    assert missing_glyphs("a🎉b日🎉") == "🎉日"


def test_what_french_people_type_can_be_drawn() -> None:
    typed = "àâäæçéèêëîïôœùûüÿ ÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸ «»“”‘’'\" –—-… × m² m³ € ✓ n° 1ᵉʳ ½ ≤ ≥ →\t\r\n"
    assert missing_glyphs(typed + "Žižek Łódź Ğ ß ñ ø å Αθήνα Київ\N{NARROW NO-BREAK SPACE}") == ""


def test_two_renders_are_the_same_bytes() -> None:
    assert render(make_terms()) == render(make_terms())


def test_the_paper_is_tagged_french_and_dated() -> None:
    root = read(make_terms()).trailer["/Root"]
    assert str(root["/Lang"]).startswith("fr")
    assert root["/MarkInfo"]["/Marked"].value is True
    information = read(make_terms()).metadata
    assert information is not None
    assert information.title == "Convention de prêt de matériel, n° 2026-0007"
    assert information.author == LENDER.name
    assert information.creation_date is not None
    assert information.creation_date.date() == date(2026, 11, 23)


def test_the_paper_declares_pdf_a_2a_and_pdf_ua_1() -> None:
    metadata = metadata_of(make_terms())
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_terms_are_carried_by_json() -> None:
    carried = make_terms().as_dict()
    assert json.loads(json.dumps(carried)) == carried
    assert carried["starts_at"] == "2026-12-04T14:00:00+01:00"
    assert carried["issued_on"] == "2026-11-23"
    assert carried["lines"][0]["reference"] == "TENTE-5X12"
