"""Which papers a loan asks for: each once, by the day it is owed."""

from datetime import date

from booking.fitness import Moment
from booking.rules.papers import asked
from booking.rules.terms import Verdict

FIRST = date(2026, 12, 4)
EARLY = date(2026, 11, 4)


def said(code: str, key: str, by: date | None = None) -> Verdict:
    facts = {"requirement": key, "label": key, "source": "CTS 3"}
    return Verdict(code, "owed", facts | ({"by": by} if by else {}))


def test_each_paper_is_asked_once_the_first_owed_at_the_top() -> None:
    key, notice = said("event_asked", "key", FIRST), said("event_by", "notice", EARLY)

    found = asked({Moment.REQUEST: [key], Moment.APPROVAL: [key, notice]}, FIRST)

    assert [(each.requirement, each.by) for each in found] == [("notice", EARLY), ("key", FIRST)]
    assert found[0].source == "CTS 3"


def test_what_is_asked_at_the_hand_over_alone_is_owed_by_the_first_day() -> None:
    today = date(2026, 10, 1)

    found = asked({Moment.HAND_OVER: [said("event_asked", "key", today)]}, FIRST)

    assert [each.by for each in found] == [FIRST]


def test_what_is_no_paper_of_the_borrower_is_not_asked() -> None:
    others = ("control_lapsed", "people_missing", "event_advice", "weights", "insurance_held")

    assert asked({Moment.REQUEST: [said(code, code) for code in others]}, FIRST) == []


def test_an_insurance_that_lacks_may_come_with_the_request_and_is_seen_elsewhere() -> None:
    found = asked({Moment.REQUEST: [said("insurance_missing", "insurance", FIRST)]}, FIRST)

    assert [(each.requirement, each.at_counter) for each in found] == [("insurance", False)]
