"""What a condition report states, computed."""

from types import SimpleNamespace
from typing import Any

import pytest

from booking.handling import Direction, Meter, Wear
from booking.rules.reports import Metered, has_signed, is_told, one

EMPTY = {
    "borrower_name": "",
    "borrower_drawn": "",
    "keeper_drawn": "",
    "unsigned": "",
    "note": "",
    "lines": [],
    "direction": Direction.OUT,
}
BARE = {
    **{"damaged": 0, "dirty": 0, "missing": 0, "wear": None, "note": ""},
    **{"hours": None, "km": None, "energy": None, "accessories": []},
}


def passage(**told: Any) -> Any:
    """Return a passage of which this alone was told."""
    return SimpleNamespace(**EMPTY | told)


def line(**told: Any) -> Any:
    """Return a line of which this alone was told."""
    return SimpleNamespace(**BARE | told)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, False),
        ({"lines": [line()]}, False),
        ({"borrower_name": "Luc Petit"}, True),
        ({"keeper_drawn": "M1 2"}, True),
        ({"unsigned": "absent"}, True),
        ({"note": "Rayée."}, True),
        ({"lines": [line(), line(energy=0)]}, True),
        ({"lines": [line(wear=Wear.GOOD)]}, True),
        ({"lines": [line(missing=1)]}, True),
    ],
)
def test_a_passage_is_told_as_soon_as_something_is_said_of_it(
    told: dict[str, Any], expected: bool
) -> None:
    assert is_told(passage(**told)) is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, False),
        ({"borrower_name": "Luc Petit"}, True),
        ({"borrower_drawn": "M1 1 L2 2"}, True),
        ({"borrower_name": "Luc Petit", "unsigned": "désaccord"}, False),
        ({"borrower_drawn": "M1 1 L2 2", "unsigned": "désaccord"}, False),
        ({"borrower_name": "Luc Petit", "direction": Direction.BACK}, False),
        ({"borrower_drawn": "M1 1 L2 2", "direction": Direction.BACK}, True),
    ],
)
def test_who_gives_a_reason_or_a_mere_name_at_a_return_has_not_signed(
    told: dict[str, Any], expected: bool
) -> None:
    assert has_signed(passage(**told)) is expected


@pytest.mark.parametrize(
    ("before", "now", "difference"),
    [(1200, 1234, 34), (80, 30, -50), (None, 3, None), (3, None, None)],
)
def test_what_a_meter_ran_is_known_when_both_readings_are(
    before: int | None, now: int | None, difference: int | None
) -> None:
    assert Metered(Meter.HOURS, before, now).difference == difference


def test_of_several_states_the_worst_is_told() -> None:
    assert one([None, Wear.GOOD, Wear.WORN, Wear.NEW]) is Wear.WORN
    assert one([None]) is None
