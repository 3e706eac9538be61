"""Papers issued, signed, refused, amended and cancelled in any order stay what they were."""

import pytest

from booking.paperwork import PaperState
from tests.signing import print_plainly
from tests.usecases.paper_walk import Walk, every_paper

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_whatever_is_done_with_papers_they_stay_what_they_were(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_plainly(monkeypatch)
    walk = Walk(seed, monkeypatch)

    for _ in range(120):
        walk.step()

    states = {each.state for each in every_paper()}
    assert len([name for name in walk.done if ":" not in name]) > 10, walk.done
    assert len([name for name in walk.done if ":" in name]) > 10, walk.done
    assert states >= {PaperState.SIGNED, PaperState.TO_SIGN, PaperState.CANCELLED}, walk.done
