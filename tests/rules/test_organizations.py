"""Keys of official numbers, and dates: where they stand, whether they meet."""

from datetime import date, timedelta

import pytest

from booking.rules.organizations import (
    SOON,
    Span,
    overlapping,
    rna_fits,
    siren_fits,
    standing,
)
from booking.vocabulary import Standing

TODAY = date(2027, 3, 15)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("siren", "fits"),
    [
        ("245901160", True),
        ("215904796", False),
        ("732829320", True),
        ("732829321", False),
        ("732829302", False),
        ("73282932", False),
        ("7328293200", False),
        ("73282932O", False),
        ("٧٣٢٨٢٩٣٢٠", False),
        ("", False),
        ("000000000", True),
    ],
)
def test_the_last_digit_of_a_siren_is_its_key(siren: str, fits: bool) -> None:
    assert siren_fits(siren) is fits


def test_one_wrong_digit_is_always_found() -> None:
    right = "732829320"
    for place in range(9):
        for digit in set("0123456789") - {right[place]}:
            assert not siren_fits(right[:place] + digit + right[place + 1 :])


@pytest.mark.parametrize(
    ("rna", "fits"),
    [
        ("W595012345", True),
        ("w595012345", False),
        ("595012345", False),
        ("W59501234", False),
        ("W5950123456", False),
        ("W59501234A", False),
        ("", False),
    ],
)
def test_a_number_of_the_register_of_associations(rna: str, fits: bool) -> None:
    assert rna_fits(rna) is fits


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "where"),
    [
        (TODAY - DAY, None, Standing.CURRENT),
        (TODAY, TODAY, Standing.ENDING),
        (TODAY + DAY, None, Standing.COMING),
        (TODAY + DAY, TODAY + 2 * DAY, Standing.COMING),
        (TODAY - DAY, TODAY - DAY, Standing.OVER),
        (TODAY - DAY, TODAY + SOON, Standing.ENDING),
        (TODAY - DAY, TODAY + SOON + DAY, Standing.CURRENT),
    ],
)
def test_where_something_dated_stands(
    starts_on: date, ends_on: date | None, where: Standing
) -> None:
    assert standing(starts_on, ends_on, TODAY) is where


JUNE, JULY = (date(2027, 6, 1), date(2027, 6, 30)), (date(2027, 7, 1), date(2027, 7, 31))


@pytest.mark.parametrize(
    ("spans", "new", "met"),
    [
        ([], JUNE, None),
        ([JUNE], JULY, None),
        ([JULY], JUNE, None),
        ([JUNE], (JUNE[1], None), JUNE),
        ([JULY], (JUNE[0], JULY[0]), JULY),
        ([JUNE], (date(2027, 6, 10), date(2027, 6, 12)), JUNE),
        ([(JUNE[0], None)], JULY, (JUNE[0], None)),
        ([JULY], (JUNE[0], None), JULY),
        ([JUNE, JULY], (date(2027, 8, 1), None), None),
    ],
)
def test_spans_that_share_a_day_meet(spans: list[Span], new: Span, met: Span | None) -> None:
    assert overlapping(spans, new) == met
