"""When something is taken, and no word of by whom."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from booking.documents.freebusy import FreeBusy, outside, render
from booking.period import Period
from booking.rules.planning import together

START = datetime(2027, 10, 1, tzinfo=UTC)
Spans = list[tuple[int, int]]


def days(*spans: tuple[int, int]) -> list[Period]:
    """Return periods, in days from the first of October."""
    return [Period(*(START + timedelta(days=each) for each in span)) for span in spans]


def told(busy: Spans, tentative: Spans) -> icalendar.FreeBusy:
    """Return what is read again of a file, of which every line is sound."""
    body = render(
        FreeBusy(
            uid="free-busy-1@parc",
            changed_at=START,
            span=days((0, 100))[0],
            busy=tuple(days(*busy)),
            tentative=tuple(days(*tentative)),
        )
    )
    assert body.isascii()
    assert max(map(len, body.split(b"\r\n"))) <= 75
    assert b"METHOD" not in body
    calendar = icalendar.Calendar.from_ical(body)
    assert not [each for each in calendar.walk() if each.errors]
    (found,) = calendar.walk("VFREEBUSY")
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], []),
        ([(1, 2)], [(1, 2)]),
        ([(3, 4), (1, 2)], [(1, 2), (3, 4)]),
        ([(1, 3), (2, 4)], [(1, 4)]),
        ([(1, 2), (2, 3)], [(1, 3)]),
        ([(1, 9), (2, 3), (4, 5)], [(1, 9)]),
    ],
)
def test_spans_that_overlap_or_touch_are_one(given: Spans, expected: Spans) -> None:
    assert together(days(*given)) == days(*expected)


@pytest.mark.parametrize(
    ("given", "taken", "expected"),
    [
        ([(1, 9)], [], [(1, 9)]),
        ([(1, 9)], [(0, 1), (9, 10)], [(1, 9)]),
        ([(1, 9)], [(3, 4), (6, 7)], [(1, 3), (4, 6), (7, 9)]),
        ([(1, 9)], [(0, 3), (8, 12)], [(3, 8)]),
        ([(1, 9)], [(0, 12)], []),
    ],
)
def test_what_is_only_asked_for_is_told_where_nothing_is_taken(
    given: Spans, taken: Spans, expected: Spans
) -> None:
    assert list(outside(days(*given), days(*taken))) == days(*expected)


def test_the_file_tells_both_in_utc_within_its_span() -> None:
    found = told([(-5, 2), (4, 6), (99, 120), (200, 210)], [(5, 8), (98, 101)])

    lines = found["FREEBUSY"]
    assert [(each.params["FBTYPE"], each.to_ical().decode()) for each in lines] == [
        ("BUSY", "20271001T000000Z/20271003T000000Z"),
        ("BUSY", "20271005T000000Z/20271007T000000Z"),
        ("BUSY", "20280108T000000Z/20280109T000000Z"),
        ("BUSY-TENTATIVE", "20271007T000000Z/20271009T000000Z"),
        ("BUSY-TENTATIVE", "20280107T000000Z/20280108T000000Z"),
    ]
    assert found["UID"] == "free-busy-1@parc"
    assert found.decoded("DTSTAMP") == START


def test_nothing_taken_is_a_file_too() -> None:
    assert "FREEBUSY" not in told([], [])
