"""What is said of a reservation before its status: late, expired and why, changed since signed."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from booking import clock
from booking.dealings import Awaited
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN
from booking.vocabulary import STAFF, Derived, Status

AWAITED = {Awaited.PROPOSAL: Derived.PROPOSAL, Awaited.PLACE: Derived.OFFERED}
"""What says more than "À compléter"."""

ENDINGS = {
    "no_answer": Derived.NO_ANSWER,
    "no_reply": Derived.NO_REPLY,
    "no_place": Derived.NO_PLACE,
}
"""What says more than "Expirée"."""


def label(mine: Reservation) -> Status | Derived:
    """Return the label that says most: a fact read from the clock before the stored status."""
    if mine.status is Status.OUT and mine.ends_at < clock.now():
        return Derived.LATE
    if mine.status is Status.EXPIRED and mine.reason in ENDINGS:
        return ENDINGS[mine.reason]
    if mine.status is Status.NEEDS_INFO and mine.awaited in AWAITED:
        return AWAITED[mine.awaited]
    return mine.status


def number(papers: Sequence[Convention]) -> str | None:
    """Return the number of the paper under which a reservation is lent, if it is issued."""
    grounds = [each.number for each in papers if each.kind in GROUNDS_A_LOAN]
    return grounds[-1] if grounds else None


def is_amended(mine: Reservation, paper: Convention) -> bool:
    """Tell whether the dates or the quantities are no longer those of the last paper issued."""
    if not paper.terms:
        return False
    dates = [datetime.fromisoformat(paper.terms[each]) for each in ("starts_at", "ends_at")]
    printed: Counter[str] = Counter()
    for line in paper.terms["lines"]:
        printed[line["reference"]] += line["quantity"]
    agreed: Counter[str] = Counter()
    for each in mine.lines:
        agreed[each.item.reference] += each.quantity if each.item.family != STAFF else 0
    return dates != [mine.starts_at, mine.ends_at] or printed != agreed
