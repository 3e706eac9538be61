"""What is counted at a return, against what is still out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.errors import Invalid, WrongMoment
from booking.rules.passages import Counted
from booking.rules.returns import REST, Along, Awaited, lacking, settle

CHAIRS, TENTS, MIXED = (
    Awaited(1, "Chaise pliante", 40),
    Awaited(2, "Barnum", 2, ("BAR-1", "BAR-2")),
    Awaited(3, "Sono", 3, ("SON-1",)),
)


def told(*rows: Counted, out: tuple[Awaited, ...] = (CHAIRS, TENTS)) -> list[tuple[object, ...]]:
    """Return what is settled: line, copy, back, damaged, given up."""
    return [
        (each.line_id, each.unit, each.quantity, each.damaged, each.missing)
        for each in settle(rows, out)
    ]


def test_nothing_counted_is_everything_back_and_good() -> None:
    assert told() == [(1, "", 40, 0, 0), (2, "BAR-1", 1, 0, 0), (2, "BAR-2", 1, 0, 0)]
    assert told(out=(MIXED,)) == [(3, "SON-1", 1, 0, 0), (3, "", 2, 0, 0)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([Counted(1, 37)], [(1, "", 37, 0, 0)]),
        ([Counted(1, REST, damaged=3)], [(1, "", 40, 3, 0)]),
        ([Counted(1, REST, missing=2)], [(1, "", 38, 0, 2)]),
        ([Counted(1, 0, missing=40)], [(1, "", 0, 0, 40)]),
        ([Counted(2, REST, "BAR-2")], [(2, "BAR-2", 1, 0, 0)]),
        ([Counted(2, REST, "BAR-1", missing=1)], [(2, "BAR-1", 0, 0, 1)]),
        ([Counted(2, 2)], [(2, "BAR-1", 1, 0, 0), (2, "BAR-2", 1, 0, 0)]),
        ([Counted(1, 0), Counted(2, 1, "BAR-1", damaged=1)], [(2, "BAR-1", 1, 1, 0)]),
        (
            [Counted(1, 20), Counted(1, 20, damaged=1)],
            [(1, "", 20, 0, 0), (1, "", 20, 1, 0)],
        ),
    ],
)
def test_what_is_counted_is_what_is_back(
    rows: list[Counted], expected: list[tuple[object, ...]]
) -> None:
    assert told(*rows) == expected


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([Counted(1, 41)], "more_back_than_out"),
        ([Counted(1, 39, missing=2)], "more_back_than_out"),
        ([Counted(1, 30), Counted(1, 11)], "more_back_than_out"),
        ([Counted(2, 3)], "more_back_than_out"),
        ([Counted(2, 1, "BAR-9")], "copy_not_of_loan"),
        ([Counted(1, 1, "BAR-1")], "copy_not_of_loan"),
        ([Counted(2, 1, "BAR-1"), Counted(2, 1, "BAR-1")], "copy_counted_twice"),
        ([Counted(2, 1, "BAR-1", missing=1)], "copy_counted_twice"),
        ([Counted(2, 1)], "copies_unsaid"),
        ([Counted(2, 2, damaged=1)], "copies_unsaid"),
        ([Counted(9, 1)], "line_not_of_loan"),
        ([Counted(1, 0)], "nothing_counted"),
    ],
)
def test_what_cannot_be_is_refused_by_name(rows: list[Counted], code: str) -> None:
    with pytest.raises(WrongMoment, match=code):
        told(*rows)


@pytest.mark.parametrize("row", [Counted(1, 3, damaged=4), Counted(1, 3, dirty=4)])
def test_no_more_is_damaged_or_dirty_than_is_back(row: Counted) -> None:
    with pytest.raises(Invalid):
        told(row)


@given(
    out=st.integers(0, 20),
    copies=st.sets(st.sampled_from(["A", "B", "C"])),
    parts=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=4),
    named=st.lists(st.sampled_from(["A", "B", "C", "D"]), max_size=3),
)
def test_never_more_comes_back_than_is_out(
    out: int, copies: set[str], parts: list[tuple[int, int]], named: list[str]
) -> None:
    line = Awaited(1, "Chose", max(out, len(copies)), tuple(sorted(copies)))
    rows = [Counted(1, 1, unit) for unit in named]
    rows += [Counted(1, back, missing=lost) for back, lost in parts]
    try:
        settled = settle(rows, [line])
    except WrongMoment:
        return

    units = [each.unit for each in settled if each.unit]
    assert sum(each.quantity + each.missing for each in settled) <= line.quantity
    assert len(units) == len(set(units))
    assert set(units) <= copies
    assert all(each.quantity + each.missing == 1 for each in settled if each.unit)


@pytest.mark.parametrize(
    ("back", "missing", "lost"),
    [
        (8, 0, []),
        (6, 0, [("Piquet", 2)]),
        (9, 0, []),
        (6, 1, []),
        (5, 1, [("Piquet", 1)]),
    ],
)
def test_what_went_with_lost_things_is_not_lacking_besides(
    back: int, missing: int, lost: list[tuple[str, int]]
) -> None:
    out = Along().plus(4, 0, [("Piquet", 8)])
    told = Along().plus(4 - missing, missing, [("Piquet", back), ("Corde", 1)])

    assert lacking(out, told) == lost
