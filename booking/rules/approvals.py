"""What a pool validates at once: the conditions it stated, and what a person must still look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from booking.rules.terms import Verdict

LATER = frozenset(
    {"control_planned", "event_asked", "event_by", "insurance_lapses", "people_lapses"}
)
"""What is owed because it can only exist later (design § 7): no reason to wait for a person."""
SAID_TO_ALL = ("ground_", "event_advice", "signatory_outdated", "act_not_transmitted")
"""How verdicts begin that are the same for each loan: of the pool or its lender, mere advice."""


@dataclass(frozen=True)
class Rule:
    """The conditions under which nobody need answer; an empty set means all of them."""

    name: str
    borrower_ids: frozenset[int] = frozenset()
    item_ids: frozenset[int] = frozenset()
    most: int | None = None  # of each item
    longest_days: int | None = None
    ends_on: date | None = None

    def lasts(self, today: date) -> bool:
        """Tell whether the rule still answers."""
        return self.ends_on is None or today <= self.ends_on


@dataclass(frozen=True)
class Case:
    """One request as the rules look at it; `quantities` are by item."""

    borrower_id: int
    quantities: Mapping[int, int]
    days: int
    own: bool = False  # the manager asks its own pool
    elected: bool = False  # only an elected person may decide


def against(rule: Rule, case: Case) -> list[str]:
    """Return which conditions of a rule a request does not meet, none when it answers it."""
    short = rule.longest_days is None or case.days <= rule.longest_days
    known = not rule.item_ids or case.quantities.keys() <= rule.item_ids
    few = rule.most is None or all(each <= rule.most for each in case.quantities.values())
    met = {
        "borrower": not rule.borrower_ids or case.borrower_id in rule.borrower_ids,
        "item": known,
        "quantity": few,
        "length": short,
        "own": not case.own,
        "elected": not case.elected,
    }
    return [name for name, holds in met.items() if not holds]


def for_a_person(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return what somebody must look at before the answer: what blocks, is owed or doubtful."""
    return [each for each in verdicts if _stops(each)]


def _stops(verdict: Verdict) -> bool:
    if verdict.level in ("ok", "info") or verdict.code.startswith(SAID_TO_ALL):
        return False
    return verdict.level != "owed" or verdict.code not in LATER
