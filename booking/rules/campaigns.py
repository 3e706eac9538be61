"""Verification of a depot: what was not verified for too long, and what a campaign found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from booking.fitness import Finding
from booking.rules.terms import months_after
from booking.vocabulary import Word

MONTHS = 12
"""What nobody looked at for so long is to be verified (E17)."""


class Outcome(Word):
    """What a campaign says of one thing, in the order in which it needs somebody."""

    MISSING = "missing", "manquant"
    TO_REPAIR = "to_repair", "à réparer"
    UNSEEN = "unseen", "non vu"
    IN_ORDER = "in_order", "en ordre"


@dataclass(frozen=True)
class Tally:
    """How many things came out how."""

    in_order: int = 0
    to_repair: int = 0
    missing: int = 0
    unseen: int = 0

    @property
    def total(self) -> int:
        """Return how many things there are."""
        return self.in_order + self.to_repair + self.missing + self.unseen

    @property
    def seen(self) -> int:
        """Return how many were looked at or for."""
        return self.total - self.unseen


def stale(last: date | None, today: date, months: int = MONTHS) -> bool:
    """Tell whether something was verified more than so many months ago, or never."""
    return last is None or last < months_after(today, -months)


def lacking(expected: int | None, found: int | None) -> int:
    """Return how many were not found where they were counted."""
    return max(0, expected - found) if expected is not None and found is not None else 0


def outcome(finding: Finding | None, missing: int) -> Outcome:
    """Return what the last check of a thing says: what is not all there comes before its state."""
    if finding is None:
        return Outcome.UNSEEN
    if missing:
        return Outcome.MISSING
    return Outcome.TO_REPAIR if finding is Finding.FAILED else Outcome.IN_ORDER


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Count how things came out."""
    all_of_them = list(outcomes)
    return Tally(**{each.value: all_of_them.count(each) for each in Outcome})
