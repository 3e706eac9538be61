"""When to fetch things before an event and bring them back after, at the hours of the depots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.period import Period
from booking.rules import delays, opening
from booking.rules.opening import Calendar, Place

INSTANT = timedelta(microseconds=1)
REACH = timedelta(days=14)
"""So far from the event somebody is asked to come; beyond, the day is agreed by telephone."""
SENSIBLE = ((time(8), time(18)),)
"""When one may call at a depot that keeps no hours."""

Spans = Sequence[tuple[time, time]]


@dataclass(frozen=True)
class Days:
    """When everything can be fetched together, day by day."""

    calendar: Calendar
    places: Sequence[Place]
    zone: ZoneInfo

    @property
    def free(self) -> bool:
        """Tell whether no depot keeps hours: one then comes as early, or as late, as one likes."""
        return not any(place.slots for place in self.places)

    def spans(self, day: date) -> Spans:
        """Return the hours at which every depot is open on a day; none when one of them is not."""
        closed = any(opening.covers(each, day) for place in self.places for each in place.closures)
        holiday = delays.holiday(day, self.calendar.region)
        if closed or (holiday and not self.calendar.open_on_holidays):
            return ()
        found: Spans = SENSIBLE if self.free else ((time.min, time.max),)
        for place in self.places:
            if place.slots:
                found = _common(found, opening.hours_of(place.slots, day.weekday()))
        return found

    def at(self, day: date, hour: time) -> datetime:
        """Return the instant of an hour of a day."""
        return datetime.combine(day, hour, self.zone)


def propose(days: Days, event: Period, earliest: datetime) -> Period:
    """Return the loan that suits an event: the last open moment before, the first one after.

    Not before `earliest`, where it can be. Depots that are never open together are called at one
    after the other; where none is open within `REACH`, the instants of the event stand.
    """
    alone = [Days(days.calendar, [place], days.zone) for place in days.places]
    before = _before(days, event.starts_at, earliest)
    fetched = [before] if before else [_before(each, event.starts_at, earliest) for each in alone]
    after = _after(days, event.ends_at)
    brought = [after] if after else [_after(each, event.ends_at) for each in alone]
    return Period(
        min((each for each in fetched if each), default=event.starts_at),
        max((each for each in brought if each), default=event.ends_at),
    )


def _before(days: Days, starts_at: datetime, earliest: datetime) -> datetime | None:
    """Return the last open moment before; of the same day the first, where hours are free."""
    own = starts_at.astimezone(days.zone).date()
    for count in range(REACH.days + 1):
        day = own - timedelta(days=count)
        for opens, closes in reversed(days.spans(day)):
            first, last = days.at(day, opens), min(days.at(day, closes), starts_at)
            if first > last:
                continue
            return min(max(first, earliest), last) if days.free and not count else last
    return None


def _after(days: Days, ends_at: datetime) -> datetime | None:
    """Return the first open moment after; of the same day the last, where hours are free."""
    own = ends_at.astimezone(days.zone).date()
    lasted = (ends_at - INSTANT).astimezone(days.zone).date()
    for count in range(REACH.days + 1):
        day = own + timedelta(days=count)
        for opens, closes in days.spans(day):
            last = days.at(day, closes)
            if last >= ends_at:
                return last if days.free and day == lasted else max(days.at(day, opens), ends_at)
    return None


def _common(some: Spans, others: Spans) -> Spans:
    """Return the hours that belong to both, in order."""
    both = [(max(one[0], two[0]), min(one[1], two[1])) for one in some for two in others]
    return sorted(span for span in both if span[0] < span[1])
