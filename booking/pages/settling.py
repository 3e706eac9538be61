"""What is judged of a reservation, and what one may do about each verdict."""

from typing import Any

from booking.documents import messages
from booking.queries import requirements
from booking.web import actor

TO_BE_SEEN = frozenset({"event_asked", "event_by", "event_late"})
"""What somebody at the counter may say was seen."""


def drawn(reservation_id: int) -> list[dict[str, Any]]:
    """Return the verdicts on a reservation as its page draws them."""
    acts_here = requirements.settling(actor(), reservation_id)
    return [
        {
            "level": verdict.level,
            "text": messages.verdict(verdict),
            "requirement": verdict.facts.get("requirement", ""),
            "source": verdict.facts.get("source", ""),
            "may_see": "see_paper" in acts_here and verdict.code in TO_BE_SEEN,
            "may_override": "override" in acts_here and verdict.level == "block",
        }
        for verdict in requirements.verdicts(actor(), reservation_id)
    ]
