"""What is told of an incident: when it happens, while it is followed, when it ends; pure."""

from dataclasses import dataclass
from datetime import datetime

from booking.handling import Charged, IncidentKind, Outcome
from booking.rules.passages import Shot
from booking.vocabulary import Status

EVER_OUT = (Status.OUT, Status.RETURNED, Status.CLOSED)
"""The loans in which something may have happened to things."""
SERVING = frozenset({Outcome.REPAIRED, Outcome.FOUND})
"""After which the things are lent again."""
GONE = frozenset({IncidentKind.MISSING, IncidentKind.THEFT})
"""What happens to things that nobody has any more: they are lent no more, unless one says so."""

NAMING = ("witnesses", "others", "injured", "complaint", "insurer")
"""What tells of people, for those alone who answer for an incident."""


@dataclass(frozen=True)
class Reported:
    """What happened to so many of an item, or to one copy of it, in a loan or not.

    The item is named by its reference or its id, the depot too; `out_of_service` keeps the things
    from being lent at once.
    """

    kind: IncidentKind
    item: str
    circumstances: str
    depot: str = ""  # may be left out when the item has one alone
    unit: str = ""  # the number of a copy
    quantity: int = 1
    reservation: int | None = None
    occurred_at: datetime | None = None
    place: str = ""
    witnesses: str = ""
    others: str = ""  # third parties
    injured: str = ""  # in words; no health data
    measures: str = ""
    complaint: str = ""
    insurer: str = ""
    out_of_service: bool | None = None  # None: if they are gone
    photos: tuple[Shot, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What happened, completed by who follows an incident."""

    occurred_at: datetime | None = None
    place: str = ""
    circumstances: str = ""
    witnesses: str = ""
    others: str = ""  # third parties
    injured: str = ""  # in words; no health data
    measures: str = ""


@dataclass(frozen=True)
class Followed:
    """What an incident is estimated at, who should pay, the files opened elsewhere, and a note."""

    estimate_cents: int | None = None
    charged: Charged | None = None
    complaint: str = ""
    insurer: str = ""
    note: str = ""
    out_of_service: bool = False
    facts: Facts | None = None  # None: what happened is left as it is said


@dataclass(frozen=True)
class Ended:
    """What became of the things of an incident, and what is concluded of it."""

    outcome: Outcome
    conclusion: str = ""
