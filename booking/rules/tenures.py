"""From when until when somebody acts for an organization, and who must always be left to do it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Tenure:
    """A dated role of one person in one organization; `entered`: they chose a password."""

    user_id: int
    organization_id: int
    starts_on: date
    ends_on: date | None
    entered: bool = True

    def holds(self, day: date) -> bool:
        """Tell whether the role is held on a day, its last day included."""
        return self.starts_on <= day <= (self.ends_on or date.max)


def ends_at(last: date, zone: ZoneInfo) -> datetime:
    """Return the instant a role ends: midnight after its last day, where the territory lives."""
    return datetime.combine(last + timedelta(days=1), time(), zone)


def is_kept(administrators: Collection[Tenure], today: date) -> bool:
    """Tell whether somebody is left to administer: today, with no end, and able to sign in.

    One whose end is known is only there until then: the day after, nobody could open an access.
    """
    return any(
        each.entered and each.ends_on is None and each.holds(today) for each in administrators
    )


def locks_out(before: Collection[Tenure], after: Collection[Tenure], today: date) -> bool:
    """Tell whether a change takes away the last who could administer."""
    return is_kept(before, today) and not is_kept(after, today)
