"""What a commune needs in order, and for how long it is."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from booking.rules.readiness import Span, is_ready, judge, subjects
from booking.vocabulary import OrganizationKind, Readiness, Subject

TODAY = date(2026, 12, 4)
DONE, SOON, TODO = Readiness.DONE, Readiness.SOON, Readiness.TODO


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("spans", "state", "until"),
    [
        ([], TODO, None),
        ([(day(-10), None)], DONE, None),
        ([(day(0), None)], DONE, None),
        ([(day(1), None)], TODO, None),
        ([(day(-10), day(-1))], TODO, None),
        ([(day(-10), day(0))], SOON, day(0)),
        ([(day(-10), day(59))], SOON, day(59)),
        ([(day(-10), day(60))], DONE, day(60)),
        ([(day(-10), day(20)), (day(21), day(300))], DONE, day(300)),
        ([(day(21), day(300)), (day(-10), day(20))], DONE, day(300)),
        ([(day(-10), day(20)), (day(22), day(300))], SOON, day(20)),
        ([(day(-10), day(20)), (day(-10), None)], DONE, None),
        ([(day(-300), day(-200)), (day(-10), day(20))], SOON, day(20)),
    ],
)
def test_a_subject_stands_where_its_papers_say(
    spans: Sequence[Span], state: Readiness, until: date | None
) -> None:
    found = judge(Subject.INSURANCE, spans, TODAY)

    assert (found.state, found.until) == (state, until)


def test_all_is_ready_when_nothing_ends_soon() -> None:
    good = judge(Subject.ADHESION, [(day(-10), None)], TODAY)
    ending = judge(Subject.INSURANCE, [(day(-10), day(5))], TODAY)
    missing = judge(Subject.SIGNATORY, [], TODAY)

    assert is_ready([good])
    assert not is_ready([good, ending])
    assert not is_ready([good, missing])


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (OrganizationKind.COMMUNE, 5),
        (OrganizationKind.EPCI, 2),
        (OrganizationKind.SYNDICATE, 2),
        (OrganizationKind.ASSOCIATION, 2),
    ],
)
def test_each_kind_needs_what_concerns_it(kind: OrganizationKind, count: int) -> None:
    assert len(subjects(kind)) == count
