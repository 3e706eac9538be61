"""What a borrower asks for at once: plain values, as both doors hand them in."""

from dataclasses import dataclass
from datetime import datetime

from booking.period import Period
from booking.vocabulary import BeneficiaryKind


@dataclass(frozen=True)
class AskedLine:
    """So many of an item, named by its reference or its id; a depot may be preferred."""

    item: str
    quantity: int
    depot: str = ""


@dataclass(frozen=True)
class Asked:
    """What a borrower asks for at once; instants are aware."""

    starts_at: datetime
    ends_at: datetime
    purpose: str
    lines: tuple[AskedLine, ...]
    place: str = ""
    note: str = ""
    beneficiary_kind: BeneficiaryKind = BeneficiaryKind.COMMUNE
    beneficiary_name: str = ""
    borrower: str = ""

    @property
    def period(self) -> Period:
        """Return the loan asked for, from pick-up to return."""
        return Period(self.starts_at, self.ends_at)
