"""Returns that are contested: who is to answer, what was answered, until when one may contest."""

from datetime import timedelta

import pytest

from booking import clock
from booking.queries import contests
from booking.rules.passages import Passing, Signed
from booking.usecases import closing, loans
from booking.vocabulary import Role
from tests.factories import Scene, make_actor, make_commune, make_scene, set_clock
from tests.usecases.tending import hand_over

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)
UNSIGNED = Passing(signed=Signed(unsigned="Déposé le soir."))


def back(scene: Scene, passing: Passing = UNSIGNED) -> tuple[int, int]:
    """Let chairs leave and come back; return the reservation and the passage."""
    mine = hand_over(scene, 4)
    loans.take_back(scene.manager, mine, passing)
    (noted,) = [
        each for each in contests.to_contest(scene.secretary) if each.reservation.id == mine
    ]
    return mine, noted.passage_id


def test_a_contest_waits_for_the_manager_alone_until_it_is_answered() -> None:
    scene = make_scene(40)
    mine, passage_id = back(scene)
    assert (contests.count_to_answer(scene.manager), contests.to_answer(scene.manager)) == (0, [])

    closing.contest(scene.secretary, passage_id, "Rien n’était cassé.")

    (found,) = contests.to_answer(scene.manager)
    assert (found.reservation.id, found.said) == (mine, "Rien n’était cassé.")
    technician = make_actor(scene.maing, Role.TECHNICIAN)
    other = make_actor(make_commune(scene.territory, "Anzin"), Role.MANAGER)
    counts = [(scene.manager, 1), (technician, 0), (scene.secretary, 0), (other, 0)]
    for who, count in counts:
        assert contests.count_to_answer(who) == len(contests.to_answer(who)) == count
    assert contests.unanswered([mine]) == {mine}

    closing.answer_contest(scene.manager, mine, "Recompté : neuf.")

    assert contests.count_to_answer(scene.manager) == 0
    assert contests.unanswered([mine]) == set()


def test_both_read_the_answer_under_the_objection() -> None:
    scene = make_scene(40)
    mine, passage_id = back(scene)
    closing.contest(scene.secretary, passage_id, "Rien n’était cassé.")
    for who in (scene.secretary, scene.manager):
        assert [each.answer for each in contests.of_loan(who, mine)] == [None]

    closing.answer_contest(scene.manager, mine, "Recompté : neuf.")

    for who in (scene.secretary, scene.manager):
        (found,) = contests.of_loan(who, mine)
        assert found.answer
        assert (found.said, found.answer.said) == ("Rien n’était cassé.", "Recompté : neuf.")
    assert contests.of_loan(make_actor(make_commune(scene.territory, "Anzin")), mine) == []


def test_an_answer_given_while_closing_is_one_too() -> None:
    scene = make_scene(40)
    mine, passage_id = back(scene)
    closing.contest(scene.secretary, passage_id, "Rien n’était cassé.")

    closing.close(scene.manager, mine, "Vous avez raison.")

    assert [each.said for each in contests.answers(mine)] == ["Vous avez raison."]


def test_who_borrowed_knows_until_when_it_may_contest(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine, passage_id = back(scene)

    (found,) = contests.to_contest(scene.secretary)
    assert found.until
    assert found.until > clock.now() + DAY
    assert contests.to_contest(scene.manager) == []
    set_clock(monkeypatch, found.until)
    assert contests.to_contest(scene.secretary) == []
    set_clock(monkeypatch, found.until - DAY)
    closing.contest(scene.secretary, passage_id, "Non.")
    assert contests.to_contest(scene.secretary) == []
    assert mine
