"""A paper composed from its wording and its values."""

import pytest

from booking import clock
from booking.documents.paper import Paragraph, Run
from booking.paperwork import PaperKind
from booking.queries import composing
from booking.usecases import reservations
from tests.factories import ask, make_scene, row
from tests.usecases.papering import word

pytestmark = pytest.mark.usefixtures("base")


def test_a_draft_says_the_wording_in_force_and_names_its_holes() -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.LOAN, "{prêteur.nom} n° {numéro}, {engagement}")
    (mine,) = ask(scene.secretary, (scene.chairs, 3))

    made = composing.of_reservation(row(mine), PaperKind.LOAN, clock.now())

    assert made.paper.is_draft
    assert made.missing == ("engagement",)
    (block,) = made.paper.articles[0].blocks
    assert isinstance(block, Paragraph)
    assert [run.text for run in block.runs][:3] == ["Maing", " n° ", "à donner"]
    assert Run("date du contrat d’engagement républicain", hole=True) in block.runs


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


def test_what_a_kind_says_of_its_own_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.INCIDENT, "{objet}")
    (mine,) = ask(scene.secretary, (scene.chairs, 3))
    monkeypatch.setitem(
        composing.VALUES, PaperKind.INCIDENT, lambda _row, _now: {"objet": "une chaise cassée"}
    )

    made = composing.of_reservation(row(mine), PaperKind.INCIDENT, clock.now())

    assert made.paper.articles[0].blocks == (Paragraph((Run("une chaise cassée"),)),)
