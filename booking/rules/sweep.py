"""When else it would fit: found by walking the instants at which the answer can change.

A loan of one length, sliding along the calendar, meets a hold from the instant its end passes the
hold's start until the instant its start reaches the hold's end. Between two such instants nothing
changes: each stretch is judged once, whatever its length (design § 4).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from booking.period import Period
from booking.rules.availability import Supplies, Want, fit

NEAR = 60
"""How many days around the period asked another one may lie."""
WEEK = 7


@dataclass(frozen=True)
class Starts:
    """Whether a loan of one length fits, by its start.

    The answer may change at the `marks` alone: it is asked once for each mark, once for each
    stretch between two, and only where somebody wants to know.
    """

    marks: Sequence[datetime]
    judged: Callable[[datetime], bool]
    known: dict[tuple[int, bool], bool] = field(default_factory=dict)

    def fits(self, start: datetime) -> bool:
        """Tell whether the loan may start at an instant that lies between the marks."""
        rank = bisect_left(self.marks, start)
        if rank == len(self.marks) or start < self.marks[0]:
            return False
        place = (rank, self.marks[rank] == start)
        if place not in self.known:
            self.known[place] = self.judged(start)
        return self.known[place]


def starts(wants: Sequence[Want], supplies: Supplies, length: timedelta, within: Period) -> Starts:
    """Return when a loan of some length could start, for all the wants together."""
    inner = {
        mark
        for want in wants
        for mark in _marks(want, supplies, length)
        if within.starts_at < mark < within.ends_at
    }

    def judged(start: datetime) -> bool:
        moved = Period(start, start + length)
        return not fit([replace(want, period=moved) for want in wants], supplies).shortages

    return Starts(sorted({within.starts_at, *inner, within.ends_at}), judged)


def _marks(want: Want, supplies: Supplies, length: timedelta) -> Iterator[datetime]:
    """Return the starts at which the loan begins or ceases to meet something."""
    for stock in supplies.get(want.item_id, ()):
        busy = [*stock.dues, *(span for copy in stock.copies for span in copy.busy)]
        instants = {at for at, _ in stock.levels}
        for at in instants | {each.starts_at for each in busy} | {each.ends_at for each in busy}:
            yield at + want.before
            yield at - want.after - length


def alternatives(
    wants: Sequence[Want], supplies: Supplies, zone: ZoneInfo, allowed: Period
) -> list[Period]:
    """Return other periods, at the same local hours, in which every want fits.

    The nearest earlier and later ones and, where they fall on other days of the week, the nearest
    on the same days. They start within `allowed`, what the terms of every pool allow.
    """
    asked = wants[0].period
    reach = timedelta(days=NEAR + 1)
    within = asked.widened(reach, reach)

    @cache
    def by_length(length: timedelta) -> Starts:  # a change of clock makes a weekend 47 or 49 hours
        return starts(wants, supplies, length, within)

    def fitting(days: Iterable[int]) -> Period | None:
        for period in _shifted(asked, days, zone):
            inside = allowed.starts_at <= period.starts_at < allowed.ends_at
            if inside and by_length(period.length).fits(period.starts_at):
                return period
        return None

    later, weeks = range(1, NEAR + 1), range(WEEK, NEAR + 1, WEEK)
    series = (later, [-day for day in later], weeks, [-day for day in weeks])
    found = {fitting(days) for days in series}
    return sorted(period for period in found if period)


def _shifted(asked: Period, days: Iterable[int], zone: ZoneInfo) -> Iterator[Period]:
    hour = asked.starts_at.astimezone(zone).time()
    for count in days:
        try:
            period = asked.shifted(count, zone)
        except ValueError:  # an hour that the change of clock skips makes no period
            continue
        if period.starts_at.astimezone(zone).time() == hour:  # nor can one start within it
            yield period
