"""What another version takes beyond what is agreed, instant by instant."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.period import Period
from booking.rules.envelope import Span, extras

NOON = datetime(2027, 3, 22, 12, tzinfo=UTC)
HOURS = 12


def span(first: int, last: int, quantity: int) -> Span:
    """Return so many from an hour to another."""
    return Period(NOON + timedelta(hours=first), NOON + timedelta(hours=last)), quantity


def taken(spans: list[Span], hour: int) -> int:
    """Return how many are taken in the middle of an hour."""
    at = NOON + timedelta(hours=hour, minutes=30)
    return sum(many for period, many in spans if period.starts_at <= at < period.ends_at)


@pytest.mark.parametrize(
    ("agreed", "asked", "beyond"),
    [
        ([span(0, 4, 10)], [span(0, 4, 10)], []),
        ([span(0, 4, 10)], [span(1, 3, 4)], []),
        ([span(0, 4, 10)], [span(0, 4, 15)], [span(0, 4, 5)]),
        ([span(0, 4, 10)], [span(2, 6, 10)], [span(4, 6, 10)]),
        ([span(2, 4, 10)], [span(0, 6, 12)], [span(0, 2, 12), span(2, 4, 2), span(4, 6, 12)]),
        ([span(0, 2, 10)], [span(4, 6, 3)], [span(4, 6, 3)]),
        ([], [span(0, 2, 10)], [span(0, 2, 10)]),
        ([span(0, 2, 10)], [], []),
        ([span(0, 2, 4), span(0, 2, 6)], [span(0, 2, 5), span(0, 2, 7)], [span(0, 2, 2)]),
    ],
)
def test_only_what_is_needed_beyond_is_taken(
    agreed: list[Span], asked: list[Span], beyond: list[Span]
) -> None:
    assert extras(agreed, asked) == beyond


spans = st.lists(
    st.tuples(
        st.integers(0, HOURS - 1), st.integers(1, HOURS), st.integers(min_value=1, max_value=9)
    ).map(lambda each: span(each[0], min(HOURS, each[0] + each[1]), each[2])),
    max_size=4,
)


@given(spans, spans)
def test_agreed_and_extras_are_the_greater_of_agreed_and_asked(
    agreed: list[Span], asked: list[Span]
) -> None:
    beyond = extras(agreed, asked)

    for hour in range(HOURS):
        held, wanted = taken(agreed, hour), taken(asked, hour)
        assert held + taken(beyond, hour) == max(held, wanted)


@given(spans, spans)
def test_extras_are_spans_that_never_overlap(agreed: list[Span], asked: list[Span]) -> None:
    beyond = extras(agreed, asked)

    assert all(many > 0 for _, many in beyond)
    assert all(one.ends_at <= after.starts_at for (one, _), (after, _) in pairwise(beyond))
