"""What a paper says to those who do not see it, and to those who keep it: its tags."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from booking.documents.paper import render
from tests.documents.samples import DIGEST, LENT, PLAIN, SIGNED, STATE, make_paper

PAPERS = {
    "final": render(PLAIN),
    "draft": render(make_paper(number=None)),
    "signed": render(PLAIN, None, (SIGNED,), DIGEST),
}


@pytest.fixture(params=PAPERS)
def opened(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    """Give each paper, opened."""
    with pikepdf.open(BytesIO(PAPERS[request.param])) as pdf:
        yield pdf


def elements(root: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield every element of the structure below one, in reading order."""
    below = root.get("/K", [])
    for each in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            yield each
            yield from elements(each)


def named(root: pikepdf.Object, *names: str) -> list[pikepdf.Dictionary]:
    return [each for each in elements(root) if str(each.S)[1:] in names]


def facts(element: pikepdf.Dictionary) -> dict[str, str]:
    attributes = element.get("/A", [])
    all_of = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return {name: str(value) for each in all_of for name, value in each.items()}


def test_it_is_tagged_french_and_shows_its_title(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang).startswith("fr")
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"].startswith("Convention de prêt de matériel")
        assert metadata["dc:language"] == ["fr-FR"] or "fr" in str(metadata["dc:language"])


def test_it_declares_pdf_a_2a_and_pdf_ua_1(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"


def test_its_tables_have_rows_and_headers_of_columns(opened: pikepdf.Pdf) -> None:
    tables = named(opened.Root.StructTreeRoot, "Table")
    assert len(tables) == 2
    for table, drawn in zip(tables, (LENT, STATE), strict=True):
        heads = named(table, "TH")
        assert len(heads) == len(drawn.head)
        assert all(facts(each)["/Scope"] == "/Column" for each in heads)
        assert len(named(table, "TR")) == 1 + len(drawn.rows) + bool(drawn.foot)
        cells = len(drawn.head) * (len(drawn.rows) + bool(drawn.foot))
        assert len(named(table, "TD")) == cells
        assert all("/Headers" in facts(each) for each in named(table, "TD"))


def test_its_lists_and_headings_are_lists_and_headings(opened: pikepdf.Pdf) -> None:
    root = opened.Root.StructTreeRoot
    titles = [str(each.get("/T", "")) for each in named(root, "H1")]
    assert titles[:4] == [
        "Article 1 – Objet",
        "Article 2 – Conditions",
        "Article 3 – Assurance",
        "Signatures",
    ]
    assert named(root, "L")
    assert len(named(root, "LI")) == len(named(root, "LBody"))
    assert [str(each.Title) for each in bookmarks(opened)] == titles


def bookmarks(opened: pikepdf.Pdf) -> list[pikepdf.Object]:
    found, each = [], opened.Root.Outlines.First
    while each is not None:
        found.append(each)
        each = each.get("/Next")
    return found


def test_a_drawn_signature_has_words_of_its_own() -> None:
    with pikepdf.open(BytesIO(PAPERS["signed"])) as opened:
        figures = named(opened.Root.StructTreeRoot, "Figure")
        said = {str(each.Alt) for each in figures}
    assert len(figures) == 2
    assert said == {"Signature tracée de Dominique Lenoir"}


def test_every_font_is_embedded(opened: pikepdf.Pdf) -> None:
    fonts = [each for each in opened.objects if is_font(each)]
    assert fonts
    for font in fonts:
        if str(font.Subtype) == "/Type0":
            continue  # its glyphs are those of its descendant
        descriptor = font.FontDescriptor
        assert any(f"/FontFile{kind}" in descriptor for kind in ("", 2, 3))


def is_font(each: pikepdf.Object) -> bool:
    return isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"


def test_nothing_in_it_acts_by_itself(opened: pikepdf.Pdf) -> None:
    assert "/OpenAction" not in opened.Root
    assert "/AA" not in opened.Root
    assert "/AcroForm" not in opened.Root
    assert not any("/JS" in each for each in opened.objects if isinstance(each, pikepdf.Dictionary))
