"""Two managers, or a manager and a rule, who decide at the same moment on real databases."""

from functools import partial

import pytest
from flask import Flask

from booking.errors import WrongMoment
from booking.queries import health
from booking.rules.approvals import Rule
from booking.usecases import approvals, asking, reservations
from booking.vocabulary import Role, Status
from tests.factories import LONG_AGO, ask, asked, insure, make_actor, make_commune, make_scene, row
from tests.journeys.test_race import house, together

__all__ = ["house"]


@pytest.mark.parametrize("second", ["approve", "refuse"])
def test_one_decides_and_the_other_reads_by_whom_and_when(house: Flask, second: str) -> None:
    scene = make_scene()
    colleague = make_actor(scene.maing, Role.MANAGER)
    for _ in range(3):
        (asked_id,) = ask(scene.secretary, (scene.chairs, 2))
        other = partial(reservations.approve, colleague, asked_id)
        if second == "refuse":
            other = partial(reservations.refuse, colleague, asked_id, "Non.")

        answers = together(house, [partial(reservations.approve, scene.manager, asked_id), other])

        (late,) = [each for each in answers if isinstance(each, WrongMoment)]
        mine = row(asked_id)
        assert mine.decided_by
        assert late.facts["state"] is mine.status
        assert late.facts["decided_by"] == mine.decided_by.name
        assert late.facts["decided_at"] == mine.decided_at
        assert mine.revision == 1


def test_two_that_a_rule_would_answer_at_once_never_both_pass(house: Flask) -> None:
    """Each is the rival of the other, unless it came first: only then is it answered at once."""
    scene = make_scene(10)
    artres = make_commune(scene.territory, "Artres")
    for each in (scene.querenaing, artres):
        insure(each, LONG_AGO, LONG_AGO.replace(year=2098))
    approvals.add(scene.manager, scene.pool.id, Rule("Tout"))
    people = [scene.secretary, make_actor(artres)]

    wanted = asked((scene.chairs, 6))
    answers = together(house, [partial(asking.request, each, wanted) for each in people])

    made = [each for each in answers if isinstance(each, int)]
    assert len(made) == 1
    assert row(made[0]).status is Status.APPROVED
    assert health.excesses() == []
