"""What is written of a qualification, and when its end is to be reminded of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from booking.fitness import Skill
from booking.rules.organizations import SOON


@dataclass(frozen=True)
class Qualified:
    """Who may do what until when, on sight of which paper; never the paper itself.

    `holder` is a function or a name. `unit` is the number of the copy that this person is, when
    they are lent along with equipment.
    """

    holder: str
    skill: Skill
    seen_by: str
    seen_on: date
    ends_on: date | None = None
    unit: str = ""


ENDING, ENDED = 1, 2
"""How far reminders went: that it ends soon, that it ended."""


def reminder(ends_on: date | None, reminded: int, today: date) -> int | None:
    """Return the reminder that is due today: ENDING within 60 days, then ENDED; each once."""
    if ends_on is None or ends_on > today + SOON:
        return None
    due = ENDED if ends_on < today else ENDING
    return due if due > reminded else None


Held = tuple[str, Skill, date | None]
"""Who may do what until when."""


def renewed(held: Held, others: Iterable[Held]) -> bool:
    """Tell whether the same person holds the same for longer by another line."""
    holder, skill, ends_on = held
    return any(
        (name.casefold(), other) == (holder.casefold(), skill)
        and (until or date.max) > (ends_on or date.max)
        for name, other, until in others
    )
