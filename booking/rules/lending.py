"""What is lent at the counter at once, without a request before."""

from dataclasses import dataclass
from datetime import date, datetime

from booking.rules.asking import Asked, AskedLine
from booking.vocabulary import BeneficiaryKind


@dataclass(frozen=True)
class Lent:
    """What somebody takes along now, until when, in whose name; `elected` decided, where one must.

    When it begins is not said: the very moment at which it is lent.
    """

    ends_at: datetime
    purpose: str
    lines: tuple[AskedLine, ...]
    borrower: str
    place: str = ""
    note: str = ""
    beneficiary_kind: BeneficiaryKind = BeneficiaryKind.COMMUNE
    beneficiary_name: str = ""
    engagement_on: date | None = None
    elected: str = ""

    def as_asked(self, now: datetime) -> Asked:
        """Return what a request for it would be, beginning with the minute that runs."""
        return Asked(
            starts_at=now.replace(second=0, microsecond=0),
            ends_at=self.ends_at,
            purpose=self.purpose,
            lines=self.lines,
            place=self.place,
            note=self.note,
            beneficiary_kind=self.beneficiary_kind,
            beneficiary_name=self.beneficiary_name,
            borrower=self.borrower,
            engagement_on=self.engagement_on,
        )
