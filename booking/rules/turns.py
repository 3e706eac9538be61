"""Whose turn it is: who must act next on a reservation, at what, by when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from booking.dealings import Awaited
from booking.vocabulary import Status


@dataclass(frozen=True)
class Turn:
    """What is to be done next: by the borrower, by the lender, or by both, who then meet."""

    act: str
    borrower: bool
    lender: bool
    by: datetime


REPLIES = {Awaited.DETAILS: "details", Awaited.PROPOSAL: "proposal", Awaited.PLACE: "confirm"}
"""What the borrower does about what is awaited of it."""


def turn(
    status: Status,
    answer_due_at: datetime,
    starts_at: datetime,
    ends_at: datetime,
    *,
    awaited: Awaited | None = None,
    reply_due_at: datetime | None = None,
    change_due_at: datetime | None = None,
) -> Turn | None:
    """Return whose turn it is in a status; None when nothing more is to be done.

    A change that is asked for comes first: the lender answers it before things leave.
    """
    if status in (Status.APPROVED, Status.OUT) and change_due_at:
        return Turn("change", borrower=False, lender=True, by=change_due_at)
    reply = REPLIES[awaited] if awaited else "complete"
    turns = {
        Status.REQUESTED: Turn("answer", borrower=False, lender=True, by=answer_due_at),
        Status.NEEDS_INFO: Turn(reply, borrower=True, lender=False, by=reply_due_at or starts_at),
        Status.WAITLISTED: Turn("wait", borrower=False, lender=False, by=starts_at),
        Status.APPROVED: Turn("hand_over", borrower=True, lender=True, by=starts_at),
        Status.OUT: Turn("take_back", borrower=True, lender=True, by=ends_at),
    }
    return turns.get(status)


OPEN = (
    Status.REQUESTED,
    Status.NEEDS_INFO,
    Status.WAITLISTED,
    Status.APPROVED,
    Status.OUT,
)
"""The statuses in which something is still to be done."""

WHEN = ("late", "today", "tomorrow", "week", "later")
TWO_DAYS, WEEK = timedelta(days=2), timedelta(days=7)


def when(by: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return how near a term is: late, today, tomorrow, in seven days, or later (`WHEN`)."""
    if by < now:
        return "late"
    days = by.astimezone(zone).date() - now.astimezone(zone).date()
    if days < TWO_DAYS:
        return "tomorrow" if days else "today"
    return "week" if days < WEEK else "later"
