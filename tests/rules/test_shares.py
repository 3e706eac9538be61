"""Exact parts of what was bought together."""

from fractions import Fraction

import pytest

from booking.rules import shares

ARTRES, MONCHAUX, QUERENAING, VERCHAIN = range(1, 5)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("25 %", Fraction(1, 4)),
        ("25%", Fraction(1, 4)),
        ("27,5 %", Fraction(11, 40)),
        ("27.5 %", Fraction(11, 40)),
        ("33,3333\N{NO-BREAK SPACE}%", Fraction(333333, 1000000)),
        ("100 %", Fraction(1)),
        ("0 %", Fraction(0)),
        ("-25 %", Fraction(-1, 4)),
        ("-0,5 %", Fraction(-1, 200)),
        ("1/3", Fraction(1, 3)),
        (" 2 / 6 ", Fraction(1, 3)),
        ("-1/3", Fraction(-1, 3)),
        ("1/0", None),
        ("1/3/3", None),
        ("25", None),
        ("0,25", None),
        ("un quart", None),
        ("", None),
        ("25 % environ", None),
        ("27,55555 %", None),
        ("1000 %", None),
        ("1/10000000", None),
        ("=1/3", None),
    ],
)
def test_a_part_is_read_exactly_or_not_at_all(text: str, part: Fraction | None) -> None:
    assert shares.read(text) == part


QUARTER, THIRD = Fraction(1, 4), Fraction(1, 3)


@pytest.mark.parametrize(
    ("parts", "lead", "faults"),
    [
        ([], ARTRES, []),
        ([(each, QUARTER) for each in (1, 2, 3, 4)], ARTRES, []),
        ([(each, THIRD) for each in (1, 2, 3)], QUERENAING, []),
        ([(1, Fraction(11, 40)), (2, Fraction(29, 40))], MONCHAUX, []),
        ([(each, QUARTER) for each in (1, 2, 3)], ARTRES, [(None, "not_whole")]),
        ([(1, Fraction(3333, 10000))] * 1 + [(2, Fraction(6666, 10000))], 1, [(None, "not_whole")]),
        ([(1, THIRD), (1, THIRD), (2, THIRD)], ARTRES, [(1, "twice")]),
        ([(1, Fraction(5, 4)), (2, -QUARTER)], ARTRES, [(1, "not_positive")]),
        ([(1, Fraction(1)), (2, Fraction(0))], ARTRES, [(1, "not_positive")]),
        ([(1, Fraction(1))], ARTRES, [(None, "alone")]),
        ([(1, THIRD), (2, 2 * THIRD)], VERCHAIN, [(None, "lead")]),
        ([(1, THIRD), (2, THIRD)], VERCHAIN, [(None, "not_whole"), (None, "lead")]),
        ([(1, -THIRD), (1, THIRD)], VERCHAIN, [(0, "not_positive"), (1, "twice")]),
    ],
)
def test_inconsistent_shares_are_named(
    parts: list[tuple[int, Fraction]], lead: int, faults: list[tuple[int | None, str]]
) -> None:
    assert list(shares.faults(parts, lead)) == faults
