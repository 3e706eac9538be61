"""A paper as a page: the words of its PDF, in tags that everybody's tools understand."""

import re
from dataclasses import replace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from lxml import html

from booking.config import ROOT
from booking.documents.paper import Fields, Paper, Paragraph, Run, Table
from booking.paperwork import PaperKind
from tests.documents.samples import BORROWER, LENDER, PLAIN, make_paper, paragraph, text_of

HOLES = Paragraph((Run("Acte du "), Run("date", hole=True), Run(", "), Run("n°", hole=True)))
PAPERS = {
    "final": PLAIN,
    "draft": make_paper(
        HOLES,
        Fields((("Assureur", ""), ("Contrat n°", "12"))),
        number=None,
        parties=(LENDER, replace(BORROWER, siren="", representative="", mandate="")),
    ),
    "sheet": make_paper(kind=PaperKind.PREPARATION, number=None, boxes=()),
    "mentioned": make_paper(mention="Service du parc, ouvert le matin"),
    "hostile": make_paper(paragraph('<b>"gras"</b> & {{ 7 * 7 }} #panic()')),
}


def page_of(paper: Paper, **manner: Any) -> html.HtmlElement:
    """Return the page of a paper, as it is drawn from its frozen tree."""
    environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    macro = environment.get_template("parts/paper.html").module.paper  # type: ignore[attr-defined]
    return html.fromstring(str(macro(paper.as_dict(), **manner)))


def seen(page: html.HtmlElement) -> str:
    """Return what a page shows, without what only stands in for a line to write on."""
    for hidden in page.xpath("//*[@class='visually-hidden']"):
        hidden.text = ""
    return " ".join(page.itertext())


def words(text: str) -> set[str]:
    """Return the words of a text; marks that stand alone are no words."""
    return set(re.findall(r"\w\S*", text))


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_and_the_pdf_say_the_same_words(name: str) -> None:
    paper = PAPERS[name]
    printed = re.sub(r"page \d+/\d+", "", text_of(paper))

    assert words(seen(page_of(paper))) == words(printed)


def test_the_page_says_the_words_in_the_order_of_the_pdf() -> None:
    printed = "".join(text_of(PLAIN).split())
    place = 0
    for text in page_of(PLAIN).xpath("//section[h2[starts-with(., 'Article')]]//text()"):
        said = "".join(text.split())
        if said and said != "àrempliràlamain":
            place = printed.index(said, place)


def test_a_table_has_a_caption_and_heads_of_columns_and_rows() -> None:
    lent, state = page_of(PLAIN).xpath("//table")
    assert lent.findtext("caption") == "Matériel prêté"
    assert [each.get("scope") for each in lent.xpath("thead//th")] == ["col"] * 5
    assert [each.text for each in lent.xpath("tbody//th[@scope='row']")] == [
        "TENTE-5X12",
        "CHAISE-PL",
    ]
    labels = lent.xpath("tbody/tr[1]/td/@data-label")
    assert labels == ["Désignation", "Quantité", "Dépôt", "Valeur unitaire"]
    assert state.xpath("count(.//span[@class='to-write'])") == 2


def test_a_page_has_headings_lists_and_definitions() -> None:
    page = page_of(PLAIN)
    assert [each.text for each in page.xpath("//h2")] == [
        "Le prêteur",
        "L’emprunteur",
        "Article 1 – Objet",
        "Article 2 – Conditions",
        "Article 3 – Assurance",
        "Signatures",
    ]
    assert [each.text for each in page.xpath("//section[h2]/ul[not(@class)]/li")] == [
        "montage par un agent formé",
        "vent sous 60 km/h",
    ]
    assert page.xpath("//dl/div/dt[starts-with(., 'Assureur')]/following-sibling::dd/text()") == [
        "Mutuelle"
    ]
    assert page.xpath("//strong[.='raisonnable']")
    assert page.xpath("//em[.='Clause expresse']")
    assert len(page_of(PLAIN, level=3).xpath("//h3")) == 6


def test_a_hole_is_marked_with_words() -> None:
    page = page_of(PAPERS["draft"])
    marked = [each.text for each in page.xpath("//mark[@class='hole']")]
    assert "[date, à compléter]" in marked
    assert marked.count("à compléter") >= 3
    assert "PROJET" in seen(page)


def test_what_people_type_is_never_markup() -> None:
    page = page_of(PAPERS["hostile"])
    assert page.xpath("//b") == []
    assert '<b>"gras"</b> & {{ 7 * 7 }} #panic()' in seen(page)


def test_a_table_without_a_name_has_no_caption() -> None:
    table = Table("", ("A", "B"), (("", "x"),), foot=("", "y"), figures=(1,))
    (drawn,) = page_of(make_paper(table)).xpath("//table")
    assert drawn.xpath("caption") == []
    assert drawn.xpath("tbody//th") == []
    assert drawn.xpath("tfoot//td[@class='nil']")
    assert drawn.xpath("tbody//td[@class='n']/text()") == ["x"]
