"""Half-open, aware spans of time, never empty: the one notion of overlap."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN_ENDED = datetime(2200, 1, 1, tzinfo=UTC)
"""The end of what has no end yet, as a breakdown until it is repaired."""


@dataclass(frozen=True, order=True)
class Period:
    """The instants from `starts_at` (included) to `ends_at` (excluded), both kept in UTC.

    Raises ValueError when an end is naive or not after its start.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a period needs aware instants")
        # in UTC first: two hours of one zone compare by the wall, wrongly when clocks change
        if self.starts_at.tzinfo is not UTC or self.ends_at.tzinfo is not UTC:
            object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
            object.__setattr__(self, "ends_at", self.ends_at.astimezone(UTC))
        if self.ends_at <= self.starts_at:
            raise ValueError("a period ends after it starts")

    @property
    def length(self) -> timedelta:
        """Return the time elapsed, which a change of clock makes differ from the wall's."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: "Period") -> bool:
        """Tell whether some instant belongs to both; periods that touch do not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Period") -> bool:
        """Tell whether every instant of the other belongs to this one."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def within(self, other: "Period") -> "Period":
        """Return the part of the period inside another that it overlaps."""
        return Period(max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at))

    def widened(self, before: timedelta, after: timedelta) -> "Period":
        """Return the period with preparation time added on both sides."""
        return Period(self.starts_at - before, self.ends_at + after)

    def shifted(self, days: int, zone: ZoneInfo) -> "Period":
        """Return the period moved by whole days, at the same hours on the wall of `zone`."""

        def move(instant: datetime) -> datetime:
            return instant.astimezone(zone) + timedelta(days=days)

        return Period(move(self.starts_at), move(self.ends_at))

    def whole_days(self, zone: ZoneInfo) -> bool:
        """Tell whether both ends are local midnights (design § 9)."""
        ends = (self.starts_at.astimezone(zone), self.ends_at.astimezone(zone))
        return all(end.time() == time(0) for end in ends)
