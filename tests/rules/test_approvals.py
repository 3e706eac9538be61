"""What a rule answers for, and what waits for a person all the same."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from booking.rules.approvals import Case, Rule, against, for_a_person
from booking.rules.terms import Verdict

CASE = Case(borrower_id=11, quantities={1: 40, 2: 2}, days=3)
ALL = Rule("Tout")


@pytest.mark.parametrize(
    ("rule", "case", "expected"),
    [
        (ALL, CASE, []),
        (Rule("R", borrower_ids=frozenset({11, 12})), CASE, []),
        (Rule("R", borrower_ids=frozenset({12})), CASE, ["borrower"]),
        (Rule("R", item_ids=frozenset({1, 2, 3})), CASE, []),
        (Rule("R", item_ids=frozenset({1})), CASE, ["item"]),
        (Rule("R", most=40), CASE, []),
        (Rule("R", most=39), CASE, ["quantity"]),
        (Rule("R", longest_days=3), CASE, []),
        (Rule("R", longest_days=2), CASE, ["length"]),
        (ALL, replace(CASE, own=True), ["own"]),
        (ALL, replace(CASE, elected=True), ["elected"]),
        (Rule("R", most=1, longest_days=1), CASE, ["quantity", "length"]),
    ],
)
def test_a_rule_says_which_conditions_are_not_met(
    rule: Rule, case: Case, expected: list[str]
) -> None:
    assert against(rule, case) == expected


def test_a_rule_lasts_until_its_last_day_included() -> None:
    rule = Rule("R", ends_on=date(2027, 3, 31))

    assert [rule.lasts(date(2027, 3, day)) for day in (30, 31)] == [True, True]
    assert not rule.lasts(date(2027, 4, 1))
    assert ALL.lasts(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("code", "level", "waits"),
    [
        ("adhesion", "ok", False),
        ("own_organization", "info", False),
        ("available", "block", True),
        ("insurance_missing", "owed", True),
        ("insurance_missing", "warn", True),
        ("insurance_lapses", "owed", False),  # next year's cannot exist yet
        ("event_asked", "owed", False),  # shown at the pick-up
        ("event_late", "warn", True),
        ("control_lapsed", "owed", True),
        ("control_planned", "owed", False),
        ("people_missing", "owed", True),
        ("hours", "warn", True),
        ("lender_act", "warn", True),
        ("event_advice", "warn", False),
        ("signatory_outdated", "warn", False),  # of the lender, for each of its loans
        ("ground_members", "warn", False),  # of the pool, not of this loan
    ],
)
def test_a_person_looks_at_what_blocks_is_owed_or_doubtful(
    code: str, level: str, waits: bool
) -> None:
    facts: dict[str, Any] = {}

    assert bool(for_a_person([Verdict(code, level, facts)])) is waits
