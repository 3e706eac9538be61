"""What is asked of the acts: plain values, as both doors hand them in."""

from dataclasses import dataclass, field
from datetime import date, datetime

from booking.dealings import Remedy, Transport
from booking.fitness import Finding
from booking.handling import CONTEST_DAYS, REMIND_DAYS
from booking.period import Period
from booking.vocabulary import BeneficiaryKind, HoldReason, LegalBasis, Movement, Role, SchoolRule


@dataclass(frozen=True)
class AskedLine:
    """So many of an item, named by its reference or its id; a depot may be preferred."""

    item: str
    quantity: int
    depot: str = ""


@dataclass(frozen=True)
class AskedPart:
    """From when to when one lender lends, when not as the others; `lender` is "pool-owner"."""

    lender: str
    period: Period


@dataclass(frozen=True)
class Asked:
    """What a borrower asks for at once; instants are aware.

    `by_event`: the dates are those of the event; each lender's pick-up and return are proposed
    around it, unless `parts` gives them.
    """

    starts_at: datetime
    ends_at: datetime
    purpose: str
    lines: tuple[AskedLine, ...]
    place: str = ""
    note: str = ""
    beneficiary_kind: BeneficiaryKind = BeneficiaryKind.COMMUNE
    beneficiary_name: str = ""
    borrower: str = ""
    despite: str = ""  # why more than is free, when a manager takes it knowingly
    engagement_on: date | None = None  # when the association committed itself (10-1)
    transport: Transport = Transport.OWN
    event: Period | None = None  # what the loan is for, when it was said
    by_event: bool = False
    parts: tuple[AskedPart, ...] = ()
    if_short: str = ""  # "waitlist": what lacks waits in line rather than refusing

    @property
    def period(self) -> Period:
        """Return the loan asked for, from pick-up to return; the event, when asked around it."""
        return Period(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Edited:
    """What a reservation should become: what is None stays; `lines` replace all the lines.

    `despite` says why more may be taken than is free (a manager's override), `reason` why it
    should change, to whoever answers it.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    lines: tuple[AskedLine, ...] | None = None
    despite: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Moved:
    """So many of an item in (positive) or out (negative) of a depot for good, from an instant.

    Numbered copies are named by their numbers when they go, or when they come with numbers.
    """

    item: str
    depot: str
    kind: Movement
    quantity: int
    at: datetime | None = None
    units: tuple[str, ...] = ()
    note: str = ""
    despite: str = ""


@dataclass(frozen=True)
class Withheld:
    """So many of an item, or some copies by number, not to be lent over one or several periods.

    Several periods make a series, as an owner's reserve of every second Saturday.
    """

    item: str
    depot: str
    reason: HoldReason
    periods: tuple[Period, ...]
    quantity: int = 0
    units: tuple[str, ...] = ()
    note: str = ""
    despite: str = ""


@dataclass(frozen=True)
class Settled:
    """What is decided of a reservation that a breakdown leaves short.

    `depot_id` is where it is moved to; `item_id` and `period` are what is proposed instead; the
    reason is what the borrower reads.
    """

    reservation_id: int
    remedy: Remedy
    depot_id: int = 0
    item_id: int = 0
    period: Period | None = None
    reason: str = ""


@dataclass(frozen=True)
class Checked:
    """What a campaign finds of a stock, or of one copy of it.

    `found` is how many are there, when they were counted (0: the copy is not to be found), and
    `broken` how many are kept from being lent at once.
    """

    stock_id: int
    finding: Finding
    unit_id: int | None = None
    note: str = ""
    found: int | None = None
    broken: int = 0
    despite: str = ""


@dataclass(frozen=True)
class Absent:
    """A person who operates, as the numbered copy they are, and while how long nobody has them."""

    item: str
    unit: str
    period: Period


@dataclass(frozen=True)
class Followed:
    """An agenda of elsewhere that says when so many of an item, or one copy, are taken."""

    item: str
    depot: str
    name: str
    address: str
    quantity: int = 0
    unit: str = ""


@dataclass(frozen=True)
class AskedKit:
    """A set lent together: a reference of its own, and so many of each part."""

    reference: str
    name: str
    family: str
    parts: tuple[AskedLine, ...]
    description: str = ""


@dataclass(frozen=True)
class Granted:
    """What somebody may do for an organization, and until which day, the last one included.

    `shared`: the account is the mailbox of an office, which several people open.
    """

    roles: tuple[Role, ...]
    ends_on: date | None = None
    shared: bool = False


@dataclass(frozen=True)
class AskedPool:
    """A pool between neighbours: its name, who borrows (by id), what goes in (by id)."""

    name: str
    neighbours: tuple[int, ...]
    items: tuple[int, ...] = ()


@dataclass(frozen=True)
class Conditions:
    """The terms of a pool as its manager sets them; kinds are those of organizations."""

    name: str
    kinds: tuple[str, ...]
    by_list: bool
    for_associations: bool
    below_population: int | None
    notice_days: int
    answer_days: int
    horizon_months: int
    longest_days: int
    late_grace_hours: int
    others_horizon_days: int | None
    quota_loans: int | None
    quota_months: int
    legal_basis: LegalBasis
    hidden: bool
    slug: str | None
    slots_block: bool = False
    open_on_holidays: bool = False
    school_rule: SchoolRule = SchoolRule.ANY
    reply_days: int = 5
    confirm_days: int = 2
    cancel_days: int = 2
    needs_signed: bool = False
    remind_days: list[int] = field(default_factory=lambda: list(REMIND_DAYS))
    contest_days: int = CONTEST_DAYS
