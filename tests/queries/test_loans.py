"""What left of several reservations, read at once."""

import pytest

from booking.queries import loans
from booking.rules.calls import Passed
from booking.usecases import loans as acts
from booking.usecases import reservations
from tests.factories import ask, make_scene, row

pytestmark = pytest.mark.usefixtures("base")


def test_only_what_left_has_a_loan_and_what_passed_is_counted_by_line() -> None:
    scene = make_scene()
    (out,), (kept,) = (ask(scene.secretary, (scene.chairs, many)) for many in (4, 2))
    for mine in (out, kept):
        reservations.approve(scene.manager, mine)
    acts.hand_over(scene.manager, out)

    found = loans.of_each([out, kept])

    assert list(found) == [out]
    assert loans.of_reservation(kept) is None
    tally = loans.tally(found[out])
    assert tally[row(out).lines[0].id].awaited == 4
    assert loans.tally(None) == {}
    left = found[out].handed_over_at
    assert loans.passed([out, kept]) == {out: Passed(left)}
    acts.take_back(scene.manager, out)
    assert loans.passed([out, kept]) == {out: Passed(left, found[out].returned_at)}
