"""How many are out, back and given up, from what passed the counter."""

from dataclasses import dataclass

from booking.handling import Direction
from booking.rules.passages import Tally, tally


@dataclass(frozen=True)
class Line:
    """A line of a passage."""

    line_id: int
    quantity: int
    damaged: int = 0
    missing: int = 0


def test_what_left_in_several_times_comes_back_in_several() -> None:
    found = tally(
        [
            (Direction.OUT, Line(1, 30)),
            (Direction.OUT, Line(1, 10)),
            (Direction.OUT, Line(2, 1)),
            (Direction.BACK, Line(1, 25, damaged=3)),
            (Direction.BACK, Line(1, 10, missing=2)),
        ]
    )

    assert found == {1: Tally(40, 35, 3, 2), 2: Tally(1)}
    assert (found[1].awaited, found[2].awaited) == (3, 1)


def test_nothing_passed_leaves_nothing_awaited() -> None:
    assert tally([]) == {}
    assert Tally().awaited == 0
