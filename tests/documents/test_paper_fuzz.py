"""Whatever people type, a paper says it inside its margins, or names what it cannot draw."""

import unicodedata
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from booking.documents import fonts
from booking.documents.fonts import missing_glyphs
from booking.documents.paper import (
    Article,
    Bullets,
    Fields,
    Paper,
    Run,
    UndrawableTextError,
    render,
)
from tests.documents import ink
from tests.documents.samples import (
    BORROWER,
    BOXES,
    DIGEST,
    LENDER,
    LENT,
    SIGNED,
    make_paper,
    paragraph,
)

HOSTILE = (
    '#read("/etc/passwd") $x$ *b* _i_ @ref [x] `code` <label> // \\ "q" \'a\' ~ -- #{d}',
    "#panic()",
    "#import sys: *",
    "</svg><script>alert(1)</script>",
    "\\u{23}read() \\#",
    "= Titre\n- liste\n+ liste\n/ mot: sens",
    "```\n#d\n```",
    "Anticonstitutionnellement" * 9,
    "M" * 10_000,
    "‱⸻" * 80,
    "a\u200bb\u00ad" * 80,
    "e\u0301\u0302\u0323" * 60,
    "« x » : ; ! ?" * 20,
    "1\u00a0000\u202f000" * 30,
    ": " * 150,
    "n° " * 80,
)
UNDRAWABLE = ("Fête 🎉", "日本", "سلام עולם", "\u202eabc", "nul\0", "\ufeff", "👩‍👩‍👧")
LINE = 200
MOST_ON_A_PAGE = 500  # so that the foot of no page comes between


@cache
def letters() -> st.SearchStrategy[str]:
    """Return texts of what the typeface draws and of what means something to Typst."""
    drawable = sorted(fonts._drawable())
    marks = st.text('#\\$*_@<>`"[]{}()=-+/~:;!?«» \n\t', max_size=40)
    drawn = st.text(st.sampled_from(drawable), max_size=200)
    words = st.sampled_from(HOSTILE[:-9])
    return st.lists(st.one_of(marks, drawn, words), min_size=1, max_size=6).map("".join)


def saying(text: str) -> Paper:
    """Return a paper that says a text wherever people or their wordings may put one.

    Only an article may be long: what is typed elsewhere is a line of 200 characters or so.
    """
    whole, text = text, text[:LINE]
    line = " ".join(text.split()) or "x"
    party = replace(BORROWER, name=text, address=text, representative=text, mandate=text)
    blocks = (
        paragraph(whole),
        paragraph(text, bold=True),
        paragraph(text, hole=True),
        Bullets(((Run(text), Run(text, italic=True)),)),
        Fields((("Usage", text), (text, "oui"))),
        replace(LENT, name=text, rows=((text, text, "1", "–", text),), widths=()),
        replace(LENT, rows=((text[:60],) * 5,)),
    )
    boxes = (*BOXES, replace(BOXES[0], organization=text, name=text, title=text, note=text))
    return make_paper(
        title=line,
        subtitle=text,
        parties=(replace(LENDER, name=line, mention=text), party),
        articles=(Article(line, blocks),),
        boxes=boxes,
    )


def bare(text: str) -> str:
    """Return a text without what nobody sees, how its accents were composed, and its hyphens.

    A soft hyphen is seen, as a hyphen, where it ends a line.
    """
    parts = unicodedata.normalize("NFKD", text).replace("∆", "Δ")  # one glyph for both
    return "".join(
        each
        for each in parts
        if unicodedata.category(each) not in ("Mn", "Cf", "Cc", "Zs", "Zl", "Zp", "Pd")
    )


def check(text: str) -> None:
    """Assert that a paper that says a text is whole: its words, inside its margins."""
    signed = replace(SIGNED, name=text[:LINE], title=text[:LINE], consent=text[:LINE])
    pdf = render(saying(text), None, (signed,), DIGEST)
    assert_inside(pdf)
    said = bare("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
    assert is_said(text[:MOST_ON_A_PAGE], said)
    assert "root:" not in said


def is_said(text: str, said: str) -> bool:
    """Tell whether a page says a text.

    Where a letter has a mark that no letter of the typeface bears, pypdf reads it once for each of
    their two glyphs: then the letters only have to follow one another.
    """
    if not any(unicodedata.combining(each) for each in unicodedata.normalize("NFC", text)):
        return bare(text) in said
    left = iter(said)
    return all(letter in left for letter in bare(text))


def assert_inside(pdf: bytes) -> None:
    """Assert that nothing is drawn outside the margins of a page: 26 mm, 22 and 25.

    A space that ends a line of the title, which nobody sees, may lean out by its 1.7 mm.
    """
    for stroke in ink.strokes(pdf):
        assert stroke.left >= 25.9
        assert stroke.right <= 185.7, stroke
        assert 24 <= stroke.height <= 276, stroke


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_people_type_is_printed_as_typed(text: str) -> None:
    check(text)


@given(text=st.deferred(lambda: letters()))
@settings(max_examples=12, deadline=None)
def test_any_words_make_a_paper(text: str) -> None:
    check(text)


@given(before=st.text(max_size=20), odd=st.sampled_from(UNDRAWABLE), after=st.text(max_size=20))
@settings(max_examples=20, deadline=None)
def test_what_cannot_be_drawn_is_named(before: str, odd: str, after: str) -> None:
    text = before + odd + after
    with pytest.raises(UndrawableTextError) as refused:
        render(make_paper(subtitle=text))
    assert refused.value.characters == missing_glyphs(text)
    assert missing_glyphs(odd)


@given(drawn=st.text("0123456789ML ,.-", max_size=200))
@settings(max_examples=10, deadline=None)
def test_any_strokes_make_a_page_of_evidence(drawn: str) -> None:
    assert render(make_paper(), None, (replace(SIGNED, drawn=drawn),), DIGEST)
