"""Which messages one may do without, which never wait, and which carry a calendar invitation."""

from collections.abc import Collection
from dataclasses import dataclass

from booking.rules.lifecycle import UNANSWERED
from booking.vocabulary import MailKind, Status

OPTIONAL = (
    MailKind.REQUESTED,
    MailKind.HANDED_OVER,
    MailKind.TAKEN_BACK,
    MailKind.WAITLISTED,
    MailKind.PASSED_ON,
    MailKind.REPLIED,
    MailKind.COMMENTED,
    MailKind.OWN_DECISION,
    MailKind.FALLING_DUE,
)
"""What one may choose not to get: it says what the screens say, and waits for no answer.

Accesses, passwords, decisions on one's requests and questions that await one's answer always come.
"""

AT_ONCE = frozenset(
    {
        MailKind.INVITED,
        MailKind.RESET,
        MailKind.DIGEST,
        MailKind.REMIND_ANSWER,
        MailKind.REMIND_REPLY,
        MailKind.ESCALATED,
        MailKind.TO_REVIEW,
        MailKind.BROKEN,
        MailKind.CANCELLED,
        MailKind.CHANGED,
        MailKind.CHANGE_REFUSED,
        MailKind.EXPIRED,
        MailKind.INCIDENT,
        MailKind.NEEDS_DETAILS,
        MailKind.OFFERED,
        MailKind.PAPER_CANCELLED,
        MailKind.PROPOSED,
        MailKind.REFUSED,
        MailKind.REMIND_SIGN,
        MailKind.RETURN_DUE,
        MailKind.RETURN_LATE,
        MailKind.SIGN_REFUSED,
        MailKind.TO_SIGN,
    }
)
"""What never waits for the day's summary: the loan may start before it comes, or a delay end."""

INVITING = frozenset({MailKind.APPROVED, MailKind.CHANGED, MailKind.CANCELLED})
"""What an agenda is told by an invitation, for those who chose them (calendar § 4)."""

AWAITING: dict[MailKind, frozenset[Status]] = {
    MailKind.TO_ANSWER: UNANSWERED,
    MailKind.REPLIED: frozenset({Status.REQUESTED}),
    MailKind.ENTERED: UNANSWERED,
    MailKind.CHANGE_ASKED: frozenset({Status.APPROVED, Status.OUT}),
}
"""What asks something of its reader, first in a summary as long as the reservation is there."""


@dataclass(frozen=True)
class Wants:
    """What a person wants of our messages."""

    daily: bool = False  # together, once a day
    invitations: bool = False  # for the agenda, by mail
    muted: frozenset[str] = frozenset()  # kinds not to be sent

    def reaches(self, kind: MailKind) -> bool:
        """Tell whether a kind of message is sent at all."""
        return kind not in OPTIONAL or kind.value not in self.muted

    def waits(self, kind: MailKind) -> bool:
        """Tell whether a kind of message waits for the day's summary.

        One that may carry an invitation goes alone: an invitation is of one reservation.
        """
        alone = kind in AT_ONCE or (self.invitations and kind in INVITING)
        return self.daily and not alone


def kept(kinds: Collection[str]) -> list[str]:
    """Return, of some kinds, those that one may do without, in the order of the list."""
    return [kind.value for kind in OPTIONAL if kind.value in kinds]
