"""Which loans are in dispute, which may be closed by themselves."""

from typing import Any

import pytest

from booking import clock
from booking.db import db
from booking.models.loans import Passage
from booking.queries import disputes
from booking.rules.passages import Counted, Passing, Signed
from booking.usecases import closing, loans
from tests.factories import make_scene, row
from tests.usecases.tending import hand_over


def test_each_loan_is_in_dispute_for_its_own_reasons(base: Any) -> None:
    scene = make_scene(40)
    damaged, contested, signed, out = (hand_over(scene, 5) for _ in range(4))
    (line,) = row(damaged).lines
    loans.take_back(scene.manager, damaged, Passing((Counted(line.id, 5, damaged=1),)))
    loans.take_back(scene.manager, contested)
    report = db.session.query(Passage).order_by(Passage.id.desc()).first()
    assert report is not None
    closing.contest(scene.secretary, report.id, "Non.")
    loans.take_back(scene.manager, signed, Passing(signed=Signed(borrower_drawn="M1 1 L2 2")))

    known = [damaged, contested, signed, out]
    assert disputes.among(known) == {damaged, contested}
    assert disputes.among([signed, out]) == disputes.among([]) == set()
    assert [disputes.has_incident(each) for each in known] == [True, False, False, False]
    assert [disputes.is_contested(each) for each in known] == [False, True, False, False]
    assert disputes.to_close(clock.now()) == [signed]


@pytest.mark.parametrize("answer", ["D’accord."])
def test_an_answer_ends_a_contest(base: Any, answer: str) -> None:
    scene = make_scene(40)
    mine = hand_over(scene, 5)
    loans.take_back(scene.manager, mine)
    report = db.session.query(Passage).order_by(Passage.id.desc()).first()
    assert report is not None
    closing.contest(scene.secretary, report.id, "Non.")

    closing.close(scene.manager, mine, answer)

    assert disputes.among([mine]) == set()
