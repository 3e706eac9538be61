"""Who signs at the counter, and who does not."""

from dataclasses import replace

import pytest

from booking.paperwork import Means, SignState
from booking.rules.passages import Passing, Signed
from booking.usecases import at_counter, loans
from tests.factories import make_scene
from tests.signing import issued, signatures, states
from tests.usecases.test_reports import ABSENT, SIGNED, agreed, report_of

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize(
    ("passing", "expected"),
    [
        (Passing(signed=SIGNED), ["signed", "signed"]),
        (ABSENT, ["asked", "signed"]),
        (Passing(signed=replace(SIGNED, unsigned="désaccord")), ["asked", "signed"]),
        (Passing(signed=Signed(borrower_name="Luc Petit")), ["signed", "signed"]),
        (Passing(note="Rien à dire."), ["asked", "signed"]),
    ],
)
def test_the_borrower_signs_when_named_and_willing(passing: Passing, expected: list[str]) -> None:
    scene = make_scene()
    agreed_id = agreed(scene)

    loans.hand_over(scene.manager, agreed_id, passing)

    assert states(report_of(agreed_id).id) == expected


def test_what_was_agreed_without_a_stroke_says_so() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)

    loans.hand_over(scene.manager, agreed_id, Passing(signed=Signed(borrower_name="Luc Petit")))

    first, _ = signatures(report_of(agreed_id).id)
    assert first.means is Means.COUNTER
    assert first.consent.endswith("Quérénaing (accord donné sans tracé).")


def test_no_other_paper_is_signed_there() -> None:
    made = issued(make_scene())

    at_counter.give(made)

    assert {each.state for each in made.signatures} <= {SignState.ASKED, SignState.WAITING}
