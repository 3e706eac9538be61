"""A paper composed from its wording and its values."""

import pytest

from booking import clock
from booking.documents.paper import Paragraph, Run
from booking.models.conventions import Act
from booking.paperwork import PaperKind
from booking.queries import composing
from booking.usecases import reservations
from booking.vocabulary import ActKind
from tests.factories import RENEWED, ask, keep, make_scene, row
from tests.usecases.papering import word

pytestmark = pytest.mark.usefixtures("base")


def test_a_draft_says_the_wording_in_force_and_names_its_holes() -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.LOAN, "{prêteur.nom} n° {numéro}, {rang}")
    (mine,) = ask(scene.secretary, (scene.chairs, 3))

    made = composing.of_reservation(row(mine), PaperKind.LOAN, clock.now())

    assert made.paper.is_draft
    assert made.missing == ("rang",)
    (block,) = made.paper.articles[0].blocks
    assert isinstance(block, Paragraph)
    assert [run.text for run in block.runs][:3] == ["Maing", " n° ", "à donner"]
    assert Run("rang de l’avenant", hole=True) in block.runs


def test_a_number_changes_nothing_but_itself() -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.SLIP, "n° {numéro}")
    (mine,) = ask(scene.secretary, (scene.chairs, 3))
    prepared = composing.prepare(
        composing.beside(row(mine), PaperKind.SLIP, clock.now()), clock.now()
    )

    draft, whole = prepared.numbered(None), prepared.numbered("2026-0007")

    assert (whole.paper.number, whole.terms, whole.logos) == ("2026-0007", draft.terms, draft.logos)
    assert whole.paper.articles[0].blocks == (Paragraph((Run("n° "), Run("2026-0007"))),)
    assert [box.part for box in whole.paper.boxes] == ["emprunteur", "prêteur"]


def test_its_facts_are_those_that_change_it_later() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 3))
    reservations.approve(scene.manager, mine)

    terms = composing.of_reservation(row(mine), PaperKind.SLIP, clock.now()).terms

    assert terms["starts_at"] == row(mine).starts_at.isoformat()
    assert terms["lines"] == [
        {"reference": scene.chairs.reference, "name": "Chaise pliante", "quantity": 3}
    ]
    assert terms["framework"] == "convention-cadre n° CC-2020-1"


def test_what_was_typed_for_a_paper_is_said_in_it() -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.INCIDENT, "{survenu}, {objet}")
    (mine,) = ask(scene.secretary, (scene.chairs, 3))
    paper = composing.beside(row(mine), PaperKind.INCIDENT, clock.now())
    paper.options = {"survenu": "Le 3 mars, à midi"}

    made = composing.of_paper(paper, clock.now())

    (block,) = made.paper.articles[0].blocks
    assert isinstance(block, Paragraph)
    said = "".join(run.text for run in block.runs)
    assert said == "Le 3 mars, à midi, Fête de la Saint-Jean"


def test_a_paid_loan_cites_the_act_that_grounds_it() -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.LOAN, "{prêteur.acte}\n\n{actes}")
    (mine,) = ask(scene.secretary, (scene.chairs, 3))
    common = {"territory_id": scene.territory.id, "organization_id": scene.maing.id}
    for kind, number in ((ActKind.DELEGATION, "2021-002"), (ActKind.DECISION, "2021-040")):
        dates = {"taken_on": RENEWED, "starts_on": RENEWED}
        keep(Act(**common, **dates, kind=kind, number=number, title="Louage de choses"))

    free = composing.of_reservation(row(mine), PaperKind.LOAN, clock.now())
    row(mine).price = "100 euros"
    paid = composing.of_reservation(row(mine), PaperKind.LOAN, clock.now())

    signed_by = {made.paper.parties[0].mandate for made in (free, paid)}
    assert signed_by == {"en vertu de sa fonction"}  # what grounds the loan is among the visas
    assert "n° 2021-0" not in str(free.paper.articles)
    cited = str(paid.paper.articles[0].blocks[1])
    assert all(each in cited for each in ("n° 2020-001", "Décision n° 2021-040", "n° 2021-002"))
