"""What papers of every kind say, from a real scene, and the holes they have without it."""

import re

import pytest

from booking import clock
from booking.documents import paper as drawing
from booking.documents.articles import VARIABLE
from booking.documents.paper import Fields, Paragraph, Run, Table
from booking.documents.wordings import shipped
from booking.paperwork import SHEETS, STANDALONE, PaperKind, PaperState
from booking.queries import composing, values_of_papers
from booking.rules.options import options
from booking.rules.variables import VARIABLES
from tests.factories import keep
from tests.wordings import composed, make_issued, make_lent, make_paper, words

pytestmark = pytest.mark.usefixtures("base")
EVERY = pytest.mark.parametrize("kind", list(PaperKind))
BESIDE_A_LOAN = [kind for kind in PaperKind if kind not in (*STANDALONE, PaperKind.AMENDMENT)]
BARE = {"starts_on": None, "ends_on": None, "depot_id": None, "acts_of": None}
HOLES = {
    PaperKind.FRAMEWORK: {"fin"},
    PaperKind.STORAGE: {"fin", "dépôt", "inventaire", "local", "clés"},
    PaperKind.MANAGEMENT: {"fin"},
    PaperKind.CO_OWNERSHIP: {"fin", "stockage", "actes.requis"},
    PaperKind.AMENDMENT: {"modifications"},
    PaperKind.INCIDENT: {"matériel_touché", "survenu", "lieu_du_sinistre", "circonstances"},
    PaperKind.AID_VALUE: {"valeur_aide", "méthode_aide"},
}


@EVERY
def test_a_paper_of_each_kind_has_no_hole_once_all_is_given(kind: PaperKind) -> None:
    lent = make_lent()

    paper, missing = composed(make_paper(lent, kind), lent)

    assert missing == ()
    assert len(paper.articles) >= 4
    assert drawing.render(paper).startswith(b"%PDF")


@EVERY
def test_what_is_not_given_is_a_hole_by_its_name(kind: PaperKind) -> None:
    lent = make_lent()
    made = make_paper(lent, kind, options={}, **BARE)
    lent.mine.lines[0].quantity = 5  # as its paper says: nothing to amend

    _, missing = composed(made, lent)

    assert set(missing) == HOLES.get(kind, set())


@EVERY
def test_every_variable_of_a_wording_has_its_value(kind: PaperKind) -> None:
    said = values_of_papers.of_paper(make_paper(make_lent(), kind), clock.now())
    used = {name for each in shipped(kind).articles for name in VARIABLE.findall(each.text)}

    assert used - said.keys() - {"numéro"} == set()
    for name in used:
        assert not isinstance(said[name], str) or not VARIABLES[name].block


@pytest.mark.parametrize("kind", BESIDE_A_LOAN)
def test_a_paper_of_a_loan_can_be_printed_as_a_draft(kind: PaperKind) -> None:
    lent = make_lent()

    made = composing.of_reservation(lent.mine, kind, clock.now())

    assert made.paper.is_draft == (kind not in SHEETS)  # a sheet is never numbered
    assert set(made.missing) <= HOLES.get(kind, set())


@pytest.mark.parametrize("kind", SHEETS)
def test_nobody_signs_a_sheet(kind: PaperKind) -> None:
    assert composing.of_reservation(make_lent().mine, kind, clock.now()).paper.boxes == ()


def test_a_paper_cites_the_one_under_which_things_are_lent() -> None:
    lent = make_lent()
    report = make_paper(lent, PaperKind.REPORT_OUT)
    assert said(report)["papier"] == "aucun document numéroté à ce jour"

    make_issued(lent, PaperKind.SLIP)
    assert re.fullmatch(r"bon de prêt n° 2026-0012 du .+ \d{4}", str(said(report)["papier"]))


def test_a_cancelled_paper_is_not_cited() -> None:
    lent = make_lent()
    issued = make_issued(lent)
    issued.state = PaperState.CANCELLED
    keep(issued)

    report = make_paper(lent, PaperKind.REPORT_OUT)

    assert said(report)["papier"] == "aucun document numéroté à ce jour"


def test_an_amendment_says_its_rank_and_what_changes() -> None:
    lent = make_lent()
    first = make_paper(lent, PaperKind.AMENDMENT)
    second = make_paper(lent, PaperKind.AMENDMENT, amends_id=first.amends_id)
    assert said(first)["rang"] == "1"

    first.year, first.rank = 2026, 14
    keep(first)

    assert said(second)["rang"] == "2"
    assert str(said(second)["papier"]).startswith("convention de prêt n° 2026-0012 du ")
    (table,) = said(second)["modifications"] or ()
    assert isinstance(table, Table)
    assert table.rows == ((f"Chaise pliante ({lent.scene.chairs.reference})", "5", "4"),)


def test_an_amendment_of_a_framework_is_about_no_loan() -> None:
    lent = make_lent()
    framework = make_paper(lent, PaperKind.FRAMEWORK, year=2026, rank=1)
    about = {"reservation_id": None, "amends_id": framework.id}

    amendment = make_paper(lent, PaperKind.AMENDMENT, **about)

    assert values_of_papers.loan_of(amendment) is None
    assert said(amendment)["papier"] == "convention-cadre n° 2026-0001"


def test_what_is_typed_is_said_on_its_lines() -> None:
    given = {"local": "Atelier municipal\n\n 80 m² ", "charges": "la commune\nles paie"}

    found = values_of_papers.typed(PaperKind.STORAGE, given)

    assert found["local"] == (
        Paragraph((Run("Atelier municipal"),)),
        Paragraph((Run("80 m²"),)),
    )
    assert found["charges"] == "la commune les paie"
    assert found["préavis"] == "trois mois"
    assert found["clés"] is None


@pytest.mark.parametrize("given", ["", "  \n "])
def test_what_may_be_filled_by_hand_is_a_line_to_fill(given: str) -> None:
    found = values_of_papers.typed(PaperKind.REPORT_OUT, {"compteur": given})

    assert found["compteur"] == (Fields((("Compteur (heures ou kilomètres)", ""),)),)


def test_what_was_typed_stands_on_the_line() -> None:
    found = values_of_papers.typed(PaperKind.REPORT_OUT, {"compteur": " 1 204\nheures"})

    assert found["compteur"] == (Fields((("Compteur (heures ou kilomètres)", "1 204 heures"),)),)


def test_typed_marks_are_words() -> None:
    lent = make_lent()
    given = {"local": "**gras** {prix} #let", "clés": "- une"}

    paper, _ = composed(make_paper(lent, PaperKind.STORAGE, options=given), lent)

    assert "**gras** {prix} #let" in words(paper)


@EVERY
def test_each_option_has_one_way_of_being_blank(kind: PaperKind) -> None:
    for each in options(kind):
        assert [each.needed, bool(each.otherwise or each.fact), each.by_hand].count(True) == 1


def said(made: object) -> dict[str, object]:
    """Return what a paper says now."""
    return dict(values_of_papers.of_paper(made, clock.now()))  # type: ignore[arg-type]
