"""What is judged of a reservation, and what one may do about each verdict."""

from datetime import date
from typing import Any

from booking.documents import messages
from booking.documents.words import plain_day
from booking.fitness import Moment
from booking.queries import requirements
from booking.rules.terms import Verdict
from booking.web import actor

TO_BE_SEEN = frozenset({"event_asked", "event_by", "event_late"})
"""What somebody at the counter may say was seen."""
ORDER = ("block", "overridden", "owed", "warn", "info", "ok")
"""What one reads first: what stops the loan, then what is owed, then the rest."""


def drawn(reservation_id: int, moment: Moment | None = None) -> list[dict[str, Any]]:
    """Return the verdicts on a reservation as its page draws them, what stops it first.

    They are those of the next moment of its life, unless another is asked.
    """
    acts_here = requirements.settling(actor(), reservation_id)
    judged = requirements.verdicts(actor(), reservation_id, moment)
    return [_drawn(verdict, acts_here) for verdict in sorted(judged, key=_rank)]


def _rank(verdict: Verdict) -> tuple[int, date]:
    by = verdict.facts.get("by")
    return ORDER.index(verdict.level), by if isinstance(by, date) else date.max


def _drawn(verdict: Verdict, acts_here: frozenset[str]) -> dict[str, Any]:
    text, by = messages.verdict(verdict), verdict.facts.get("by")
    asked = verdict.facts.get("requirement", "")
    unsaid = verdict.level == "owed" and isinstance(by, date) and plain_day(by) not in text
    return {
        "level": verdict.level,
        "text": text,
        "by": by if unsaid else None,
        "requirement": asked,
        "source": verdict.facts.get("source", ""),
        "may_see": "see_paper" in acts_here and verdict.code in TO_BE_SEEN,
        "may_override": bool(asked) and "override" in acts_here and verdict.level == "block",
    }
