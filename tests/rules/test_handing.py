"""What leaves, as it was counted."""

from typing import Any

import pytest

from booking.errors import Invalid, WrongMoment
from booking.rules import handing
from booking.rules.handing import Goes
from booking.rules.partly import Part
from booking.rules.passages import Counted

PEGS = [Goes("Sardine", 4), Goes("Maillet", 1)]
DRONE, PILOT = Part(1, 11, "Drone", 2, (12,)), Part(2, 12, "Télépilote", 1)


def test_what_is_counted_is_known_by_line_and_what_is_nothing_is_left_out() -> None:
    bulk, copy = Counted(1, 3), Counted(2, 1, "T-1")

    assert handing.by_line([bulk, copy, Counted(3, 0)]) == {1: [bulk], 2: [copy]}


@pytest.mark.parametrize(
    ("counted", "code"),
    [
        ([Counted(1, 1, "T-1"), Counted(2, 1, "T-1")], "unit_twice"),
        ([Counted(1, 0)], "nothing_leaves"),
        ([], "nothing_leaves"),
    ],
)
def test_what_makes_no_sense_is_refused(counted: list[Counted], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        handing.by_line(counted)


@pytest.mark.parametrize(
    ("leaving", "elsewhere", "short"),
    [
        ({1: 2, 2: 1}, {}, False),  # one pilot was agreed for two
        ({1: 1, 2: 1}, {}, False),
        ({1: 1}, {}, True),
        ({2: 1}, {}, False),
        ({}, {12: 1}, True),  # of another lender's drone
    ],
)
def test_nothing_leaves_without_its_companion(
    leaving: dict[int, int], elsewhere: dict[int, int], short: bool
) -> None:
    if not short:
        handing.require_company([DRONE, PILOT], leaving, elsewhere)
        return
    with pytest.raises(WrongMoment, match="left_at_depot"):
        handing.require_company([DRONE, PILOT], leaving, elsewhere)


def test_what_goes_with_things_is_there_unless_somebody_counted_otherwise() -> None:
    found = handing.accessories(PEGS, [("Sardine", 7)], 2)

    assert found == [
        {"name": "Sardine", "expected": 8, "counted": 7},
        {"name": "Maillet", "expected": 2, "counted": 2},
    ]


@pytest.mark.parametrize(
    ("rows", "units", "found"),
    [
        ([Counted(1, 3)], [], [(3, "")]),
        ([Counted(1, 2)], ["A", "B"], [(1, "A"), (1, "B")]),
        ([Counted(1, 2)], ["A"], [(1, "A"), (1, "")]),
        ([Counted(1, 1), Counted(1, 1, "A")], ["A", "B"], [(1, "A"), (1, "B")]),
    ],
)
def test_each_copy_has_its_own_row(
    rows: list[Counted], units: list[str], found: list[tuple[int, str]]
) -> None:
    assert [(row.quantity, row.unit) for row in handing.told_apart(rows, units)] == found


def test_what_was_counted_for_all_copies_is_told_once() -> None:
    rows = handing.told_apart([Counted(1, 2, accessories=(("Sardine", 7),))], ["A", "B"])

    found: list[Any] = [goes for _, goes in handing.with_accessories(rows, PEGS[:1])]

    assert found == [[{"name": "Sardine", "expected": 8, "counted": 7}], []]


def test_what_nobody_counted_is_expected_with_each_copy() -> None:
    rows = [Counted(1, 1, "A"), Counted(1, 1, "B")]

    found = [goes for _, goes in handing.with_accessories(rows, PEGS[:1])]

    assert found == [[{"name": "Sardine", "expected": 4, "counted": 4}]] * 2


def test_instructions_are_told_once_under_the_name_of_each_thing() -> None:
    items = [("Tente", "Pas de vent."), ("Chaise", ""), ("Tente", "Pas de vent.")]

    assert handing.instructions(items) == "Tente : Pas de vent."
