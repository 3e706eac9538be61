"""Granting less: never more, nor nothing, nor a drone without its pilot."""

from collections.abc import Mapping

import pytest

from booking.errors import Invalid, WrongMoment
from booking.rules.partly import Part, granted

CHAIRS, DRONE, PILOT = 1, 2, 3
LINES = [Part(10, CHAIRS, "Chaise", 60), Part(20, DRONE, "Drone", 2, (PILOT,))]
ALONG = Part(30, PILOT, "Télépilote", 2)
MORE = Part(30, PILOT, "Télépilote", 3)  # one was asked for its own sake


@pytest.mark.parametrize(
    ("pilots", "wanted", "expected"),
    [
        (ALONG, {10: 40}, {10: 40, 20: 2, 30: 2}),
        (ALONG, {10: 0}, {10: 0, 20: 2, 30: 2}),
        (ALONG, {20: 1}, {10: 60, 20: 1, 30: 1}),
        (ALONG, {20: 0, 30: 2}, {10: 60, 20: 0, 30: 0}),
        (ALONG, {20: 1, 30: 1}, {10: 60, 20: 1, 30: 1}),
        (MORE, {20: 1}, {10: 60, 20: 1, 30: 3}),
        (MORE, {30: 2}, {10: 60, 20: 2, 30: 2}),
    ],
)
def test_what_goes_along_follows_what_is_granted(
    pilots: Part, wanted: Mapping[int, int], expected: Mapping[int, int]
) -> None:
    assert granted([*LINES, pilots], wanted, {}) == expected


@pytest.mark.parametrize("wanted", [{30: 1}, {30: 0}, {20: 1, 30: 0}])
def test_a_drone_never_goes_without_its_pilot(wanted: Mapping[int, int]) -> None:
    with pytest.raises(WrongMoment) as refusal:
        granted([*LINES, ALONG], wanted, {})

    assert refusal.value.code == "left_behind"
    assert refusal.value.facts["name"] == "Télépilote"


def test_a_pilot_whom_another_lender_counts_on_stays() -> None:
    alone = [Part(10, CHAIRS, "Chaise", 60), ALONG]

    with pytest.raises(WrongMoment):
        granted(alone, {30: 1}, {PILOT: 2})
    assert granted(alone, {30: 1}, {PILOT: 1})[30] == 1
    assert granted(alone, {10: 5}, {PILOT: 2})[30] == 2


def test_two_lines_of_pilots_are_lowered_from_the_last() -> None:
    parts = [
        Part(20, DRONE, "Drone", 3, (PILOT,)),
        Part(30, PILOT, "T", 2),
        Part(31, PILOT, "T", 1),
    ]

    assert granted(parts, {20: 1}, {}) == {20: 1, 30: 1, 31: 0}


@pytest.mark.parametrize("wanted", [{10: 61}, {10: 0, 20: 0}])
def test_neither_more_than_asked_nor_nothing_at_all(wanted: Mapping[int, int]) -> None:
    with pytest.raises(Invalid) as refusal:
        granted([*LINES, ALONG], wanted, {})

    assert "lines" in refusal.value.facts["errors"]  # type: ignore[operator]
