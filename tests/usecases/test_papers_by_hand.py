"""Amending a paper beyond any loan, and choosing by hand under which paper a loan goes."""

from datetime import date

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import Invalid, NotAllowed, WrongMoment
from booking.models.conventions import Convention, Wording
from booking.paperwork import PaperKind, PaperState
from booking.queries import acts, chains
from booking.rules.paperwork import Drafted
from booking.usecases import drafting, reservations
from booking.vocabulary import Formality
from tests.factories import Scene, ask, keep, make_scene
from tests.usecases.papering import forget_framework, issued_papers, make_framework, sign, word

pytestmark = pytest.mark.usefixtures("base")
UNTIL = date(2099, 12, 31)


def agreed(scene: Scene) -> int:
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def paper(convention_id: int) -> Convention:
    return db.session.get_one(Convention, convention_id)


def test_once_signed_an_amendment_gives_its_dates_to_what_it_amends() -> None:
    scene = make_scene()
    forget_framework(scene)
    known = make_framework(scene)
    known.ends_on = date(2021, 1, 1)
    sign(known)
    waiting = agreed(scene)
    word(scene.maing, PaperKind.AMENDMENT, "{papier} {rang} {modifications}\n\n{modifications}")
    said = Drafted(PaperKind.AMENDMENT, amends=known.id, ends_on=UNTIL, renewable=True)
    made = drafting.prepare(scene.manager, said)
    with pytest.raises(Invalid, match="paper_incomplete"):
        drafting.issue(scene.manager, made)  # a table does not stand inside a line
    word_again(scene)

    drafting.issue(scene.manager, made)

    rows = paper(made).content["articles"][0]["blocks"][0]["rows"]
    assert rows[0] == ["Dernier jour", "1er janvier 2021", "31 décembre 2099"]
    assert acts.framework(scene.querenaing.id, scene.maing.id, date(2098, 1, 1)) is None
    sign(paper(made))
    assert (known.ends_on, known.renewable) == (UNTIL, True)
    assert acts.framework(scene.querenaing.id, scene.maing.id, date(2098, 1, 1))
    assert [each.kind for each in chains.papers(waiting)] == [PaperKind.SLIP]


def word_again(scene: Scene) -> None:
    """Have the next version of the amendment hold the table alone."""
    last = db.session.scalars(select(Wording)).one()
    last.articles = [{"title": "Objet", "text": "{modifications}"}]
    keep(last)


@pytest.mark.parametrize("state", [PaperState.DRAFT, PaperState.CANCELLED])
def test_only_what_stands_is_amended_and_only_when_something_changes(state: PaperState) -> None:
    scene = make_scene()
    known = make_framework(scene)
    same = Drafted(
        PaperKind.AMENDMENT, amends=known.id, ends_on=known.ends_on, renewable=known.renewable
    )
    made = drafting.prepare(scene.manager, same)
    with pytest.raises(WrongMoment, match="nothing_to_amend"):
        drafting.issue(scene.manager, made)
    known.state = state
    db.session.commit()

    with pytest.raises(WrongMoment, match="nothing_to_amend"):
        drafting.prepare(scene.manager, same)


def test_a_loan_gets_one_paper_of_its_own_and_no_second() -> None:
    scene = make_scene()
    forget_framework(scene)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    with pytest.raises(WrongMoment, match="paper_too_early"):
        drafting.issue_for_loan(scene.manager, asked_id, PaperKind.LOAN)
    reservations.approve(scene.manager, asked_id)
    with pytest.raises(WrongMoment, match="framework_missing"):
        drafting.issue_for_loan(scene.manager, asked_id, PaperKind.SLIP)
    with pytest.raises(NotAllowed):
        drafting.issue_for_loan(scene.secretary, asked_id, PaperKind.LOAN)

    drafting.issue_for_loan(scene.manager, asked_id, PaperKind.LOAN)

    with pytest.raises(WrongMoment, match="paper_issued"):
        drafting.issue_for_loan(scene.manager, asked_id, PaperKind.LOAN)
    assert [each.kind for each in issued_papers()] == [PaperKind.LOAN]


def test_a_slip_is_not_enough_for_what_takes_a_convention() -> None:
    scene = make_scene(formality=Formality.FULL)
    mine = agreed(scene)
    drafting.cancel(scene.manager, issued_papers()[0].id, "Erreur.")

    with pytest.raises(WrongMoment, match="slip_not_enough"):
        drafting.issue_for_loan(scene.manager, mine, PaperKind.SLIP)
