"""Which passages have a report, and what messages tell of them."""

import pytest

from booking.db import db
from booking.handling import Direction
from booking.models.loans import PassageLine
from booking.queries import reports
from booking.rules.passages import Passing
from booking.usecases import loans
from tests.factories import ask, make_scene
from tests.usecases.test_reports import BOTH, agreed, report_of

pytestmark = pytest.mark.usefixtures("base")


def test_a_passage_that_is_told_has_its_report_at_once() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    loans.hand_over(scene.manager, agreed_id, BOTH)
    made = report_of(agreed_id)
    assert made.passage_id

    assert reports.lacking(agreed_id) == ()
    assert reports.to_issue() == []
    told = reports.told([made.passage_id, 0])[made.passage_id]
    assert told.named == f"état des lieux de départ n° {made.number}"
    assert (told.convention_id, told.is_signed) == (made.id, True)
    assert reports.of_passage(made.passage_id) is made
    name, content = reports.attached(made.passage_id) or ("", b"")
    assert name.endswith(f"{made.number}.pdf")
    assert content.startswith(b"%PDF")


def test_one_that_says_nothing_has_none_until_something_is_told() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    loans.hand_over(scene.manager, agreed_id, Passing())

    (lacking,) = reports.lacking(agreed_id)

    assert (lacking.direction, lacking.told) == (Direction.OUT, False)
    assert reports.attached(lacking.passage_id) is None
    db.session.query(PassageLine).one().damaged = 1
    db.session.commit()
    assert reports.to_issue() == [lacking.passage_id]
    assert reports.told([]) == {}


def test_another_loan_lacks_nothing() -> None:
    scene = make_scene()
    loans.hand_over(scene.manager, agreed(scene))
    (other,) = ask(scene.secretary, (scene.chairs, 1))

    assert reports.lacking(other) == ()
