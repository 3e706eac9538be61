"""Which paper a loan takes (E14, E33), and what each kind is drafted from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from booking.paperwork import SHEETS, STANDALONE, ActsOf, PaperKind
from booking.vocabulary import Formality

STATEMENTS = (
    PaperKind.REPORT_OUT,
    PaperKind.REPORT_BACK,
    PaperKind.INCIDENT,
    PaperKind.AID_VALUE,
)
"""What says what is, and binds nobody: no council has to allow it."""
DRAFTED = (*STANDALONE, *STATEMENTS, PaperKind.AMENDMENT)
"""What is prepared as a draft before it is issued."""
FIELDS: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.FRAMEWORK: ("owner", "partner", "starts_on", "ends_on", "renewable"),
    PaperKind.STORAGE: ("owner", "depot", "starts_on", "ends_on", "renewable"),
    PaperKind.MANAGEMENT: ("pool", "starts_on", "ends_on", "renewable"),
    PaperKind.CO_OWNERSHIP: ("pool", "acts_of", "starts_on", "ends_on", "renewable"),
    PaperKind.AMENDMENT: ("ends_on", "renewable"),
}
"""What is chosen for a kind, beyond its options; what is beside a loan takes nothing."""
NEEDED: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.FRAMEWORK: ("partner", "ends_on"),
    PaperKind.STORAGE: ("depot", "ends_on"),
    PaperKind.MANAGEMENT: ("pool", "ends_on"),
    PaperKind.CO_OWNERSHIP: ("pool", "acts_of", "ends_on"),
    PaperKind.AMENDMENT: ("ends_on",),
}
"""Without which a draft is of nothing; an amendment of a loan takes its dates from the loan."""


@dataclass(frozen=True)
class Drafted:
    """What somebody writes of a paper not issued yet; ids of organizations, pools and depots."""

    kind: PaperKind
    owner: int | None = None
    partner: int | None = None
    pool: int | None = None
    depot: int | None = None
    reservation: int | None = None
    amends: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    renewable: bool = False
    acts_of: ActsOf | None = None
    options: dict[str, str] = field(default_factory=dict)

    @property
    def lacking(self) -> list[str]:
        """Return the fields that the kind needs and that are empty."""
        return [name for name in NEEDED.get(self.kind, ()) if getattr(self, name) is None]


def kind_for(formalities: Iterable[Formality], *, framework: bool) -> PaperKind | None:
    """Return the paper a loan takes; None while neither a framework nor a choice gives one.

    What asks for a convention with its papers never goes by a mere slip.
    """
    if Formality.FULL in formalities:
        return PaperKind.LOAN
    return PaperKind.SLIP if framework else None


def needs_act(kind: PaperKind) -> bool:
    """Tell whether a kind binds its owner, so that a council must have allowed it."""
    return kind not in (*STATEMENTS, *SHEETS)
