"""What was judged of reservations, as it was read at each moment: the journal keeps it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from booking.db import db
from booking.fitness import Moment
from booking.models.journal import JournalEntry
from booking.numbers import among
from booking.queries import reservations
from booking.rules.access import Actor

PENDING = frozenset({"owed", "warn", "block", "overridden"})
"""What somebody still has to see to, or should know."""


@dataclass(frozen=True)
class Judgement:
    """What was judged at one moment: each verdict as (level, sentence)."""

    at: datetime
    moment: Moment
    verdicts: tuple[tuple[str, str], ...]

    @property
    def pending(self) -> tuple[str, ...]:
        """Return the sentences of what was not in order."""
        return tuple(text for level, text in self.verdicts if level in PENDING)


def of_reservation(actor: Actor, reservation_id: int) -> list[Judgement]:
    """Return each judgement of a reservation in view, the latest first; raises NotFound."""
    reservations.row(actor, reservation_id)
    return [_judgement(entry) for entry in _entries([reservation_id])][::-1]


def latest(reservation_ids: Collection[int]) -> dict[int, Judgement]:
    """Return the last judgement of each of some reservations."""
    return {entry.thing_id: _judgement(entry) for entry in _entries(reservation_ids)}


def _entries(reservation_ids: Collection[int]) -> list[JournalEntry]:
    found = select(JournalEntry).where(
        JournalEntry.thing == "reservation",
        among(JournalEntry.thing_id, reservation_ids),
        JournalEntry.act == "judge",
    )
    return list(db.session.scalars(found.order_by(JournalEntry.id)))


def _judgement(entry: JournalEntry) -> Judgement:
    moment = next(each for each in Moment if each.value == entry.facts["moment"])
    said = tuple((each["level"], each["text"]) for each in entry.facts["verdicts"])
    return Judgement(entry.at, moment, said)
