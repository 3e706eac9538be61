"""Which papers the requirements ask of one loan, from what they say of it at each moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from booking.fitness import Moment
from booking.rules.terms import Verdict

AT_COUNTER = frozenset({"event_asked", "event_by", "event_late", "event_seen"})
"""What the borrower shows for one loan, and somebody says to have seen."""
OF_INSURANCE = frozenset({"insurance_missing", "insurance_lapses"})
"""What is kept with the organization, and may come with the request meanwhile.

What people hold is not joined: its date and who saw it are enough (domain § 3, RGPD).
"""


@dataclass(frozen=True)
class Asked:
    """One paper asked of a loan, and by which day."""

    requirement: str
    label: str
    source: str
    by: date | None
    at_counter: bool  # somebody may say to have seen it, for this loan alone


def asked(judged: Mapping[Moment, Iterable[Verdict]], first: date) -> list[Asked]:
    """Return each paper once, the first owed at the top; `first` is the first day of the loan.

    At the hand-over a loan is judged as if it began today: what is owed by then is owed by the
    first day, unless an earlier moment says better.
    """
    found: dict[str, Asked] = {}
    for moment, verdicts in judged.items():
        for verdict in verdicts:
            if verdict.code in AT_COUNTER | OF_INSURANCE:
                paper = _asked(verdict, first if moment is Moment.HAND_OVER else None)
                found.setdefault(paper.requirement, paper)
    return sorted(found.values(), key=lambda each: (each.by or date.max, each.label))


def _asked(verdict: Verdict, first: date | None) -> Asked:
    by = first or verdict.facts.get("by")
    return Asked(
        requirement=str(verdict.facts["requirement"]),
        label=str(verdict.facts["label"]),
        source=str(verdict.facts.get("source", "")),
        by=by if isinstance(by, date) else None,
        at_counter=verdict.code in AT_COUNTER,
    )
